"""The relay: brings each event of the journal to those who care, at least once."""
