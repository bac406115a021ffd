"""Correct the client's address after a mail came back: the link goes out again, to the new one."""

from dataclasses import replace
from datetime import datetime

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_for_client import delete_client_row
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.following.change_links import write_cut
from chalicelib.form.identifiers import WrongIdentifierError, read_email
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.unreachable import find_unreachable
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
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
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Correct the client's address of a sent dossier, and give the dossier as it is after.

    Whatever the old address opened is over in the same write: links to sign, private links, and the
    space of whoever opened one there, unless it is the new address's own. While the subscription is
    not signed a new link is mailed. Raises NotFound, NotAllowed, DossierOver, and InvalidFields for an address that is
    malformed, that is the one on file, or that refused our mails for good.
    """
    require(by, Connection.CORRECT_ADDRESS)
    table, real = table or open_table(), real or real_now()
    wanted = _read(email)
    _refuse_unreachable(wanted, table)
    owner = find_enrolled(table, wanted)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        head = dossier.head
        if not head.is_open:
            raise DossierOver
        if head.email.casefold() == wanted.casefold():
            _refuse_same_address(dossier)
            return None
        client = {**dossier.values_of("client"), "email": wanted}
        if "email_confirmation" in client:
            client["email_confirmation"] = wanted
        keeps_space = owner is not None and owner.user_id == head.client_id
        client_id = head.client_id if keeps_space else ""
        left = () if keeps_space or not head.client_id else (delete_client_row(head),)
        return Change(
            EventKind.CLIENT_CORRECTED,
            replace(head, email=wanted, client_unreachable=False, client_id=client_id),
            form={**dossier.form, "client": client},
            fields=("email",),
            values={"email": wanted},
            also=(write_cut(dossier_id, real), *left),
        )

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def _read(email: str) -> str:
    try:
        return read_email(email.strip())
    except WrongIdentifierError as wrong:
        problem = FieldProblem("email", wrong.code, wrong.message, {"label": LABEL})
        raise InvalidFields((problem,)) from wrong


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
