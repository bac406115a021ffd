"""Messages on a dossier, between its installer and our teams."""
