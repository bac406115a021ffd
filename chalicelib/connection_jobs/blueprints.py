"""The room's pages, which `pages*` write their routes into."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.connection_jobs.pages")
