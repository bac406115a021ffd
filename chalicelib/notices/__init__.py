"""Notices: every mail Raccordo owes somebody, sent once, and followed until it arrives."""
