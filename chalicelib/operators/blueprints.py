"""The Blueprint that the operators' pages share."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.operators.pages")
