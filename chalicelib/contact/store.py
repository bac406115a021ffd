"""How questions are kept: below their dossier, or by themselves; open ones in the agents' queue."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Put, Update
from chalicelib.aws.table import Table
from chalicelib.contact.model import Question, QuestionState
from chalicelib.dossiers.model import Dossier
from chalicelib.rows.beside import QUESTION
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import QUESTIONS
from chalicelib.rows.model import Row
from chalicelib.rows.visitors import ASKER_OF, ASKERS_QUESTION

PAGE = 25


def _row_of(owner: str) -> Row:
    """Give the kind of a question's row: a client's, below their dossier, or somebody else's."""
    return ASKERS_QUESTION if ASKER_OF.matches(ASKER_OF.pk(owner)) else QUESTION


def put_question(question: Question, *, absent: bool = False) -> Put:
    """Write the operation that keeps a question; an open one stands in the agents' queue."""
    row: Item = msgspec.to_builtins(question)
    kind = _row_of(question.owner)
    row |= kind.columns(question.owner, question.contact_id)
    if kind.life:
        row["expires_s"] = kind.expires_s(question.asked_at)
    if question.state is QuestionState.OPEN:
        row |= QUESTIONS.entry(at=stamp(question.asked_at))
    return Put(row, absent=absent)


def put_answer(question: Question) -> Put:
    """Write the operation that keeps an answered question, unless it was answered before."""
    put = put_question(question)
    return Put(put.item, expect={"state": str(QuestionState.OPEN)})


def put_taker(question: Question, taken_by: str, taken_name: str) -> Update:
    """Write the operation that says who takes a question that is open still."""
    return Update(
        *_row_of(question.owner).key(question.owner, question.contact_id),
        set={"taken_by": taken_by, "taken_name": taken_name},
        expect={"state": str(QuestionState.OPEN)},
    )


def find_question(table: Table, owner: str, contact_id: str) -> Question | None:
    """Find a question, strongly read."""
    item = table.get(*_row_of(owner).key(owner, contact_id), consistent=True)
    return question_from_item(item) if item else None


def question_from_item(item: Mapping[str, Any]) -> Question:
    """Read a question back, from its row or from the work index."""
    return msgspec.convert(dict(item), Question)


def list_asked(dossier: Dossier) -> tuple[Question, ...]:
    """List the questions of a dossier that was loaded whole, newest first."""
    rows = QUESTION.among(dossier.rows)
    return tuple(sorted(map(question_from_item, rows), key=lambda one: one.asked_at, reverse=True))


def list_open(table: Table, start: str | None) -> tuple[tuple[Question, ...], str | None]:
    """List a page of the questions without an answer, longest wait first, and the next cursor."""
    page = table.query(QUESTIONS.pk(), index="work", limit=PAGE, start=start)
    return tuple(map(question_from_item, page.items)), page.next
