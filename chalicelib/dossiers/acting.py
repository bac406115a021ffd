"""Who acts on a dossier: said the same way in every room, and kept here for those above."""

from chalicelib.accounts.acting import as_actor

__all__ = ["as_actor"]
