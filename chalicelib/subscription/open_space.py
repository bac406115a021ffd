"""Open the client's space right after signing: a password chosen there, and the dossier under it.

The link came by mail to the address of the dossier, so whoever holds it reads that mailbox: it
proves the address as an activation mail would, and no further mail is needed.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.accounts.add_client import add_client
from chalicelib.accounts.choose_password import require_present, require_same
from chalicelib.accounts.enrol import enrolling_rows, find_enrolled, new_person
from chalicelib.accounts.memberships import of_role
from chalicelib.accounts.model import Membership, Person, Role
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_for_client import put_client_row
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.refusals import ChangedMeanwhile, Refusal
from chalicelib.subscription.model import signatory_of
from chalicelib.subscription.open_link import Opening, open_link, require_same_address
from chalicelib.subscription.recap import name_holder
from chalicelib.words.languages import SOURCE
from chalicelib.words.translation import _, language_now

log = logging.getLogger(__name__)


class Space(StrEnum):
    """How the address of a dossier stands with accounts."""

    NONE = "none"
    """No account: a password can be chosen."""
    UNLINKED = "unlinked"
    """The client has a space, which does not show this dossier yet."""
    LINKED = "linked"
    """The client has a space, and the dossier is in it."""
    OTHER_ROLE = "other_role"
    """The address has an account in another role: its owner may be a client beside it."""


class NotSignedYet(Refusal):
    """A space is opened once the subscription is signed."""

    code = "not-signed-yet"
    status = 409
    message = _("Signez d’abord votre souscription : votre espace s’ouvre ensuite.")


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose space it becomes, and the rows of a new account."""

    person: Person
    rows: Sequence[Operation] = ()


def find_space(opening: Opening, *, table: Table | None = None) -> Space:
    """Find how the address of an open link's dossier stands: one read."""
    if opening.dossier.head.client_id:
        return Space.LINKED
    person = find_enrolled(table or open_table(), opening.dossier.head.email)
    if person is None:
        return Space.NONE
    return Space.UNLINKED if _find_client_hat(person) else Space.OTHER_ROLE


def _find_client_hat(person: Person) -> Membership | None:
    return next(iter(of_role(person.memberships, Role.CLIENT)), None)


def is_own_session(opening: Opening, visitor: Person | None, *, table: Table | None = None) -> bool:
    """Say whether who is signed in is whose account the dossier's address is: at most two reads."""
    if visitor is None:
        return False
    known = find_enrolled(table or open_table(), opening.dossier.head.email)
    return known is not None and known.user_id == visitor.user_id


def open_space(
    token: str,
    password: str = "",
    again: str = "",
    *,
    present: str = "",
    signed_in: Person | None = None,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Put a signed dossier into its client's space, made with this password if there is none.

    The account, the dossier's new state and its event are one transaction. A second click finds
    it done. Who has an account in another role becomes a client beside it, once its `present`
    password or its own session (`signed_in`) shows that it is theirs. Raises LinkUnknown,
    LinkExpired, NotSignedYet, PasswordTooShort, PasswordTooLong, PasswordsDiffer,
    WrongPresentPassword (which counts as at the door), ChangedMeanwhile.
    """
    table, real = table or open_table(), real or real_now()
    opening = open_link(token, table=table, now=now, real=real)
    if opening.signed_at is None:
        raise NotSignedYet
    if opening.dossier.head.client_id:
        return opening.dossier
    known = find_enrolled(table, opening.dossier.head.email)
    if known is None:
        owner = _make_owner(opening, password, again, table, real)
    else:
        owner = _find_owner(known, present, signed_in, table, real)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        require_same_address(opening.link, dossier)
        if dossier.head.client_id:
            return None
        head = replace(dossier.head, client_id=owner.person.user_id)
        return Change(EventKind.CLIENT_SPACE_OPENED, head, also=(put_client_row(head), *owner.rows))

    by = signatory_of(opening.link.dossier_id)
    try:
        after = change_dossier(opening.link.dossier_id, decide, by=by, table=table, now=now)
    except ConditionFailed as failed:
        raise ChangedMeanwhile from failed
    log.info("client's space opened", extra={"dossier_id": after.head.dossier_id})
    return after


def _find_owner(
    known: Person, present: str, signed_in: Person | None, table: Table, real: datetime
) -> _Owner:
    """Give the account of the address as its owner, made a client if it was none."""
    if _find_client_hat(known):
        return _Owner(known)
    if signed_in is None or signed_in.user_id != known.user_id:
        require_present(known, present, now=real, table=table)
    return _Owner(known, (add_client(known, table, real),))


def _make_owner(
    opening: Opening, password: str, again: str, table: Table, real: datetime
) -> _Owner:
    email = opening.dossier.head.email
    require_same(password, again, own=(email,))
    read_in = "" if language_now() == SOURCE else language_now()
    person = new_person(name_holder(opening.dossier), Role.CLIENT, None, language=read_in, now=real)
    return _Owner(person, enrolling_rows(person, email, password, real, table=table))
