"""The one Blueprint of this room's pages."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.amendments.pages")
