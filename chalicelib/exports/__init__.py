"""Exports: what a list shows, as a file made apart (F314)."""
