"""The journal: one immutable, hash-chained event per change of state."""
