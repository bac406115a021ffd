"""The agents' desk: who looks after a dossier, and what is done to many at once."""
