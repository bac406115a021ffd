"""How Raccordo is used: its own guide, the training videos, and whom to ask what."""
