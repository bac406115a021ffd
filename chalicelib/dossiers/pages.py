"""The pages of dossiers: the list, the five steps, the sending, the dossier itself, its radar."""

from chalicelib.dossiers import (
    pages_client,
    pages_commissionings,
    pages_communes,
    pages_copy,
    pages_dossier,
    pages_list,
    pages_proposals,
    pages_radar,
    pages_sending,
    pages_steps,
    pages_tasks,
    pages_typing,
)
from chalicelib.dossiers.blueprints import pages

__all__ = [
    "pages",
    "pages_client",
    "pages_commissionings",
    "pages_communes",
    "pages_copy",
    "pages_dossier",
    "pages_list",
    "pages_proposals",
    "pages_radar",
    "pages_sending",
    "pages_steps",
    "pages_tasks",
    "pages_typing",
]
