"""The pages of a draft: its five steps, its recap with the radar, its sending, its copy."""

from chalicelib.deposit import (
    pages_communes,
    pages_copy,
    pages_proposals,
    pages_radar,
    pages_sending,
    pages_steps,
    pages_typing,
)
from chalicelib.deposit.blueprints import pages

__all__ = [
    "pages",
    "pages_communes",
    "pages_copy",
    "pages_proposals",
    "pages_radar",
    "pages_sending",
    "pages_steps",
    "pages_typing",
]
