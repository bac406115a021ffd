"""The mail that answers a question of somebody without an account: who gets it, what it says."""

from datetime import datetime

from chalicelib.accounts.asks import Ask
from chalicelib.aws.table import Table
from chalicelib.contact.find_reply import find_reply
from chalicelib.notices.account_mail import AccountFacts
from chalicelib.notices.model import Addressee, Notice, NoticeKind, queue_notice
from chalicelib.rows.visitors import ASKER_OF
from chalicelib.settings import load_settings


def owe_reply(ask: Ask, now: datetime) -> Notice:
    """Owe the one mail of an answer; its notice stands beside the question, and fades with it."""
    contact_id = ASKER_OF.id_in(ask.account_pk)
    return queue_notice(
        ask.ask_id,
        contact_id,
        NoticeKind.CONTACT_REPLY,
        Addressee.ASKER,
        now=now,
        caused_at=ask.asked_at,
    )


def gather_reply_facts(notice: Notice, *, table: Table) -> AccountFacts | None:
    """Gather what the mail says; None when the question is gone."""
    question = find_reply(table, notice.dossier_id)
    if question is None:
        return None
    facts: dict[str, object] = {
        "name": question.name,
        "words": question.words,
        "answer": question.answer,
        "caused_at": question.asked_at,
        "portal_url": load_settings().portal_url.rstrip("/"),
        "reference": "",
    }
    return AccountFacts(question.email, facts, question.language)
