"""The Blueprint of the room's pages, which `pages_*` write their routes into."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.dossiers.pages")
