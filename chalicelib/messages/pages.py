"""The messages' page: read, write, mark as read; and what it lends to the dossier's own page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.accounts.model import Role
from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.thread import Side, Thread, read_thread
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.web.words import _, tell

if TYPE_CHECKING:
    from chalicelib.messages.list_messages import MessagePage

pages = Blueprint(__name__)

MESSAGES = "/dossiers/{dossier_id}/messages"
LONGEST_NUMBER = 10


def tell_thread(dossier: Dossier, role: Role) -> tuple[Thread, int]:
    """Give a dossier's thread and how many of its messages this side has not read: no call."""
    side = Side.AGENTS if role is Role.AGENT else Side.INSTALLER
    thread = read_thread(dossier)
    return thread, len(thread.unread_by(side))


provide("tell_thread", tell_thread)


@page(pages, MESSAGES, allow=("installer", "agent"))
def show_messages(visit: Visit, dossier_id: str) -> Response:
    """Show a page of messages, newest first; looking marks nothing as read."""
    from chalicelib.messages.list_messages import list_messages

    actor = as_actor(visit.person, "page")
    found = list_messages(dossier_id, by=actor, start=visit.query.get("debut"))
    if found.dossier.head.status is Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    return _draw(visit, found)


@page(pages, MESSAGES, method="POST", allow=("installer", "agent"))
def post(visit: Visit, dossier_id: str) -> Response:
    """Write a message; what was wrongly typed is shown again with what to do."""
    from chalicelib.aws.ids import fingerprint
    from chalicelib.messages.list_messages import list_messages
    from chalicelib.messages.post_message import post_message

    actor, words = as_actor(visit.person, "page"), visit.form.text("words")
    key, seen = visit.form.text("key")[:100], _number(visit.form.text("seen"))
    try:
        # Going back and changing the words writes another message; a double click does not.
        post_message(dossier_id, words, key=f"{key}/{fingerprint(words)}", seen=seen, by=actor)
    except InvalidFields as refusal:
        errors = {one.field: tell(one.message, **one.values) for one in refusal.problems}
        found = list_messages(dossier_id, by=actor)
        return _draw(visit, found, words=words, errors=errors)
    return visit.go(f"/dossiers/{dossier_id}/messages", flash=_("Votre message est envoyé."))


@page(pages, MESSAGES + "/lus", method="POST", allow=("installer", "agent"))
def mark(visit: Visit, dossier_id: str) -> Response:
    """Note that one's side has read its messages up to the one that was shown."""
    from chalicelib.messages.mark_read import mark_read

    up_to = _number(visit.form.text("seen"))
    mark_read(dossier_id, up_to, by=as_actor(visit.person, "page"))
    return visit.go(f"/dossiers/{dossier_id}/messages", flash=_("Messages marqués comme lus."))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _draw(
    visit: Visit, found: "MessagePage", *, words: str = "", errors: Mapping[str, str] | None = None
) -> Response:
    from chalicelib.aws.ids import new_id
    from chalicelib.messages.model import LONGEST_WORDS, may_write
    from chalicelib.messages.views import last_shown, show_messages

    start, head = visit.query.get("debut"), found.dossier.head
    here = f"/dossiers/{head.dossier_id}/messages"
    return visit.show(
        "messages/messages.html",
        status=422 if errors else 200,
        head=head,
        messages=show_messages(found, visit.person.user_id),
        unread=len(found.thread.unread_by(found.side)),
        seen=last_shown(found),
        may_write=may_write(found.dossier),
        most=LONGEST_WORDS,
        words=words,
        key=visit.form.text("key")[:100] if errors else new_id("msg"),
        errors=errors or {},
        previous_url=here if start else "",
        next_url=f"{here}?{urlencode({'debut': found.next})}" if found.next else "",
    )
