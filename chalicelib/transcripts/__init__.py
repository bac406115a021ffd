"""Transcripts: a dossier's answers laid out for the screens where they have to be typed again (F349)."""
