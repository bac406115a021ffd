"""A question as a kind of case: who asks what, who takes it, and the answer.

A client's question names their dossier, where a copy of it stands that one read of the dossier brings
with it; both are written in one transaction. One of somebody without a dossier stands by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from chalicelib.cases.kind import Consumer, Kind, Later, Statuses
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase, PlainCodec, PlainHead
from chalicelib.cases.projections import project_reasons
from chalicelib.contact.model import Question, QuestionState
from chalicelib.policy.model import Action, Facts, Ground
from chalicelib.policy.roles import Role, Stand
from chalicelib.rows.visitors import ASKERS_QUESTION

NAME: Final = "question"
WAITS: Final = "open"
"""The one reason for which a question stands on the agents' list."""

OUTSIDE: Final = "outside"
"""Whose lists a question without a dossier stands on; and, in its event, that a mail answers it."""

DESK = {Role.AGENT: Ground.ROLE, Stand.PLATFORM: Ground.MACHINE}


class OnQuestions(Action):
    """What may be done with a question once it is asked."""

    SEE = ("question.see", DESK)
    CHANGE = ("question.change", DESK)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question. Times are real, aware UTC; `about` is the dossier's id, or ""."""

    asked_at: datetime
    words: str
    about: str = ""
    name: str = ""
    email: str = ""
    reference: str = ""
    language: str = "fr"
    taken_by: str = ""
    taken_name: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


type AskedCase = PlainCase[Asked]


def fades_at(head: PlainHead[Asked]) -> int | None:
    """Give when the table forgets a stranger's question, after a year, in real seconds.

    None for a client's: it may still be answered as long as its dossier calls for that.
    """
    return None if head.data.about else ASKERS_QUESTION.expires_s(head.data.asked_at)


QUESTION: Kind[AskedCase, CaseChange] = Kind(
    name=NAME,
    prefix="ctc",
    statuses=Statuses("open", {("open", "answer"): "answered"}, frozenset({"answered"})),
    codec=PlainCodec(NAME, Asked, expires_s=fades_at),
    see=OnQuestions.SEE,
    change=OnQuestions.CHANGE,
    facts=lambda head: Facts(head.case_id),
    projections=(
        project_reasons(
            NAME,
            lambda case: (WAITS,) if case.head.status == "open" else (),
            expires_s=fades_at,
        ),
    ),
    consumers=(Consumer("notices", Later("chalicelib.notices.plan:plan_notices")),),
    mails=Later("chalicelib.contact.mails:MAILS"),
)


def question_of(head: PlainHead[Asked]) -> Question:
    """Give a question as its pages show it."""
    told: Mapping[str, Any] = {
        name: getattr(head.data, name) for name in Asked.__slots__ if name != "about"
    }
    owner = head.data.about or head.case_id
    state = QuestionState(head.status)
    return Question(head.case_id, owner, state=state, asked_by=head.created_by, **told)
