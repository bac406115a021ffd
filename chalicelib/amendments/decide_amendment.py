"""An agent accepts a change that was asked for, which applies it, or refuses it and says why."""

from dataclasses import replace
from datetime import datetime

from chalicelib.amendments.ask_amendment import change_by, require_short
from chalicelib.amendments.model import (
    AlreadyDecided,
    Amendment,
    AmendmentKind,
    AmendmentState,
    NotAmendable,
    apply_to_form,
    apply_to_head,
    may_amend,
)
from chalicelib.amendments.store import list_amendments, put_amendment
from chalicelib.amendments.total_consuel import become_consuel, require_agreement
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.connection_mails.replace_address import (
    find_owner_id,
    replace_address,
    was_signed,
)
from chalicelib.dossiers.cancel import cancelled_by
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.policy.roles import Role
from chalicelib.refusals import FieldProblem, InvalidFields, NotFound
from chalicelib.words.translation import _


def decide_amendment(
    dossier_id: str,
    number: int,
    *,
    accepts: bool,
    words: str = "",
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Answer a request and give the dossier as it is after; the same answer twice is one.

    A client whose address changes before signing gets the subscription's link at the new one; the
    former address is told, and whatever it opened is over.
    The Consuel of a power increase becomes the dossier's; a cancellation cancels it. Raises NotFound, AlreadyDecided when
    it was answered otherwise, InvalidFields for a refusal without its reason or a total that the
    Consuel does not say, ConsuelNotReadable, NotAmendable for a dossier that is over, NotAllowed
    for who is no agent.
    """
    require(by, Connection.DECIDE_AMENDMENT)
    table, real = table or open_table(), real or real_now()
    said = require_short(words)
    if not accepts and not said:
        sentence = _("Précisions : dites à l’installateur pourquoi vous refusez.")
        raise InvalidFields((FieldProblem("words", "missing", sentence),))
    state = AmendmentState.ACCEPTED if accepts else AmendmentState.REFUSED

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        asked = _find(dossier, number)
        if asked.state is state:
            return None
        if asked.state is not AmendmentState.OPEN:
            raise AlreadyDecided
        answered = replace(asked, state=state, decided_at=now, decided_by=by.person_id, answer=said)
        if not accepts:
            return _refused(dossier, answered)
        if answered.kind is AmendmentKind.CANCELLATION:
            return _cancelled(dossier, answered, now)
        return _accepted(dossier, answered, table, now, real)

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def _find(dossier: Dossier, number: int) -> Amendment:
    found = [one for one in list_amendments(dossier) if one.number == number]
    if not found:
        raise NotFound
    return found[0]


def _refused(dossier: Dossier, answered: Amendment) -> Change:
    change = change_by(dossier, EventKind.AMENDMENT_REFUSED, answered)
    return replace(change, values={"words": answered.answer})


def _cancelled(dossier: Dossier, answered: Amendment, now: datetime) -> Change:
    """Cancel as an agent does: the operator, the client and the installer are told of it."""
    change = cancelled_by(dossier, answered.words, Role.INSTALLER, now)
    kept = put_amendment(dossier.head.dossier_id, answered)
    details = {**change.details, "amendment": answered.number}
    return replace(change, details=details, also=(*change.also, kept))


def _with_consuel(dossier: Dossier, answered: Amendment, change: Change) -> Change:
    """Have the request's Consuel take the place of the former one; the client is told."""
    require_agreement(dossier, answered.document_id, answered.wanted, answered.answer)
    pieces, beside = become_consuel(dossier, answered)
    details = {**change.details, "power": 1, "document_id": answered.document_id}
    return replace(change, pieces=pieces, details=details, also=(*change.also, *beside))


def _accepted(
    dossier: Dossier, answered: Amendment, table: Table, now: datetime, real: datetime
) -> Change:
    if not may_amend(dossier):
        raise NotAmendable
    change = change_by(dossier, EventKind.AMENDMENT_ACCEPTED, answered)
    if answered.kind is AmendmentKind.POWER:
        change = _with_consuel(dossier, answered, change)
    values = {name: str(value) for name, value in answered.wanted.items()}
    change = replace(
        change,
        head=apply_to_head(dossier.head, answered),
        form=apply_to_form(dossier.form, answered),
        values=values | ({"words": answered.answer} if answered.answer else {}),
    )
    email = str(answered.wanted.get("email", ""))
    return _readdressed(dossier, change, email, table, now, real) if email else change


def _readdressed(
    dossier: Dossier, change: Change, email: str, table: Table, now: datetime, real: datetime
) -> Change:
    """Replace the client's address too, with all that the former one opened."""
    owner_id = find_owner_id(email, table)
    amended = replace(dossier, head=change.head, form=change.form or dossier.form)
    after = replace_address(amended, email, owner_id=owner_id, now=now, real=real)
    relinks = dossier.head.is_open and not was_signed(dossier)
    return replace(
        change,
        head=after.head,
        form=after.form,
        details={**change.details, "readdressed": 1, **({"relinks": 1} if relinks else {})},
        values={**change.values, **after.values},
        also=(*change.also, *after.also),
    )
