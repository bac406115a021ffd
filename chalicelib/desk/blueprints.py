"""The Blueprint that the desk's pages share."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.desk.pages")
