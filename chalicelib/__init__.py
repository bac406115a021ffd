"""Raccordo: rooftop solar, from the installer's form to the day injection opens."""
