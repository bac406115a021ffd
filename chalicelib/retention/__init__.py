"""Retention: what a person may have erased or exported, and what goes by itself in time."""
