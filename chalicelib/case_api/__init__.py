"""The JSON API that cases of every kind have from their declaration."""
