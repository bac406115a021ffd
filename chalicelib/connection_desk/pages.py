"""The agents' pages of one dossier: take it, let it go, hand it over; and a code to label."""

from chalicelib.connection_desk import pages_codes, pages_dossier
from chalicelib.connection_desk.blueprints import pages

__all__ = ["pages", "pages_codes", "pages_dossier"]
