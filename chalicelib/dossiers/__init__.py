"""The dossier: what an installer deposits, and how it moves from draft to injection."""
