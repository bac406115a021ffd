"""One dossier's own acts of the desk: take it, let it go, hand it over."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.cases.taken import read_taken
from chalicelib.connection_desk.blueprints import pages
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

DOSSIER = "/dossiers/{dossier_id}"


@page(pages, DOSSIER + "/prise", method="POST", allow=AGENTS)
def take(visit: Visit, dossier_id: str) -> Response:
    """Take a dossier; of two agents at once the second reads who has it."""
    from chalicelib.desk.take import take_case

    take_case(dossier_id, by=as_actor(visit.person, "page"), name=visit.person.name)
    return visit.go(f"/dossiers/{dossier_id}", flash=_("Vous suivez ce dossier."))


@page(pages, DOSSIER + "/rendu", method="POST", allow=AGENTS)
def release(visit: Visit, dossier_id: str) -> Response:
    """Let a dossier go."""
    from chalicelib.desk.take import release_case

    release_case(dossier_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/dossiers/{dossier_id}", flash=_("Plus personne ne suit ce dossier."))


@page(pages, DOSSIER + "/transmission", allow=AGENTS)
def ask_colleague(visit: Visit, dossier_id: str) -> Response:
    """Ask to whom the dossier goes, and with which word."""
    return _draw(visit, dossier_id, {})


@page(pages, DOSSIER + "/transmission", method="POST", allow=AGENTS)
def give(visit: Visit, dossier_id: str) -> Response:
    """Hand a dossier over to a colleague."""
    from chalicelib.accounts.staff import find_agent
    from chalicelib.desk.hand_over import hand_over
    from chalicelib.desk.refusals import UnknownColleague

    form = visit.form
    to = find_agent(form.text("collegue"))
    if to is None:
        return _draw(visit, dossier_id, {"collegue": translate(UnknownColleague.message)})
    try:
        hand_over(
            dossier_id,
            to,
            form.text("note"),
            by=as_actor(visit.person, "page"),
            name=visit.person.name,
            was=form.text("suivi"),
        )
    except InvalidFields as refusal:
        errors = {one.field: translate(one.message, **one.values) for one in refusal.problems}
        return _draw(visit, dossier_id, errors)
    return visit.go(f"/dossiers/{dossier_id}", flash=_("Le dossier est transmis."))


def _draw(visit: Visit, dossier_id: str, errors: dict[str, str]) -> Response:
    from chalicelib.desk.hand_over import LONGEST_NOTE
    from chalicelib.desk.views import list_at_work

    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show(
        "connection_desk/hand_over.html",
        status=422 if errors else 200,
        head=dossier.head,
        taken=read_taken(dossier),
        agents=list_at_work(),
        typed=visit.form.as_mapping() if errors else {},
        errors=errors,
        longest=LONGEST_NOTE,
    )
