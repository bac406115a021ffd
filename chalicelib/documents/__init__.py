"""Documents: what a dossier's files must be, how they come in, their verdict, and what people read."""
