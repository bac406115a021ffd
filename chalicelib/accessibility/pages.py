"""The accessibility statement, the form that reports a barrier, and its answer."""

from chalice.app import Blueprint, Response

from chalicelib.accessibility.model import DATED_ON, LIFE, LONGEST_PAGE, LONGEST_WORDS
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import InvalidFields, Refusal
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, language_now, translate

pages = Blueprint(__name__)

STATEMENT = "/accessibilite"
REPORTS = f"{STATEMENT}/signalements"
MARK = 12
"""How much of a report's fingerprint names its field, on a page that has a form for each."""


@page(pages, STATEMENT, allow="public")
def show_statement(visit: Visit) -> Response:
    """Say what was checked, what is known not to conform, and how to report a barrier."""
    from chalicelib.aws.ids import new_token

    typed = {"page": visit.query.get("page", "")[:LONGEST_PAGE], "words": "", "key": new_token()}
    return _draw_statement(visit, typed)


@page(pages, REPORTS, method="POST", allow="public")
def post_report(visit: Visit) -> Response:
    """Keep a report, and lead to the private page where its answer will stand."""
    from chalicelib.accessibility.model import read_report
    from chalicelib.accessibility.report_barrier import report_barrier

    form = visit.form
    try:
        secret = report_barrier(
            read_report(form.text("page"), form.text("words")),
            form.text("key"),
            language=language_now(),
            source_address=visit.source_address,
        )
    except Refusal as refusal:
        typed = {name: form.text(name) for name in ("page", "words", "key")}
        return _draw_statement(visit, typed, refusal)
    return visit.go(f"{REPORTS}/{secret}", flash=_("Merci : votre signalement est enregistré."))


@page(pages, f"{REPORTS}/{{report}}", allow="public")
def show_report(visit: Visit, report: str) -> Response:
    """Show a report to whoever made it, and the answer once there is one."""
    from chalicelib.accessibility.report_barrier import load_barrier

    return visit.show("accessibility/report.html", barrier=load_barrier(report))


@page(pages, REPORTS, allow=AGENTS)
def show_reports(visit: Visit) -> Response:
    """Show agents the reports that wait for an answer: one query."""
    return _draw_reports(visit)


@page(pages, f"{REPORTS}/{{report}}/reponse", method="POST", allow=AGENTS)
def post_answer(visit: Visit, report: str) -> Response:
    """Answer a report, which takes it off the list."""
    from chalicelib.accessibility.model import read_answer
    from chalicelib.accessibility.report_barrier import answer_barrier

    words = visit.form.text(f"words-{report[:MARK]}")
    try:
        answer_barrier(report, read_answer(words))
    except InvalidFields as invalid:
        return _draw_reports(visit, guilty=report, words=words, refusal=invalid)
    return visit.go(REPORTS, flash=_("La réponse est sur la page privée de la personne."))


def _draw_statement(
    visit: Visit, typed: dict[str, str], refusal: Refusal | None = None
) -> Response:
    return visit.show(
        "accessibility/statement.html",
        status=refusal.status if refusal else 200,
        typed=typed,
        errors=_tell_problems(refusal),
        dated_on=DATED_ON,
        days=LIFE.days,
        longest={"page": LONGEST_PAGE, "words": LONGEST_WORDS},
    )


def _draw_reports(
    visit: Visit, *, guilty: str = "", words: str = "", refusal: Refusal | None = None
) -> Response:
    from chalicelib.accessibility.report_barrier import list_barriers

    return visit.show(
        "accessibility/reports.html",
        status=refusal.status if refusal else 200,
        barriers=list_barriers(),
        guilty=guilty,
        words=words,
        errors=_tell_problems(refusal),
        longest=LONGEST_WORDS,
    )


def _tell_problems(refusal: Refusal | None) -> dict[str, str]:
    if refusal is None:
        return {}
    if isinstance(refusal, InvalidFields):
        return {one.field: translate(one.message, **one.values) for one in refusal.problems}
    return {"words": translate(refusal.message, **refusal.values)}
