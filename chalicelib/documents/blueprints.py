"""The room's pages, which `pages_*` write their routes into."""

from chalice.app import Blueprint

pages = Blueprint("chalicelib.documents.pages")

DOSSIER = "/dossiers/{dossier_id}"
