"""The agents' acts: take a dossier, let it go, hand it over, and act on many at once."""

from chalicelib.desk import pages_batches, pages_codes, pages_dossier
from chalicelib.desk.blueprints import pages
from chalicelib.desk.words import list_acts
from chalicelib.web.partials import provide

provide("list_acts", list_acts)

__all__ = ["pages", "pages_batches", "pages_codes", "pages_dossier"]
