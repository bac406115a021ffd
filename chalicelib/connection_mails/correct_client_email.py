"""Correct the client's address, for a reason: the link goes out again to the new one, the old is told."""

from datetime import datetime

from chalicelib.accounts.mail_limits import Cause, limit_mail, refuse_too_many
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.connection_mails.replace_address import (
    find_owner_id,
    replace_address,
    was_signed,
)
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.client_address import AddressReason, flag_address
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.form.identifiers import WrongIdentifierError, read_email
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.unreachable import find_unreachable
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can, require
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _

LABEL = _("Adresse e-mail du client")


class DossierOver(Refusal):
    """A draft is corrected in its form, and a closed dossier has nobody to write to."""

    code = "dossier-not-open"
    status = 409
    message = _("L’adresse du client se corrige ici tant que le dossier est en cours.")


def correct_client_email(
    dossier_id: str,
    email: str,
    reason: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Correct the client's address of a sent dossier, and give the dossier as it is after.

    Whatever the old address opened is over in the same write: links to sign, private links, and the
    space of whoever opened one there, unless it is the new address's own. While the subscription is
    not signed a new link is mailed; the old address is told, and agents see it until one has looked.
    `reason` is one of AddressReason. Raises NotFound, NotAllowed, DossierOver, and InvalidFields for
    an address that is malformed, that is the one on file, or that refused our mails for good, and for
    a reason that is none, or that says of a mail that it came back when none did; TooManyMails.
    """
    require(by, Connection.CORRECT_ADDRESS)
    table, real = table or open_table(), real or real_now()
    wanted, why = _read(email), _read_reason(reason)
    _refuse_unreachable(wanted, table)
    owner_id = find_owner_id(wanted, table)
    limits = limit_mail(
        Cause.CLIENT_ADDRESS,
        target=wanted,
        sender=by.person_id,
        firm=by.firm_id,
        case=dossier_id,
        now=real,
    )

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        if not dossier.head.is_open:
            raise DossierOver
        if dossier.head.email.casefold() == wanted.casefold():
            _refuse_same_address(dossier)
            return None
        _require_bounce(why, dossier)
        signed = was_signed(dossier)
        after = replace_address(dossier, wanted, owner_id=owner_id, now=now, real=real)
        is_agent = can(by, Connection.TAKE)
        head = after.head if is_agent else flag_address(after.head, why, was_signed=signed)
        return Change(
            EventKind.CLIENT_CORRECTED,
            head,
            form=after.form,
            fields=("email",),
            details={"reason": str(why), "signed": int(signed)},
            values=after.values,
            also=(*after.also, *limits.rows),
        )

    try:
        return change_dossier(dossier_id, decide, by=by, table=table, now=now)
    except ConditionFailed:
        refuse_too_many(limits, table)
        raise


def _read(email: str) -> str:
    try:
        return read_email(email.strip())
    except WrongIdentifierError as wrong:
        problem = FieldProblem("email", wrong.code, wrong.message, {"label": LABEL})
        raise InvalidFields((problem,)) from wrong


def _read_reason(reason: str) -> AddressReason:
    try:
        return AddressReason(reason)
    except ValueError:
        words = _("Motif : choisissez pourquoi l’adresse change.")
        raise InvalidFields((FieldProblem("reason", "missing", words),)) from None


def _require_bounce(reason: AddressReason, dossier: Dossier) -> None:
    if reason is AddressReason.MAIL_BOUNCED and not dossier.head.client_unreachable:
        words = _(
            "Motif : aucun mail n’est revenu de l’adresse du dossier. Choisissez-en un autre."
        )
        raise InvalidFields((FieldProblem("reason", "not-bounced", words),))


def _refuse_unreachable(email: str, table: Table) -> None:
    if find_unreachable(table, print_mail_address(email), real_now()):
        words = _(
            "{label} : nos mails n’y arrivent pas. Demandez une autre adresse à votre client."
        )
        raise InvalidFields((FieldProblem("email", "unreachable", words, {"label": LABEL}),))


def _refuse_same_address(dossier: Dossier) -> None:
    """A repeated correction changes nothing; typing the failing address again is a mistake."""
    if dossier.head.client_unreachable:
        words = _("{label} : c’est déjà celle du dossier, et nos mails n’y arrivent pas.")
        raise InvalidFields((FieldProblem("email", "same", words, {"label": LABEL}),))
