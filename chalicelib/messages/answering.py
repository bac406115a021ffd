"""What programs are answered about the messages of a case, whatever address they come by."""

from typing import TYPE_CHECKING, Final

from chalicelib.accounts.acting import as_actor
from chalicelib.messages.list_messages import list_messages
from chalicelib.messages.views import view_messages
from chalicelib.web.call import Call, Reply

if TYPE_CHECKING:
    from chalicelib.messages.forms import NewMessage, Reading

FORMS: Final = "chalicelib.messages.forms"


def answer_page(call: Call, case_id: str, start: str | None = None) -> object:
    """Answer a page of a case's messages."""
    return view_messages(list_messages(case_id, by=as_actor(call.person, "api"), start=start))


def answer_posting(call: Call, case_id: str) -> Reply:
    """Write the message of a call, once for its key, and answer the newest page."""
    from chalicelib.messages.post_message import post_message

    wanted: NewMessage = call.body
    post_message(
        case_id,
        wanted.words,
        key=call.idempotency_key,
        seen=wanted.seen,
        files=wanted.files,
        by=as_actor(call.person, "api"),
    )
    return Reply(answer_page(call, case_id), 201)


def answer_reading(call: Call, case_id: str) -> object:
    """Note that the caller's side has read its messages up to one, and answer the newest page."""
    from chalicelib.messages.mark_read import mark_read

    wanted: Reading = call.body
    mark_read(case_id, wanted.up_to, by=as_actor(call.person, "api"))
    return answer_page(call, case_id)
