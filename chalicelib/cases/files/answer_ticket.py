"""Give a page's script a ticket for one picked file, or the sentence that says why not."""

import json
from typing import Protocol

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.cases.files.ticket import Ticket
from chalicelib.policy.actors import Actor
from chalicelib.refusals import Refusal
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate


class Opening(Protocol):
    """What opens a ticket in the slot that a page is about."""

    def __call__(self, *, file_name: str, size_bytes: int, by: Actor, resumes: bool) -> Ticket:
        """Open it, or refuse."""


def answer_ticket(visit: Visit, open_one: Opening) -> Response:
    """Answer the script with the form's address and fields; a refusal with its sentence."""
    size = visit.form.text("size_bytes")
    try:
        ticket = open_one(
            file_name=visit.form.text("file_name"),
            size_bytes=int(size) if size.isdecimal() and len(size) < 15 else 0,
            by=as_actor(visit.person, "page"),
            resumes=True,
        )
    except Refusal as refusal:
        told = {"message": translate(refusal.message, **refusal.values)}
        return visit.answer(json.dumps(told), refusal.status, endpoint_headers())
    form = {
        "id": ticket.document_id,
        "url": ticket.post.url,
        "fields": dict(ticket.post.fields),
        "resumed": ticket.is_resumed,
    }
    return visit.answer(json.dumps(form), 201, endpoint_headers())
