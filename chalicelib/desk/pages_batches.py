"""Acts on many dossiers: what will happen, then what became of each (F312)."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.desk.blueprints import pages
from chalicelib.desk.model import Act
from chalicelib.logs.invocation import note
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import InvalidFields, Refusal
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate

BATCH = "/lots/{batch_id}"
LONGEST_NUMBER = 3


@page(pages, "/lots/choix", method="POST", allow=AGENTS)
def confirm(visit: Visit) -> Response:
    """Say what an act will do, to how many dossiers; nothing is done yet."""
    from chalicelib.aws.clock import business_now
    from chalicelib.desk.ask_batch import require_chosen
    from chalicelib.desk.choose import Chosen, choose_all
    from chalicelib.dossiers.list_queue import load_lines
    from chalicelib.dossiers.queue_filter import read_queue_filter
    from chalicelib.dossiers.queue_page import bucket_of

    by, typed = as_actor(visit.person, "page"), visit.form.as_mapping()
    try:
        if typed.get("portee") == "tous":
            wanted, _problems = read_queue_filter(typed)
            chosen = choose_all(bucket_of(typed), wanted, by=by, now=business_now())
            ids = require_chosen([line.dossier_id for line in chosen.lines])
        else:
            ids = require_chosen(visit.form.list_texts("dossier"))
            chosen = Chosen(load_lines(ids, by=by))
    except InvalidFields as refusal:
        return _draw(visit, [], Chosen(()), _told(refusal))
    return _draw(visit, ids, chosen, {})


@page(pages, "/lots", method="POST", allow=AGENTS)
def begin(visit: Visit) -> Response:
    """Do it: at once for a few, else as a job; a double click does it once."""
    from chalicelib.desk.ask_batch import ask_batch, require_chosen
    from chalicelib.desk.choose import Chosen, read_ticked
    from chalicelib.dossiers.list_queue import load_lines

    form = visit.form
    ids = read_ticked(form.text("dossiers"))
    try:
        report = ask_batch(
            _read_act(form.text("acte")),
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
    chosen = Chosen(load_lines(ids, by=as_actor(visit.person, "page")))
    return _draw(visit, [*ids], chosen, errors)


@page(pages, BATCH, allow=AGENTS)
def show_report(visit: Visit, batch_id: str) -> Response:
    """Show how far a batch is, and line by line what became of its dossiers."""
    from chalicelib.desk.ask_batch import load_report
    from chalicelib.desk.views import view_report
    from chalicelib.desk.words import ACTS

    report = load_report(batch_id, by=visit.person)
    number = visit.query.get("page", "")
    known = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    shown = view_report(report, int(number) if known else 1, as_actor(visit.person, "page"))
    return visit.show("desk/report.html", title=translate(ACTS[report.batch.act]), shown=shown)


@page(pages, BATCH + "/relance", method="POST", allow=AGENTS)
def begin_again(visit: Visit, batch_id: str) -> Response:
    """Have the rest of a batch done whose message was lost."""
    from chalicelib.desk.ask_batch import load_report, start_batch

    report = load_report(batch_id, by=visit.person)
    if not report.is_done:
        start_batch(batch_id, len(report.lines))
    return visit.go(f"/lots/{batch_id}")


def _read_act(text: str) -> Act:
    return Act(text) if text in set(Act) else Act.TAKE


def _told(refusal: InvalidFields) -> dict[str, str]:
    return {one.field: translate(one.message, **one.values) for one in refusal.problems}


def _draw(visit: Visit, ids: list[str], chosen: object, errors: dict[str, str]) -> Response:
    from chalicelib.accounts.staff import list_agents
    from chalicelib.aws.ids import new_token
    from chalicelib.desk.choose import Chosen, name_lines
    from chalicelib.desk.hand_over import LONGEST_NOTE
    from chalicelib.desk.model import AT_ONCE, IN_A_CHUNK, MOST_CHOSEN
    from chalicelib.desk.words import ACTS, WILL
    from chalicelib.dossiers.queue_page import address

    act, typed = _read_act(visit.form.text("acte")), visit.form.as_mapping()
    hands_over = act is Act.HAND_OVER
    named = name_lines(chosen.lines, IN_A_CHUNK) if isinstance(chosen, Chosen) else []
    return visit.show(
        "desk/confirm.html",
        status=422 if errors else 200,
        act=act,
        title=translate(ACTS[act]),
        will=translate(WILL[act]),
        ids=ids,
        named=named,
        is_cut=isinstance(chosen, Chosen) and chosen.is_cut,
        most=MOST_CHOSEN,
        is_job=len(ids) > AT_ONCE,
        agents=[(one.user_id, one.name) for one in list_agents() if one.left_at is None]
        if hands_over
        else [],
        hands_over=hands_over,
        longest=LONGEST_NOTE,
        typed=typed,
        errors=errors,
        key=typed.get("key") or new_token(),
        back_url=address({"file": typed.get("file", "")}),
    )
