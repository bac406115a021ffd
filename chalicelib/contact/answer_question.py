"""Take a question, and answer it: the asker is written to once, and reads the answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.change import change_case, change_cases
from chalicelib.cases.list_cases import list_waiting
from chalicelib.cases.load import load_head
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainHead
from chalicelib.contact.kind import OUTSIDE, QUESTION, WAITS, Asked, AskedCase, question_of
from chalicelib.contact.model import AlreadyAnswered, Question, QuestionState, require_words
from chalicelib.contact.store import put_copy
from chalicelib.policy.actors import Actor
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import NotFound


def list_questions(
    *, by: Actor, start: str | None = None, table: Table | None = None
) -> tuple[tuple[Question, ...], str | None]:
    """List the questions that wait for an answer, longest first: a query and a batch. InvalidCursor."""
    _require_agent(by)
    heads, following = list_waiting(QUESTION, WAITS, table=table or open_table(), start=start)
    return tuple(map(question_of, heads)), following


def load_question(
    owner: str, contact_id: str, *, by: Actor, table: Table | None = None
) -> Question:
    """Load a question for an agent; NotFound when there is none."""
    _require_agent(by)
    head = load_head(contact_id, seen_by=by, kind=QUESTION, table=table)
    question = question_of(head)
    if question.owner != owner:
        raise NotFound
    return question


def take_question(
    owner: str, contact_id: str, *, by: Actor, name: str, table: Table | None = None
) -> None:
    """Say that one looks after a question; taking it from a colleague is allowed, and seen."""
    load_question(owner, contact_id, by=by, table=table)

    def decide(case: AskedCase, _now: datetime) -> CaseChange:
        _require_open(case)
        head = _with(case.head, taken_by=by.person_id, taken_name=name)
        question = question_of(head)
        copy = (put_copy(question),) if question.has_dossier else ()
        return CaseChange("question_taken", head, also=copy)

    change_case(QUESTION, contact_id, decide, by=by, table=table)


def answer_question(
    owner: str,
    contact_id: str,
    answer: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> None:
    """Answer a question; the same answer twice is one, another one is refused (AlreadyAnswered).

    The answer, its copy, the events and so the one mail are one transaction.
    """
    said = require_words(answer, "answer")
    question = load_question(owner, contact_id, by=by, table=table)
    if question.state is QuestionState.ANSWERED and question.answer == said:
        return
    at = real or real_now()

    def decide(cases: Mapping[str, Any], _now: datetime) -> Mapping[str, CaseChange]:
        case = cases[contact_id]
        _require_open(case)
        head = _with(case.head, answer=said, answered_by=by.person_id, answered_at=at)
        head = replace(head, status=QUESTION.statuses.after(case.head.status, "answer"))
        if owner == contact_id:
            return {contact_id: CaseChange("question_answered", head, details={OUTSIDE: 1})}
        about = CaseChange(
            "question_answered", cases[owner].head, also=(put_copy(question_of(head)),)
        )
        return {contact_id: CaseChange("question_answered", head), owner: about}

    ids = (contact_id,) if owner == contact_id else (contact_id, owner)
    change_cases(ids, decide, by=by, table=table, now=now)


def _with(head: PlainHead[Asked], **told: Any) -> PlainHead[Asked]:
    return replace(head, data=replace(head.data, **told))


def _require_open(case: AskedCase) -> None:
    if QUESTION.statuses.is_over(case.head.status):
        raise AlreadyAnswered


def _require_agent(by: Actor) -> None:
    require(by, Connection.ANSWER_QUESTION)
