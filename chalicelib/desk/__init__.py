"""The agents' desk: who looks after a case of any kind, and what is done to many at once."""
