"""Long work of any kind of case: what its job kinds are, and what every kind has of itself."""
