"""Whose turn it was, in days, and how long the same step took for dossiers of the same operator."""
