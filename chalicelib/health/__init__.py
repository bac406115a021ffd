"""Health: whether the parts that files depend on do their work."""
