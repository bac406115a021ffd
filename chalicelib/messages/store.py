"""How messages are kept: apart from their case, which keeps only who has some to read.

`MSG#<case>` / `M#<number>` is a message, `MSG#<case>` / `K#<mark>` the key of a posting,
`MSG#<case>` / `DRAFT#<person>` the words that somebody left to fetch a file.
"""

import msgspec

from chalicelib.aws.items import Delete, Item, Put
from chalicelib.aws.table import Table
from chalicelib.messages.model import Message
from chalicelib.rows.journal import LEFT_WORDS, MESSAGE, MESSAGES, POSTING

PAGE = 20


def put_message(case_id: str, message: Message) -> Put:
    """Write the operation that keeps a message, once."""
    row: Item = msgspec.to_builtins(message)
    row |= MESSAGE.columns(case_id, message.number)
    return Put(row, absent=True)


def put_key(case_id: str, mark: str, words_mark: str) -> Put:
    """Write the operation that takes the key of a posting, once."""
    return Put({**POSTING.columns(case_id, mark), "words": words_mark}, absent=True)


def find_key(table: Table, case_id: str, mark: str) -> str | None:
    """Find what a key was used for: the mark of the words that it posted."""
    item = table.get(*POSTING.key(case_id, mark), consistent=True)
    return str(item["words"]) if item else None


def list_rows(
    table: Table, case_id: str, start: str | None
) -> tuple[tuple[Message, ...], str | None]:
    """List a page of messages, newest first, strongly read, and the cursor of the next page."""
    page = table.query(
        MESSAGES.pk(case_id),
        prefix=MESSAGE.prefix,
        newest_first=True,
        limit=PAGE,
        start=start,
        consistent=True,
    )
    return tuple(msgspec.convert(item, Message) for item in page.items), page.next


def keep_words(table: Table, case_id: str, person_id: str, words: str) -> None:
    """Keep the words of a message that is not sent: the last ones that their writer left."""
    table.put({**LEFT_WORDS.columns(case_id, person_id), "words": words})


def forget_words(case_id: str, person_id: str) -> Delete:
    """Write the operation that forgets a person's words once they are sent."""
    return Delete(*LEFT_WORDS.key(case_id, person_id))


def find_words(table: Table, case_id: str, person_id: str) -> str:
    """Find the words that a person left on a case; none gives the empty text."""
    item = table.get(*LEFT_WORDS.key(case_id, person_id), consistent=True)
    return str(item["words"]) if item else ""
