"""Notices: every mail that Raccordo has to send, sent once, and followed until it arrives."""
