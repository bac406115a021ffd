"""Reading what the papers of a dossier say, and comparing it with what its form says."""
