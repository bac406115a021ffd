"""The agents' acts on dossiers: what may be done to many at once, codes to label, the pages of one."""
