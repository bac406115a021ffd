"""The page of changes asked for on a sent dossier: the installer asks, an agent answers."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.amendments import pages_power
from chalicelib.amendments.blueprints import pages
from chalicelib.amendments.model import AmendmentKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import AGENTS, INSTALLERS, PROFESSIONALS
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import InvalidFields
from chalicelib.rows.beside import AMENDMENT
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

__all__ = ["pages", "pages_power"]

AMENDMENTS = "/dossiers/{dossier_id}/modifications"
ASKED_HERE = {str(kind): kind for kind in AmendmentKind if kind is not AmendmentKind.POWER}
"""What is asked for by the forms of this page; a power increase has its own."""


def tell_amendments(dossier: Dossier) -> list[str]:
    """Tell the dossier's page what waits for our answer; most dossiers have nothing to tell."""
    if not any(AMENDMENT.matches(sk) for sk in dossier.rows):
        return []
    from chalicelib.amendments.views import tell_open_amendments

    return tell_open_amendments(dossier)


provide("tell_amendments", tell_amendments)


@page(pages, AMENDMENTS, allow=PROFESSIONALS)
def show_amendments(visit: Visit, dossier_id: str) -> Response:
    """Show what was asked for and answered; a draft is changed in its form."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    return _draw(visit, dossier)


@page(pages, AMENDMENTS, method="POST", allow=INSTALLERS)
def ask(visit: Visit, dossier_id: str) -> Response:
    """Ask for a change; what was wrongly typed is shown again with what to do."""
    from chalicelib.amendments.ask_amendment import ask_amendment

    actor, typed = as_actor(visit.person, "page"), visit.form.as_mapping()
    kind = ASKED_HERE.get(typed.get("kind", ""), AmendmentKind.CONTACT)
    try:
        ask_amendment(dossier_id, kind, typed, typed.get("words", ""), by=actor)
    except InvalidFields as refusal:
        return _draw_again(visit, dossier_id, refusal)
    flash = _("Votre demande est envoyée : nos équipes y répondent ici.")
    return visit.go(f"/dossiers/{dossier_id}/modifications", flash=flash)


@page(pages, AMENDMENTS + "/{number}/decision", method="POST", allow=AGENTS)
def answer(visit: Visit, dossier_id: str, number: str) -> Response:
    """Accept or refuse a request."""
    from chalicelib.amendments.decide_amendment import decide_amendment
    from chalicelib.amendments.model import read_number
    from chalicelib.amendments.total_consuel import ConsuelNotReadable

    accepts = visit.form.text("decision") == "accepter"
    try:
        decide_amendment(
            dossier_id,
            read_number(number),
            accepts=accepts,
            words=visit.form.text(f"words-{number}"),
            by=as_actor(visit.person, "page"),
        )
    except InvalidFields as refusal:
        return _draw_again(visit, dossier_id, refusal, suffix=f"-{number}")
    except ConsuelNotReadable as refusal:
        told = {f"words-{number}": translate(refusal.message)}
        dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
        return _draw(visit, dossier, errors=told, typed=visit.form.as_mapping())
    done = _("La modification est faite.") if accepts else _("La demande est refusée.")
    return visit.go(f"/dossiers/{dossier_id}/modifications", flash=done)


def _draw_again(
    visit: Visit, dossier_id: str, refusal: InvalidFields, *, suffix: str = ""
) -> Response:
    errors = {one.field + suffix: translate(one.message, **one.values) for one in refusal.problems}
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    return _draw(visit, dossier, errors=errors, typed=visit.form.as_mapping())


def _draw(
    visit: Visit,
    dossier: Dossier,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    from chalicelib.amendments import views
    from chalicelib.amendments.model import (
        current_values,
        may_amend,
        may_ask_to_cancel,
        may_grow,
    )

    now = {name: views.show_value(name, value) for name, value in current_values(dossier).items()}
    return visit.show(
        "amendments/amendments.html",
        status=422 if errors else 200,
        head=dossier.head,
        dossier=dossier,
        may_ask_to_cancel=may_ask_to_cancel(dossier)
        and can(visit.person, Connection.ASK_AMENDMENT),
        may_grow=may_grow(dossier) and can(visit.person, Connection.ASK_AMENDMENT),
        asked=views.show_amendments(dossier),
        now=now,
        may_ask=may_amend(dossier) and can(visit.person, Connection.ASK_AMENDMENT),
        may_answer=can(visit.person, Connection.DECIDE_AMENDMENT),
        errors=errors or {},
        typed=typed or {},
    )
