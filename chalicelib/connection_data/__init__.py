"""What is kept of a connection's person: when it goes, what is left, what an export tells."""
