"""The messages' page: read, write, mark as read; and what it lends to the dossier's own page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person
from chalicelib.cases.thread import Thread, read_thread
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.sides import AGENTS, INSTALLER
from chalicelib.dossiers.statuses import Status
from chalicelib.logs.invocation import note
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import InvalidFields, Refusal
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from chalicelib.messages.list_messages import MessagePage

pages = Blueprint(__name__)

MESSAGES = "/dossiers/{dossier_id}/messages"
LONGEST_NUMBER = 10
REMOVE = "retirer:"
"""How the button that takes a file out of a message says which."""


def tell_thread(dossier: Dossier, reader: Person) -> tuple[Thread, int]:
    """Give a dossier's thread and how many of its messages this side has not read: no call."""
    side = AGENTS if can(reader, Connection.WRITE_FOR_US) else INSTALLER
    thread = read_thread(dossier)
    return thread, len(thread.unread_by(side))


provide("tell_thread", tell_thread)


@page(pages, MESSAGES, allow=PROFESSIONALS)
def show_messages(visit: Visit, dossier_id: str) -> Response:
    """Show a page of messages, newest first, and the words left before; looking reads nothing."""
    from chalicelib.messages.leave_words import find_left_words
    from chalicelib.messages.list_messages import list_messages

    actor = as_actor(visit.person, "page")
    found = list_messages(dossier_id, by=actor, start=visit.query.get("debut"))
    if found.case.head.status is Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    return _draw(visit, found, words=find_left_words(dossier_id, by=actor))


@page(pages, MESSAGES, method="POST", allow=PROFESSIONALS)
def post(visit: Visit, dossier_id: str) -> Response:
    """Write a message, or go and fetch a file for it: no word that was typed is lost either way."""
    from chalicelib.messages.list_messages import list_messages

    action = visit.form.text("action")
    try:
        if action:
            return _leave(visit, dossier_id, action)
        return _post(visit, dossier_id)
    except InvalidFields as refusal:
        note(code=refusal.code)
        errors = {one.field: translate(one.message, **one.values) for one in refusal.problems}
        status = 422
    except Refusal as refusal:
        if refusal.status in {403, 404} or not visit.form.text("words"):
            raise
        note(code=refusal.code)
        errors = {"words": translate(refusal.message, **refusal.values)}
        status = refusal.status
    found = list_messages(dossier_id, by=as_actor(visit.person, "page"))
    return _draw(visit, found, words=visit.form.text("words"), errors=errors, status=status)


def _post(visit: Visit, dossier_id: str) -> Response:
    from chalicelib.aws.ids import fingerprint
    from chalicelib.messages.post_message import post_message

    form = visit.form
    words, files, key = form.text("words"), form.list_texts("files"), form.text("key")[:100]
    post_message(
        dossier_id,
        words,
        # Going back and changing the words writes another message; a double click does not.
        key=f"{key}/{fingerprint(words)}",
        seen=_number(form.text("seen")),
        files=files,
        by=as_actor(visit.person, "page"),
    )
    return visit.go(f"/dossiers/{dossier_id}/messages", flash=_("Votre message est envoyé."))


def _leave(visit: Visit, dossier_id: str, action: str) -> Response:
    """Keep the words, then do what the button says: deposit, take a file out, or look again."""
    from chalicelib.connection_messages.take_file_out import take_file_out
    from chalicelib.messages.leave_words import leave_words
    from chalicelib.reference.attached_slots import MESSAGE_FILE

    here = f"/dossiers/{dossier_id}/messages#fichiers"
    actor = as_actor(visit.person, "page")
    leave_words(dossier_id, visit.form.text("words"), by=actor)
    if action == "joindre":
        return visit.go(f"/dossiers/{dossier_id}/pieces/{MESSAGE_FILE.code}/depot")
    if action.startswith(REMOVE):
        take_file_out(dossier_id, action.removeprefix(REMOVE), by=actor)
        return visit.go(here, flash=_("Le fichier est retiré."))
    return visit.go(here)


@page(pages, MESSAGES + "/lus", method="POST", allow=PROFESSIONALS)
def mark(visit: Visit, dossier_id: str) -> Response:
    """Note that one's side has read its messages up to the one that was shown."""
    from chalicelib.messages.mark_read import mark_read

    up_to = _number(visit.form.text("seen"))
    mark_read(dossier_id, up_to, by=as_actor(visit.person, "page"))
    return visit.go(f"/dossiers/{dossier_id}/messages", flash=_("Messages marqués comme lus."))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _draw(
    visit: Visit,
    found: "MessagePage",
    *,
    words: str = "",
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    from chalicelib.aws.ids import new_id
    from chalicelib.dossiers.attached import takes_attached
    from chalicelib.messages.model import LONGEST_WORDS
    from chalicelib.messages.views import last_shown, show_messages
    from chalicelib.reference.attached_slots import MESSAGE_FILE

    start, dossier = visit.query.get("debut"), found.case
    here = f"/dossiers/{dossier.head.dossier_id}/messages"
    return visit.show(
        "messages/messages.html",
        status=status,
        head=dossier.head,
        dossier=dossier,
        messages=show_messages(found, visit.person.user_id),
        unread=len(found.thread.unread_by(found.side)),
        seen=last_shown(found),
        may_write=takes_attached(dossier),
        most=LONGEST_WORDS,
        words=words,
        key=visit.form.text("key")[:100] if errors else new_id("msg"),
        errors=errors or {},
        slot_code=MESSAGE_FILE.code,
        slots_at=here,
        previous_url=here if start else "",
        next_url=f"{here}?{urlencode({'debut': found.next})}" if found.next else "",
    )
