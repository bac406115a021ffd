"""How Raccordo is packaged and deployed: the same code for AWS and for the local cloud."""
