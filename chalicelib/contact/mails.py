"""The one mail of a question: the answer, to somebody who has no dossier to read it in."""

from typing import Final

from chalicelib.contact.kind import OUTSIDE, AskedCase
from chalicelib.notices.mails import EventMail, Letter, Mails, Writing
from chalicelib.notices.model import Addressee, Notice
from chalicelib.settings import load_settings
from chalicelib.words.translation import _

REPLY: Final = "contact_reply"


def write_letter(_notice: Notice, case: AskedCase, _writing: Writing) -> Letter:
    """Write the answer of a question."""
    data = case.data
    facts: dict[str, object] = {
        "name": data.name,
        "words": data.words,
        "answer": data.answer,
        "caused_at": data.asked_at,
        "portal_url": load_settings().portal_url.rstrip("/"),
        "reference": "",
    }
    return Letter(data.email, facts, data.language)


MAILS = Mails(
    of_events={"question_answered": (EventMail(REPLY, Addressee.ASKER, only_with=OUTSIDE),)},
    write=write_letter,
    labels={REPLY: _("Réponse à une question")},
)
