"""The copy of a client's question that stands with their dossier: one read brings it along."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Put
from chalicelib.cases.model import CaseLike
from chalicelib.contact.model import Question
from chalicelib.rows.beside import QUESTION


def put_copy(question: Question) -> Put:
    """Write the operation that keeps the copy of a question with its dossier."""
    row: Item = msgspec.to_builtins(question)
    return Put(row | QUESTION.columns(question.owner, question.contact_id))


def question_from_item(item: Mapping[str, Any]) -> Question:
    """Read a question back from its copy."""
    return msgspec.convert(dict(item), Question)


def list_asked(case: CaseLike) -> tuple[Question, ...]:
    """List the questions of a dossier that was loaded whole, newest first: no call."""
    rows = QUESTION.among(case.rows)
    return tuple(sorted(map(question_from_item, rows), key=lambda one: one.asked_at, reverse=True))
