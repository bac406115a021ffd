"""Sign the subscription: who, when, from where, and the very wording agreed to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_for_client import put_client_row
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.refusals import Refusal
from chalicelib.subscription.model import (
    NothingToSign,
    has_contract,
    require_consents,
    signatory_of,
)
from chalicelib.subscription.open_link import open_link, require_same_address
from chalicelib.subscription.store import put_subscription
from chalicelib.subscription.texts import Text, texts_on
from chalicelib.web.words import _

OFFER = "BV"
"""The virtual storage offer, as the lists of the guide write it (guide Urban Solar)."""


class TextsChanged(Refusal):
    """Between reading and signing a new wording came into force."""

    code = "texts-changed"
    status = 409
    message = _("Les textes ont changé pendant votre lecture : relisez-les, puis signez.")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the client posted: his typed name, the boxes he ticked, the versions he was shown.

    `source_address` and `browser` are personal, and kept erasable.
    """

    name: str
    ticked: frozenset[str]
    versions: str
    source_address: str = ""
    browser: str = ""


def versions_of(texts: Collection[Text]) -> str:
    """Name the versions that a page shows, such as `adhesion@2026-01 mandate@2026-01`."""
    return " ".join(f"{text.text_id}@{text.version}" for text in texts)


def sign(
    token: str,
    signature: Signature,
    *,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Sign by the link of a secret, and give the dossier as it is after.

    Signing twice is signing once. Raises LinkUnknown, LinkExpired, NothingToSign when the
    dossier is over, InvalidFields for a missing name or consent, and TextsChanged.
    """
    table = table or open_table()
    opening = open_link(token, table=table, now=now, real=real)
    client_id = _find_client(opening.dossier, table)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        if dossier.reached(Milestone.SUBSCRIPTION_SIGNED):
            return None
        require_same_address(opening.link, dossier)
        if not dossier.head.is_open:
            raise NothingToSign
        texts = texts_on(now.date(), has_contract=has_contract(dossier))
        name = require_consents(signature.name, signature.ticked, texts)
        if signature.versions != versions_of(texts):
            raise TextsChanged
        return _signed(dossier, texts, replace(signature, name=name), now, client_id)

    by = signatory_of(opening.link.dossier_id)
    return change_dossier(opening.link.dossier_id, decide, by=by, table=table, now=now)


def _find_client(dossier: Dossier, table: Table) -> str:
    """Find the client's account, if the address that the link was mailed to has one."""
    person = find_enrolled(table, dossier.head.email)
    return person.user_id if person and person.role is Role.CLIENT else ""


def _signed(
    dossier: Dossier,
    texts: tuple[Text, ...],
    signature: Signature,
    now: datetime,
    client_id: str,
) -> Change:
    head = replace(dossier.head, client_id=client_id or dossier.head.client_id)
    known = (put_client_row(head),) if head.client_id else ()
    wordings = {str(text.text_id): f"{text.version} sha256:{text.sha256}" for text in texts}
    return Change(
        EventKind.SUBSCRIPTION_SIGNED,
        replace(head, signed_at=now, offer=head.offer or OFFER, client_unreachable=False),
        reached=(Milestone.SUBSCRIPTION_SIGNED,),
        details=wordings,
        values={
            "name": signature.name,
            "source_address": signature.source_address,
            "browser": signature.browser,
        },
        also=(
            put_subscription(dossier, {"state": "signed", "at": now.isoformat(), **wordings}),
            *known,
        ),
    )
