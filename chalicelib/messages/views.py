"""What people and programs read of messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.files.transitions import find_file
from chalicelib.cases.registry import kind_of
from chalicelib.messages.list_messages import MessagePage
from chalicelib.messages.of_kind import threads_of
from chalicelib.verdicts.words import explain
from chalicelib.words.translation import _, translate


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as its page shows it."""

    number: int
    who: str
    at: datetime
    words: str
    is_unread: bool
    files: tuple[str, ...]


def show_messages(page: MessagePage, reader_id: str) -> list[ShownMessage]:
    """Show a page of messages to one of its readers."""
    unread = set(page.thread.unread_by(page.side))
    threads = threads_of(kind_of(page.case.head.case_id))
    return [
        ShownMessage(
            one.number,
            translate(_("Vous"))
            if one.author_id == reader_id
            else translate(threads.label_of(one.side)),
            one.at,
            one.words,
            one.number in unread,
            one.files,
        )
        for one in page.messages
    ]


def last_shown(page: MessagePage) -> int:
    """Give the number of the newest message of a page; 0 when it has none."""
    return page.messages[0].number if page.messages else 0


def view_messages(page: MessagePage) -> Mapping[str, object]:
    """A page of messages for the API."""
    unread = page.thread.unread_by(page.side)
    return {
        "messages": [
            {
                "number": one.number,
                "side": one.side,
                "at": one.at,
                "words": one.words,
                "unread": one.number in unread,
                "files": _view_files(page.case, one.files),
            }
            for one in page.messages
        ],
        "unread": len(unread),
        "count": page.thread.count,
        "next": page.next,
    }


def _view_files(case: Any, document_ids: tuple[str, ...]) -> list[Mapping[str, object]]:
    """The files of a message for the API: their state, never where their bytes stand."""
    if not document_ids:
        return []
    files = slots_of(kind_of(case.head.case_id)).files_of(case)
    found = (find_file(files, one) for one in document_ids)
    return [
        {
            "id": one.document_id,
            "state": str(one.state),
            "file_name": one.file_name,
            "size_bytes": one.size_bytes,
            "reasons": [translate(text, **values) for text, values in map(explain, one.reasons)],
        }
        for one in found
        if one is not None
    ]
