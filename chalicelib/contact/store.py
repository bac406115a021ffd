"""How questions are kept: below their dossier, or by themselves; open ones in the agents' queue."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Put, Update
from chalicelib.aws.table import Table
from chalicelib.contact.model import CONTACT_PREFIX, LIFE, Question, QuestionState
from chalicelib.dossiers.model import Dossier

WORK = "CONTACT"
PAGE = 25


def contact_pk(owner: str) -> str:
    """Give the partition of a question: its dossier's, or its own."""
    return f"D#{owner}"


def contact_sk(contact_id: str) -> str:
    """Give the sort key of a question."""
    return f"{CONTACT_PREFIX}{contact_id}"


def put_question(question: Question, *, absent: bool = False) -> Put:
    """Write the operation that keeps a question; an open one stands in the agents' queue."""
    row: Item = msgspec.to_builtins(question)
    row |= {"pk": contact_pk(question.owner), "sk": contact_sk(question.contact_id)}
    if not question.has_dossier:
        row["expires_s"] = int((question.asked_at + LIFE).timestamp())
    if question.state is QuestionState.OPEN:
        row |= {"wk": WORK, "wa": question.asked_at.isoformat(timespec="microseconds")}
    return Put(row, absent=absent)


def put_answer(question: Question) -> Put:
    """Write the operation that keeps an answered question, unless it was answered before."""
    put = put_question(question)
    return Put(put.item, expect={"state": str(QuestionState.OPEN)})


def put_taker(question: Question, taken_by: str, taken_name: str) -> Update:
    """Write the operation that says who takes a question that is open still."""
    return Update(
        contact_pk(question.owner),
        contact_sk(question.contact_id),
        set={"taken_by": taken_by, "taken_name": taken_name},
        expect={"state": str(QuestionState.OPEN)},
    )


def find_question(table: Table, owner: str, contact_id: str) -> Question | None:
    """Find a question, strongly read."""
    item = table.get(contact_pk(owner), contact_sk(contact_id), consistent=True)
    return question_from_item(item) if item else None


def question_from_item(item: Mapping[str, Any]) -> Question:
    """Read a question back, from its row or from the work index."""
    return msgspec.convert(dict(item), Question)


def list_asked(dossier: Dossier) -> tuple[Question, ...]:
    """List the questions of a dossier that was loaded whole, newest first."""
    rows = (row for sk, row in dossier.rows.items() if sk.startswith(CONTACT_PREFIX))
    return tuple(sorted(map(question_from_item, rows), key=lambda one: one.asked_at, reverse=True))


def list_open(table: Table, start: str | None) -> tuple[tuple[Question, ...], str | None]:
    """List a page of the questions without an answer, longest wait first, and the next cursor."""
    page = table.query(WORK, index="work", limit=PAGE, start=start)
    return tuple(map(question_from_item, page.items)), page.next
