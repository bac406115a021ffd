"""The words that people read: the catalogues, and the reader's language."""
