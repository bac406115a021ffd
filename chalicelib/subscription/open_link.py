"""Open the client's link: see the dossier and the texts; opening decides nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.reference.days import legal_day
from chalicelib.refusals import NotFound
from chalicelib.subscription.model import (
    Link,
    LinkExpired,
    LinkUnknown,
    has_contract,
    is_consumer,
    print_address,
    signatory_of,
)
from chalicelib.subscription.store import find_link
from chalicelib.subscription.texts import Text, texts_on

LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class Opening:
    """What an open link shows: the dossier, the texts of the day, and what was decided."""

    link: Link
    dossier: Dossier
    texts: tuple[Text, ...]
    today: date

    @property
    def signed_at(self) -> datetime | None:
        """Give when the subscription was signed, in business time, or None."""
        return self.dossier.reached(Milestone.SUBSCRIPTION_SIGNED)


def open_link(
    token: str,
    *,
    even_expired: bool = False,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Opening:
    """Open a link by its secret.

    Raises LinkUnknown, and LinkExpired unless `even_expired`. A signed dossier opens still: its
    page says so. `now` is business time, `real` the time that links live in.
    """
    table = table or open_table()
    link = find_link(table, token) if len(token) <= LONGEST_TOKEN else None
    if link is None:
        raise LinkUnknown
    dossier = _load(link, table)
    if link.is_expired(real or real_now()) and not even_expired:
        raise LinkExpired
    today = legal_day(now or business_now(), dossier.head.postcode)
    contract, consumer = has_contract(dossier), is_consumer(dossier)
    return Opening(
        link, dossier, texts_on(today, has_contract=contract, is_consumer=consumer), today
    )


def require_same_address(link: Link, dossier: Dossier) -> None:
    """Refuse a link that went to an address which is no longer the client's."""
    if print_address(link.secret, dossier.head.email) != link.address_print:
        raise LinkUnknown


def _load(link: Link, table: Table) -> Dossier:
    try:
        dossier = load_dossier(link.dossier_id, seen_by=signatory_of(link.dossier_id), table=table)
    except NotFound as gone:
        raise LinkUnknown from gone
    require_same_address(link, dossier)
    return dossier
