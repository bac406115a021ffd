"""Put another address in the place of a client's: whatever the former one opened is over with it.

One way for who corrects it and for a request that an agent accepts. The signature stays where it is:
it belongs to the address that received the link, and is kept with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.aws.items import Operation
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.list_for_client import delete_client_row
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.signing import has_declined, put_subscription
from chalicelib.following.change_links import write_cut
from chalicelib.form.values import Form

FORMER = "former_email"
"""The erasable value of the event that keeps the former address, to be told by mail."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What goes with a replaced address in one write: head, form, erasable values, operations."""

    head: Head
    form: Form
    values: Mapping[str, str]
    also: tuple[Operation, ...]


def find_owner_id(email: str, table: Table) -> str:
    """Find whose account an address is, "" when it has none: only theirs may the space stay."""
    owner = find_enrolled(table, email)
    return owner.user_id if owner else ""


def replace_address(
    dossier: Dossier, email: str, *, owner_id: str, now: datetime, real: datetime
) -> Replaced:
    """Replace the client's address, and end the links and the space that the former one opened.

    `owner_id` is whose account the new address is; `now` is business time, `real` the time of links.
    """
    head = dossier.head
    client = {**dossier.values_of("client"), "email": email}
    if "email_confirmation" in client:
        client["email_confirmation"] = email
    keeps_space = bool(owner_id) and owner_id == head.client_id
    also: list[Operation] = [write_cut(head.dossier_id, real)]
    if head.client_id and not keeps_space:
        also.append(delete_client_row(head))
    said: dict[str, str | None] = {}
    if was_signed(dossier):
        # A link asked for the former address holds none back for the new one.
        said = {"readdressed_at": now.isoformat(), "link_asked_at": None}
    elif has_declined(dossier):
        # Whoever read the former address said no: the client has not been asked yet.
        said = {"state": "sent", "at": None}
    if said:
        also.append(put_subscription(dossier, said))
    after = replace(
        head,
        email=email,
        client_unreachable=False,
        client_id=head.client_id if keeps_space else "",
    )
    values = {"email": email, **({FORMER: head.email} if head.email else {})}
    return Replaced(after, {**dossier.form, "client": client}, values, tuple(also))


def was_signed(dossier: Dossier) -> bool:
    """Say whether the subscription is signed: the change never moves that signature."""
    return dossier.reached(Milestone.SUBSCRIPTION_SIGNED) is not None
