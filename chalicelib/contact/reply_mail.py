"""The mail that answers a question of somebody without an account: who gets it, what it says."""

from datetime import datetime

from chalicelib.aws.table import Table
from chalicelib.contact.find_reply import find_reply
from chalicelib.notices.account_mail import AccountFacts
from chalicelib.notices.model import Notice
from chalicelib.settings import load_settings


def gather_reply_facts(notice: Notice, *, table: Table, now: datetime) -> AccountFacts | None:
    """Gather what the mail says; None when the question is gone. It says the same at any instant."""
    del now
    question = find_reply(table, notice.case_id)
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
