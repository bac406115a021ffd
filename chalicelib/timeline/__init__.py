"""The timeline: one execution per case and generation, and the due dates beside it."""
