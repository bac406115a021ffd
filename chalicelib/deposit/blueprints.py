"""The room's Blueprints, which `pages_*` and `api_*` write their routes into."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.deposit.pages")
api = Blueprint("chalicelib.deposit.api")
