"""Ask our teams something: a client on their dossier, or anybody by the public form."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.accounts.mail_limits import Cause, limit_mail, refuse_too_many
from chalicelib.accounts.questions import spend_question
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.change import change_cases, create_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainHead, begin_plain
from chalicelib.cases.registry import kind_of
from chalicelib.contact.kind import OUTSIDE, QUESTION, Asked, question_of
from chalicelib.contact.model import (
    ID_PREFIX,
    MOST_ASKED,
    MOST_OPEN,
    Question,
    QuestionsClosed,
    QuestionState,
    TooManyQuestions,
    require_all,
    require_words,
)
from chalicelib.contact.store import list_asked, put_copy
from chalicelib.policy.actors import Actor, platform
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.rows import beside
from chalicelib.rows.visitors import ASKERS_QUESTION
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
) -> Any:
    """Ask something on one's own dossier, and give it as it is after; the same key asks once.

    Only the client may (NotAllowed). Raises NotFound, InvalidFields, TooManyQuestions,
    QuestionsClosed. The question, its copy and both events are one transaction.
    """
    require(by, Connection.ASK_QUESTION)
    said = require_words(words)
    contact_id = _id_of(f"{dossier_id}/{by.person_id}/{key}/{said}")
    asked = Asked(real or real_now(), said, about=dossier_id, language=language_now())

    def decide(cases: Mapping[str, Any], now: datetime) -> Mapping[str, CaseChange] | None:
        dossier = cases[dossier_id]
        if beside.QUESTION.sk(contact_id) in dossier.rows:
            return None
        if not may_ask(dossier):
            raise QuestionsClosed
        waiting = [one for one in list_asked(dossier) if one.state is QuestionState.OPEN]
        if len(waiting) >= MOST_OPEN:
            raise TooManyQuestions(most=MOST_OPEN)
        head = _head(contact_id, asked, by, now)
        copy = put_copy(question_of(head))
        return {
            dossier_id: CaseChange("question_asked", dossier.head, also=(copy,)),
            contact_id: CaseChange("question_asked", head),
        }

    return change_cases((dossier_id,), decide, by=by, table=table, now=now)[dossier_id]


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

    Raises InvalidFields, SourceSlowed for a source address that asks too often, and TooManyMails
    for a mail address that many questions came from.
    """
    table, now = table or open_table(), real or real_now()
    said, (name, email, reference) = require_all(words, name, email, reference)
    spend_question(table, source_address, now, PURPOSE, most=MOST_ASKED)
    contact_id = _id_of(f"{email}/{key}/{said}")
    asked = Asked(now, said, name=name, email=email, reference=reference, language=language_now())
    by = platform("page")
    head = _head(contact_id, asked, by, business_now())
    limits = limit_mail(Cause.QUESTION, target=email, now=now)
    change = CaseChange("question_asked", head, also=tuple(limits.rows))
    try:
        create_case(QUESTION, change, by=by, table=table)
    except ConditionFailed:
        if table.get(*ASKERS_QUESTION.key(contact_id), consistent=True) is None:
            refuse_too_many(limits, table)
            raise
        log.info("question asked twice", extra={"case_id": contact_id})
    return question_of(head)


def may_ask(case: Any) -> bool:
    """Say whether questions may be asked about a case now, as its kind says."""
    takes = kind_of(case.head.case_id).takes_questions
    return takes is not None and takes(case)


def _head(contact_id: str, asked: Asked, by: Actor, now: datetime) -> PlainHead[Asked]:
    return begin_plain(
        contact_id,
        asked,
        owner_id=asked.about or OUTSIDE,
        by=by.person_id,
        status=QUESTION.statuses.first,
        now=now,
    )


def _id_of(mark: str) -> str:
    return f"{ID_PREFIX}{fingerprint(mark)[:ID_LETTERS]}"
