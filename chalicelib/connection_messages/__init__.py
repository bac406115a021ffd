"""Messages on a dossier, between its installer and our teams: the page, the entrance of programs."""
