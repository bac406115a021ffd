"""Accounts: firms, their users, sessions, API tokens, and the way in."""
