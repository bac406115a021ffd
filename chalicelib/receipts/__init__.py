"""Receipts: what was sent, sealed by its fingerprint, and checked by anybody who holds it."""
