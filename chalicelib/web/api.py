"""The API's description of itself."""

from chalice.app import Blueprint

from chalicelib.settings import load_settings
from chalicelib.web.call import Call
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

api = Blueprint(__name__)


@endpoint(
    api,
    "GET",
    "/openapi.json",
    allow="public",
    summary=_("Décrire cette interface (OpenAPI 3.1)"),
    gives="chalicelib.web.openapi:Json",
)
def show_openapi(_call: Call) -> object:
    """Give the OpenAPI document, for every endpoint that is served."""
    from chalicelib.web.openapi import write_openapi
    from chalicelib.web.rooms import open_every_room

    open_every_room(api.current_app)
    return write_openapi(server=load_settings().portal_url or "/")
