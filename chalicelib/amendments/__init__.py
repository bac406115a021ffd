"""Changes asked for on a dossier that is sent: the client's contact, more pre-load."""
