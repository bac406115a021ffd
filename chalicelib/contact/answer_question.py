"""Take a question, and answer it: the asker is written to once, and reads the answer."""

from dataclasses import replace
from datetime import datetime

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.contact.model import AlreadyAnswered, Question, QuestionState, require_words
from chalicelib.contact.store import (
    find_question,
    list_open,
    put_answer,
    put_taker,
    question_from_item,
)
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import InvalidCursor, NotFound
from chalicelib.rows.beside import QUESTION
from chalicelib.rows.visitors import ASKER_OF

LONGEST_ID = 100


def list_questions(
    *, by: Actor, start: str | None = None, table: Table | None = None
) -> tuple[tuple[Question, ...], str | None]:
    """List the questions that wait for an answer, longest first: one query. InvalidCursor."""
    _require_agent(by)
    try:
        return list_open(table or open_table(), start)
    except ValueError as error:
        raise InvalidCursor from error


def load_question(
    owner: str, contact_id: str, *, by: Actor, table: Table | None = None
) -> Question:
    """Load a question for an agent; NotFound when there is none."""
    _require_agent(by)
    if max(len(owner), len(contact_id)) > LONGEST_ID:
        raise NotFound
    found = find_question(table or open_table(), owner, contact_id)
    if found is None:
        raise NotFound
    return found


def take_question(
    owner: str, contact_id: str, *, by: Actor, name: str, table: Table | None = None
) -> None:
    """Say that one looks after a question; taking it from a colleague is allowed, and seen."""
    table = table or open_table()
    question = load_question(owner, contact_id, by=by, table=table)
    try:
        table.write(put_taker(question, by.person_id, name))
    except ConditionFailed as failed:
        raise AlreadyAnswered from failed


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

    The answer, its event or its ask, and so the one mail, are one transaction.
    """
    table, said = table or open_table(), require_words(answer, "answer")
    question = load_question(owner, contact_id, by=by, table=table)
    if question.state is QuestionState.ANSWERED:
        if question.answer == said:
            return
        raise AlreadyAnswered
    at = real or real_now()
    if question.has_dossier:
        _answer_on_dossier(question, said, by, at, table, now)
    else:
        _answer_outside(question, said, by, at, table)


def _answered(question: Question, said: str, by: Actor, at: datetime) -> Question:
    state = QuestionState.ANSWERED
    return replace(question, state=state, answer=said, answered_by=by.person_id, answered_at=at)


def _answer_on_dossier(
    question: Question, said: str, by: Actor, at: datetime, table: Table, now: datetime | None
) -> None:
    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        row = dossier.rows.get(QUESTION.sk(question.contact_id))
        if row is None:
            raise NotFound
        known = question_from_item(row)
        if known.state is QuestionState.ANSWERED:
            raise AlreadyAnswered
        put = put_answer(_answered(known, said, by, at))
        return Change(EventKind.QUESTION_ANSWERED, dossier.head, also=(put,))

    change_dossier(question.owner, decide, by=by, table=table, now=now)


def _answer_outside(question: Question, said: str, by: Actor, at: datetime, table: Table) -> None:
    put = put_answer(_answered(question, said, by, at))
    ask_id = f"answer-{question.contact_id}"
    ask = ask_row(ASKER_OF.pk(question.owner), AskKind.CONTACT_REPLY, at, ask_id=ask_id)
    try:
        table.transact([put, ask])
    except ConditionFailed as failed:
        raise AlreadyAnswered from failed


def _require_agent(by: Actor) -> None:
    require(by, Connection.ANSWER_QUESTION)
