"""The timeline: one execution per dossier and generation, and the due dates beside it."""
