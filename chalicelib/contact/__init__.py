"""Questions to our teams: of a client on their dossier, or of anybody; asked, taken, answered."""
