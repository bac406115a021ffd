"""The pages of dossiers: the lists, what is to be done, the dossier itself, its journal."""

from chalicelib.dossiers import (
    pages_client,
    pages_commissionings,
    pages_dossier,
    pages_list,
    pages_tasks,
)
from chalicelib.dossiers.blueprints import pages

__all__ = [
    "pages",
    "pages_client",
    "pages_commissionings",
    "pages_dossier",
    "pages_list",
    "pages_tasks",
]
