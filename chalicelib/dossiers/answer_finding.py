"""What people answer to a finding of the radar: why a difference is right, that a paper agrees."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.paper_rows import (
    Remark,
    RemarkKind,
    delete_remark,
    list_remarks,
    put_remark,
)
from chalicelib.dossiers.radar import Contradiction, Findings, Unconfirmed, look_at_papers
from chalicelib.dossiers.statuses import FINAL
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.reference.days import legal_day
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _

LEAST_WORDS, LONGEST_WORDS = 10, 500
"""Characters of an explanation: a full stop explains nothing."""

MOST_FORGOTTEN = 10
"""Remarks on former values that one transaction removes; each answer removes more than it adds."""


class FindingGone(Refusal):
    """What somebody answers to is not, or no more, what the radar found."""

    code = "finding-gone"
    status = 409
    message = _(
        "Cet écart n’existe plus : le formulaire ou le document a changé entre-temps. "
        "Rechargez la page."
    )


class DossierOver(Refusal):
    """A dossier that is closed or cancelled is not compared with its papers any more."""

    code = "dossier-over"
    status = 409
    message = _("Ce dossier est terminé : il n’y a plus rien à expliquer ni à confirmer.")


def explain_difference(
    dossier_id: str,
    finding_id: str,
    words: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Keep why a difference between form and paper is right, in the person's own words.

    Installers may, and agents once the dossier is sent. Saying the same twice is saying it
    once. Raises InvalidFields for less than a phrase or more than 500 characters, FindingGone
    when the compared values changed meanwhile, DossierOver.
    """
    said = _require_words(words)

    def remark(found: Contradiction | Unconfirmed, now: datetime) -> Remark | None:
        if not isinstance(found, Contradiction):
            raise FindingGone
        if found.remark and found.remark.words == said:
            return None
        document_id = found.difference.document_id
        return Remark(
            finding_id, RemarkKind.EXPLAINED, document_id, by.person_id, by.role, now, said
        )

    return _answer(dossier_id, finding_id, remark, by=by, table=table, now=now)


def confirm_reading(
    dossier_id: str,
    finding_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Keep that a person compared a paper that could not be read with the form.

    Confirming twice is confirming once. Raises FindingGone, DossierOver as above.
    """

    def remark(found: Contradiction | Unconfirmed, now: datetime) -> Remark | None:
        if not isinstance(found, Unconfirmed):
            raise FindingGone
        if found.remark:
            return None
        document_id = found.unread.document_id
        return Remark(finding_id, RemarkKind.CONFIRMED, document_id, by.person_id, by.role, now)

    return _answer(dossier_id, finding_id, remark, by=by, table=table, now=now)


type Say = Callable[[Contradiction | Unconfirmed, datetime], Remark | None]


def _answer(
    dossier_id: str,
    finding_id: str,
    say: Say,
    *,
    by: Actor,
    table: Table | None,
    now: datetime | None,
) -> Dossier:
    require(by, Connection.ANSWER_FINDING)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        if dossier.head.status in FINAL:
            raise DossierOver
        findings = look_at_papers(dossier, legal_day(now, dossier.head.postcode))
        found = findings.find(finding_id)
        if found is None:
            raise FindingGone
        remark = say(found, now)
        return _change(dossier, findings, found, remark) if remark else None

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def _change(
    dossier: Dossier, findings: Findings, found: Contradiction | Unconfirmed, remark: Remark
) -> Change:
    """Make the change: the remark's row, its event, and away with remarks on former values."""
    dossier_id = dossier.head.dossier_id
    explained = isinstance(found, Contradiction)
    return Change(
        EventKind.DIFFERENCE_EXPLAINED if explained else EventKind.READING_CONFIRMED,
        dossier.head,
        fields=_fields_of(found),
        details=_details_of(found),
        values={"words": remark.words} if remark.words else {},
        also=(put_remark(dossier_id, remark), *_forget_former(dossier, findings)),
    )


def _fields_of(found: Contradiction | Unconfirmed) -> tuple[str, ...]:
    if isinstance(found, Contradiction):
        return (found.difference.field,) if found.difference.field else ()
    return tuple(sorted({claim.field for claim in found.claims if claim.field}))


def _details_of(found: Contradiction | Unconfirmed) -> dict[str, Detail]:
    """Name the finding without a word of what was compared: the journal outlives the person."""
    if isinstance(found, Contradiction):
        one = found.difference
        return {"code": one.code, "slot": one.slot, "document_id": one.document_id}
    return {"slot": found.unread.slot, "document_id": found.unread.document_id}


def _forget_former(dossier: Dossier, findings: Findings) -> tuple[Delete, ...]:
    former = (one for one in list_remarks(dossier) if findings.find(one) is None)
    gone = sorted(former)[:MOST_FORGOTTEN]
    return tuple(delete_remark(dossier.head.dossier_id, one) for one in gone)


def _require_words(words: str) -> str:
    """Require an explanation that says something, of 500 characters at most."""
    said = words.strip()
    if len(said) < LEAST_WORDS:
        sentence = _("Explication : dites en une phrase pourquoi le formulaire a raison.")
        raise InvalidFields((FieldProblem("words", "missing", sentence),))
    if len(said) > LONGEST_WORDS:
        sentence = _("Explication : {most} caractères au plus.")
        problem = FieldProblem("words", "too-long", sentence, {"most": LONGEST_WORDS})
        raise InvalidFields((problem,))
    return said
