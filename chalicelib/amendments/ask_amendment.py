"""Ask for a change on a sent dossier: an agent answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.amendments.leave_typed import forget_typed
from chalicelib.amendments.model import (
    LONGEST_WORDS,
    MOST,
    Amendment,
    AmendmentKind,
    AmendmentPending,
    AmendmentState,
    CancelYourself,
    NotAmendable,
    NotConnected,
    TooManyAmendments,
    may_amend,
    may_ask_to_cancel,
    may_grow,
)
from chalicelib.amendments.read_wanted import read_wanted
from chalicelib.amendments.store import list_amendments, put_amendment
from chalicelib.amendments.total_consuel import choose_file, require_agreement
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _


def ask_amendment(
    dossier_id: str,
    kind: AmendmentKind,
    typed: Mapping[str, str],
    words: str = "",
    *,
    files: Sequence[str] = (),
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Ask for a change, and give the dossier as it is after; asking the same twice is asking once.

    `files` are ids of files that the asker deposited for it: a power increase has one, its new
    Consuel. Raises InvalidFields naming what is wrong, NotAmendable, NotConnected,
    AmendmentPending while another of the kind is open, NotAllowed for who is no installer,
    NotFound for a dossier of others.
    """
    require(by, Connection.ASK_AMENDMENT)
    said = _require_said(kind, words)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        _require_askable(dossier, kind)
        wanted = read_wanted(kind, typed, dossier)
        if _is_pending(dossier, kind, wanted, files):
            return None
        document_id = ""
        if kind is AmendmentKind.POWER:
            document_id = choose_file(dossier, files, by.person_id)
            require_agreement(dossier, document_id, wanted, said)
        number, state = len(list_amendments(dossier)) + 1, AmendmentState.OPEN
        asked = Amendment(
            number, kind, state, now, by.person_id, wanted, said, document_id=document_id
        )
        change = change_by(dossier, EventKind.AMENDMENT_ASKED, asked)
        typed_before = (forget_typed(dossier_id, by.person_id),) if document_id else ()
        return replace(change, also=(*change.also, *typed_before))

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def _require_said(kind: AmendmentKind, words: str) -> str:
    said = require_short(words)
    if kind is AmendmentKind.CANCELLATION and not said:
        sentence = _("Motif : dites pourquoi le dossier est à annuler.")
        raise InvalidFields((FieldProblem("words", "missing", sentence),))
    return said


def _is_pending(
    dossier: Dossier,
    kind: AmendmentKind,
    wanted: Mapping[str, str | int],
    files: Sequence[str],
) -> bool:
    """Say whether this very change is asked already; refuse another of its kind, or one too many."""
    before = list_amendments(dossier)
    pending = [one for one in before if one.kind is kind and one.state is AmendmentState.OPEN]
    if pending and _is_same(pending[-1], wanted, files):
        return True
    if pending:
        raise AmendmentPending
    if len(before) >= MOST:
        raise TooManyAmendments(most=MOST)
    return False


def _require_askable(dossier: Dossier, kind: AmendmentKind) -> None:
    if not may_amend(dossier):
        raise NotAmendable
    if kind is AmendmentKind.POWER and not may_grow(dossier):
        raise NotConnected
    if kind is AmendmentKind.CANCELLATION and not may_ask_to_cancel(dossier):
        raise CancelYourself


def _is_same(pending: Amendment, wanted: Mapping[str, str | int], files: Sequence[str]) -> bool:
    same_file = not pending.document_id or [pending.document_id] == list(files)
    return same_file and dict(pending.wanted) == dict(wanted)


def change_by(dossier: Dossier, kind: EventKind, amendment: Amendment) -> Change:
    """Make the change that keeps a request as it is now, the dossier itself left as it was.

    The journal names the fields; what was wanted stands in the request's own row.
    """
    return Change(
        kind,
        dossier.head,
        fields=tuple(sorted(amendment.wanted)),
        details={"amendment": amendment.number, "kind": str(amendment.kind)},
        also=(put_amendment(dossier.head.dossier_id, amendment),),
    )


def require_short(words: str) -> str:
    """Refuse words that are too many."""
    said = words.strip()
    if len(said) > LONGEST_WORDS:
        sentence = _("Précisions : {most} caractères au plus.")
        problem = FieldProblem("words", "too-long", sentence, {"most": LONGEST_WORDS})
        raise InvalidFields((problem,))
    return said
