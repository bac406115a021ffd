"""The Blueprint that the room's pages share."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.connection_desk.pages")
