"""Ask our teams something: a client on their dossier, or anybody by the public form."""

import logging
from datetime import datetime

from chalicelib.accounts.questions import spend_question
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.contact.model import (
    ID_PREFIX,
    MOST_ASKED,
    MOST_OPEN,
    Question,
    QuestionsClosed,
    QuestionState,
    TooManyQuestions,
    may_ask,
    require_all,
    require_words,
)
from chalicelib.contact.store import list_asked, put_question
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.rows.beside import QUESTION
from chalicelib.words.translation import language_now

log = logging.getLogger(__name__)

PURPOSE = "contact"
ID_LETTERS = 32


def ask_on_dossier(
    dossier_id: str,
    words: str,
    *,
    key: str,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Ask something on one's own dossier; the same key with the same words asks once.

    Only the client may (NotAllowed). Raises NotFound, InvalidFields, TooManyQuestions,
    QuestionsClosed.
    """
    require(by, Connection.ASK_QUESTION)
    said = require_words(words)
    contact_id = _id_of(f"{dossier_id}/{by.person_id}/{key}/{said}")
    question = Question(contact_id, dossier_id, real or real_now(), said, language=language_now())

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        if QUESTION.sk(contact_id) in dossier.rows:
            return None
        if not may_ask(dossier):
            raise QuestionsClosed
        waiting = [one for one in list_asked(dossier) if one.state is QuestionState.OPEN]
        if len(waiting) >= MOST_OPEN:
            raise TooManyQuestions(most=MOST_OPEN)
        row = put_question(question, absent=True)
        return Change(EventKind.QUESTION_ASKED, dossier.head, also=(row,))

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def ask_from_outside(
    words: str,
    *,
    name: str,
    email: str,
    reference: str,
    key: str,
    source_address: str,
    table: Table | None = None,
    real: datetime | None = None,
) -> Question:
    """Ask something without an account; the same key with the same words asks once.

    Raises InvalidFields, and SourceSlowed for a source address that asks too often.
    """
    table, now = table or open_table(), real or real_now()
    said, (name, email, reference) = require_all(words, name, email, reference)
    spend_question(table, source_address, now, PURPOSE, most=MOST_ASKED)
    contact_id = _id_of(f"{email}/{key}/{said}")
    question = Question(
        contact_id,
        contact_id,
        now,
        said,
        name=name,
        email=email,
        reference=reference,
        language=language_now(),
    )
    try:
        table.write(put_question(question, absent=True))
    except ConditionFailed:
        log.info("question asked twice", extra={"contact_id": contact_id})
    return question


def _id_of(mark: str) -> str:
    return f"{ID_PREFIX}{fingerprint(mark)[:ID_LETTERS]}"
