"""Acts on many cases of a kind: what will happen, then what became of each (F312)."""

from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.desk.blueprints import pages
from chalicelib.logs.invocation import note
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import InvalidFields, Refusal
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

if TYPE_CHECKING:
    from chalicelib.desk.of_kind import Chosen

BATCH = "/lots/{batch_id}"
LONGEST_NUMBER = 3


@page(pages, "/lots/choix", method="POST", allow=AGENTS)
def confirm(visit: Visit) -> Response:
    """Say what an act will do, to how many cases; nothing is done yet."""
    from chalicelib.desk.ask_batch import require_chosen
    from chalicelib.desk.of_kind import Chosen

    try:
        chosen = _choose(visit)
        require_chosen(chosen.ids)
    except InvalidFields as refusal:
        return _draw(visit, Chosen(()), _told(refusal))
    return _draw(visit, chosen, {})


def _choose(visit: Visit) -> "Chosen":
    """Give what was ticked, or the whole list that the form says it came from."""
    from chalicelib.cases.registry import kind_named
    from chalicelib.desk.ask_batch import require_chosen
    from chalicelib.desk.of_kind import Chosen, desk_of

    typed = visit.form.as_mapping()
    choose = desk_of(kind_named(typed.get("sorte", ""))).choose
    if choose is not None and typed.get("portee") == "tous":
        return choose.get()(typed, as_actor(visit.person, "page"))
    return Chosen(tuple(require_chosen(visit.form.list_texts("dossier"))))


@page(pages, "/lots", method="POST", allow=AGENTS)
def begin(visit: Visit) -> Response:
    """Do it: at once for a few, else as a job; a double click does it once."""
    from chalicelib.cases.registry import kind_named
    from chalicelib.desk.ask_batch import ask_batch, require_chosen
    from chalicelib.desk.of_kind import Chosen

    form = visit.form
    ids = tuple(form.text("dossiers").split())
    try:
        report = ask_batch(
            kind_named(form.text("sorte")),
            form.text("acte"),
            require_chosen(ids),
            idempotency_key=form.text("key"),
            by=visit.person,
            to_id=form.text("collegue"),
            note=form.text("note"),
        )
    except InvalidFields as refusal:
        note(code=refusal.code)
        errors = _told(refusal)
    except Refusal as refusal:
        if not refusal.field:
            raise
        note(code=refusal.code)
        errors = {refusal.field: translate(refusal.message, **refusal.values)}
    else:
        return visit.go(f"/lots/{report.batch.batch_id}")
    return _draw(visit, Chosen(ids), errors)


@page(pages, BATCH, allow=AGENTS)
def show_report(visit: Visit, batch_id: str) -> Response:
    """Show how far a batch is, and line by line what became of its cases."""
    from chalicelib.desk.ask_batch import load_report
    from chalicelib.desk.views import view_report

    report = load_report(batch_id, by=visit.person)
    number = visit.query.get("page", "")
    known = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    shown = view_report(report, int(number) if known else 1, as_actor(visit.person, "page"))
    return visit.show("desk/report.html", shown=shown)


@page(pages, BATCH + "/relance", method="POST", allow=AGENTS)
def begin_again(visit: Visit, batch_id: str) -> Response:
    """Have the rest of a batch done whose message was lost."""
    from chalicelib.desk.ask_batch import load_report, start_batch

    report = load_report(batch_id, by=visit.person)
    if not report.is_done:
        start_batch(batch_id, len(report.lines))
    return visit.go(f"/lots/{batch_id}")


def _told(refusal: InvalidFields) -> dict[str, str]:
    return {one.field: translate(one.message, **one.values) for one in refusal.problems}


def _draw(visit: Visit, chosen: "Chosen", errors: dict[str, str]) -> Response:
    from chalicelib.desk.views import view_choice

    typed = visit.form.as_mapping()
    shown = view_choice(typed, chosen, as_actor(visit.person, "page"))
    status = 422 if errors else 200
    return visit.show("desk/confirm.html", status=status, shown=shown, typed=typed, errors=errors)
