"""Where questions are asked, and where agents answer them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.refusals import TooManyMails
from chalicelib.cases.load import load_any
from chalicelib.cases.model import CaseLike
from chalicelib.policy.audiences import AGENTS, CLIENTS
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.contact.model import Question

pages = Blueprint(__name__)

OWN = "/dossiers/{dossier_id}/questions"
ONE = "/demandes/{owner}/{contact_id}"
LONGEST_KEY = 100


def list_dossier_questions(dossier: CaseLike) -> tuple["Question", ...]:
    """List a dossier's questions, newest first: no call."""
    from chalicelib.contact.store import list_asked

    return list_asked(dossier)


provide("list_dossier_questions", list_dossier_questions)


@page(pages, "/contact", allow="public")
def show_contact(visit: Visit) -> Response:
    """Show the public form; a client is shown the way to their dossiers."""
    return _draw_form(visit)


@page(pages, "/contact", method="POST", allow="public")
def ask_us(visit: Visit) -> Response:
    """Take a question of somebody without an account."""
    from chalicelib.contact.ask_question import ask_from_outside

    form = visit.form
    try:
        ask_from_outside(
            form.text("words"),
            name=form.text("name"),
            email=form.text("email"),
            reference=form.text("reference"),
            key=form.text("key")[:LONGEST_KEY],
            source_address=visit.source_address,
        )
    except InvalidFields as refusal:
        return _draw_form(visit, errors=_told(refusal))
    except TooManyMails as refusal:
        return _draw_form(visit, errors={"email": translate(refusal.message, **refusal.values)})
    return visit.show("contact/sent.html")


@page(pages, OWN, allow=CLIENTS)
def show_own_questions(visit: Visit, dossier_id: str) -> Response:
    """Show what a client asked on their dossier, with the answers."""
    return _draw_own(visit, load_any(dossier_id, seen_by=as_actor(visit.person, "page")))


@page(pages, OWN, method="POST", allow=CLIENTS)
def ask_on_own(visit: Visit, dossier_id: str) -> Response:
    """Ask something on one's own dossier."""
    from chalicelib.contact.ask_question import ask_on_dossier

    actor, form = as_actor(visit.person, "page"), visit.form
    try:
        ask_on_dossier(dossier_id, form.text("words"), key=form.text("key")[:LONGEST_KEY], by=actor)
    except InvalidFields as refusal:
        dossier = load_any(dossier_id, seen_by=actor)
        return _draw_own(visit, dossier, errors=_told(refusal))
    done = _("Votre question est chez nous. La réponse viendra ici, et un mail vous préviendra.")
    return visit.go(f"/dossiers/{dossier_id}/questions", flash=done)


@page(pages, "/demandes", allow=AGENTS)
def show_questions(visit: Visit) -> Response:
    """Show the questions that wait for an answer, longest first."""
    from chalicelib.contact.answer_question import list_questions

    start = visit.query.get("debut")
    found, following = list_questions(by=as_actor(visit.person, "page"), start=start)
    return visit.show(
        "contact/list.html",
        questions=found,
        previous_url="/demandes" if start else "",
        next_url=f"/demandes?debut={following}" if following else "",
    )


@page(pages, ONE, allow=AGENTS)
def show_question(visit: Visit, owner: str, contact_id: str) -> Response:
    """Show one question, with its answer or the form for it."""
    return _draw_one(visit, owner, contact_id)


@page(pages, ONE + "/prise", method="POST", allow=AGENTS)
def take(visit: Visit, owner: str, contact_id: str) -> Response:
    """Look after a question oneself."""
    from chalicelib.contact.answer_question import take_question

    actor = as_actor(visit.person, "page")
    take_question(owner, contact_id, by=actor, name=visit.person.name)
    return visit.go(f"/demandes/{owner}/{contact_id}", flash=_("La question est à vous."))


@page(pages, ONE, method="POST", allow=AGENTS)
def answer(visit: Visit, owner: str, contact_id: str) -> Response:
    """Answer a question."""
    from chalicelib.contact.answer_question import answer_question

    try:
        actor = as_actor(visit.person, "page")
        answer_question(owner, contact_id, visit.form.text("answer"), by=actor)
    except InvalidFields as refusal:
        return _draw_one(visit, owner, contact_id, errors=_told(refusal))
    return visit.go("/demandes", flash=_("La réponse est partie."))


def _told(refusal: InvalidFields) -> Mapping[str, str]:
    return {one.field: translate(one.message, **one.values) for one in refusal.problems}


def _key(visit: Visit, errors: Mapping[str, str] | None) -> str:
    """The key of a form: the same when it is shown again, so that it asks once."""
    from chalicelib.aws.ids import new_id

    return visit.form.text("key")[:LONGEST_KEY] if errors else new_id("ask")


def _led_here(visit: Visit) -> dict[str, str]:
    """What a link of ours fills in beforehand: the number of the dossier that it was on."""
    return {"reference": visit.query.get("dossier", "")[:LONGEST_KEY]}


def _draw_form(visit: Visit, *, errors: Mapping[str, str] | None = None) -> Response:
    from chalicelib.contact.model import LONGEST_WORDS

    person = visit.visitor
    return visit.show(
        "contact/form.html",
        status=422 if errors else 200,
        most=LONGEST_WORDS,
        key=_key(visit, errors),
        is_client=person is not None and can(person, Connection.ASK_QUESTION),
        errors=errors or {},
        typed=visit.form.as_mapping() if errors else _led_here(visit),
    )


def _draw_own(
    visit: Visit, dossier: CaseLike, *, errors: Mapping[str, str] | None = None
) -> Response:
    from chalicelib.contact.ask_question import may_ask
    from chalicelib.contact.model import LONGEST_WORDS
    from chalicelib.contact.store import list_asked

    return visit.show(
        "contact/own.html",
        status=422 if errors else 200,
        head=dossier.head,
        questions=[
            one for one in list_asked(dossier) if one.asked_by in {"", visit.person.user_id}
        ],
        may_ask=may_ask(dossier),
        most=LONGEST_WORDS,
        key=_key(visit, errors),
        words=visit.form.text("words") if errors else "",
        errors=errors or {},
    )


def _draw_one(
    visit: Visit, owner: str, contact_id: str, *, errors: Mapping[str, str] | None = None
) -> Response:
    from chalicelib.contact.answer_question import load_question
    from chalicelib.contact.model import LONGEST_WORDS

    return visit.show(
        "contact/one.html",
        status=422 if errors else 200,
        question=load_question(owner, contact_id, by=as_actor(visit.person, "page")),
        most=LONGEST_WORDS,
        typed=visit.form.text("answer") if errors else "",
        errors=errors or {},
    )
