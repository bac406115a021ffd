"""Communes proposed while a postcode or a name is typed; without JavaScript the step proposes them."""

import json

from chalice.app import Response

from chalicelib.deposit.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.page import page
from chalicelib.web.visit import Visit


@page(pages, "/communes", allow=INSTALLERS)
def show_communes(visit: Visit) -> Response:
    """Give the communes that begin as `q` says, with their postcodes, as JSON for the script."""
    from chalicelib.reference.communes import find_communes

    found = [
        {"name": one.name, "postcodes": one.postcodes[:20]}
        for one in find_communes(visit.query.get("q", ""))
    ]
    return visit.answer(json.dumps(found), 200, endpoint_headers())
