"""Addresses and models proposed while they are typed; without JavaScript the steps propose them."""

import json

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.refusals import NotFound
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.page import page
from chalicelib.web.visit import Visit


@page(pages, "/adresses", allow=INSTALLERS)
def show_addresses(visit: Visit) -> Response:
    """Give the addresses that `q` may mean, as JSON for the script; none when nobody answers."""
    from chalicelib.aws.trouble import OutsideTrouble
    from chalicelib.registries.configured import find_addresses

    registry = find_addresses()
    if registry is None:
        raise NotFound
    try:
        found = registry.search_addresses(visit.query.get("q", ""))
    except OutsideTrouble:
        found = ()
    told = [
        {"address": one.line, "postcode": one.postcode, "city": one.city, "exact": one.precision}
        for one in found
    ]
    return visit.answer(json.dumps(told), 200, endpoint_headers())


@page(pages, "/materiel", allow=INSTALLERS)
def show_equipment(visit: Visit) -> Response:
    """Give the models of `rows` (panels or inverters) that `brand` and `model` begin, as JSON."""
    from chalicelib.deposit.look_up_equipment import KINDS, fields_of, propose_models
    from chalicelib.equipment.catalogue import find_makers
    from chalicelib.equipment.labels import tell_about

    kind = KINDS.get(visit.query.get("rows", ""))
    if kind is None:
        raise NotFound
    brand, model = visit.query.get("brand", ""), visit.query.get("model", "")
    found = propose_models(kind, f"{brand} {model}", by=as_actor(visit.person, "page"))
    told = {
        "makers": find_makers(kind, brand),
        "models": [{"fields": fields_of(one), "about": tell_about(one)} for one in found],
    }
    return visit.answer(json.dumps(told), 200, endpoint_headers())
