"""Sign the subscription: who, when, from where, and the very wording agreed to."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.accounts.memberships import of_role
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_for_client import put_client_row
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.signing import put_subscription
from chalicelib.reference.days import legal_day
from chalicelib.refusals import InvalidFields, Refusal
from chalicelib.subscription.model import (
    NothingToSign,
    box_of,
    has_contract,
    is_consumer,
    list_problems,
    signatory_of,
    trim_name,
)
from chalicelib.subscription.offers import offer_on
from chalicelib.subscription.open_link import open_link, require_same_address
from chalicelib.subscription.professional import (
    LABELS,
    DiffersFromDossier,
    list_differences,
    read_company,
)
from chalicelib.subscription.recap import write_shown
from chalicelib.subscription.texts import Text, TextId, texts_on
from chalicelib.subscription.withdrawal import find_withdrawal_end
from chalicelib.words.languages import SOURCE
from chalicelib.words.translation import _


class TextsChanged(Refusal):
    """Between reading and signing a new wording came into force."""

    code = "texts-changed"
    status = 409
    message = _("Les textes ont changé pendant votre lecture : relisez-les, puis signez.")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the client posted: his typed name, the boxes he ticked, the versions he was shown.

    `source_address` and `browser` are personal, and kept erasable. `language` is the one they
    read in: later mails are in it. The company's fields are a professional's;
    `keeps_differences` says that what differs from the dossier is meant.
    """

    name: str
    ticked: frozenset[str]
    versions: str
    source_address: str = ""
    browser: str = ""
    language: str = ""
    company: str = ""
    registration: str = ""
    capacity: str = ""
    keeps_differences: bool = False


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What was checked of a signature: its texts, and a professional's own fields."""

    name: str
    texts: tuple[Text, ...]
    company: dict[str, str]
    differs: tuple[str, ...]


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

    The signature belongs to the address that received the link, and is kept with it: the link is good
    for the address on file alone. Signing twice is signing once. Raises LinkUnknown, LinkExpired, NothingToSign when the
    dossier is over, InvalidFields for a missing name, consent or company, TextsChanged, and
    DiffersFromDossier for a company that is not the form's and was not confirmed.
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
        return _signed(dossier, signature, _check(dossier, signature, now), now, client_id)

    by = signatory_of(opening.link.dossier_id)
    return change_dossier(opening.link.dossier_id, decide, by=by, table=table, now=now)


def _find_client(dossier: Dossier, table: Table) -> str:
    """Find the client's account, if the address that the link was mailed to has one."""
    person = find_enrolled(table, dossier.head.email)
    is_client = person and of_role(person.memberships, Role.CLIENT)
    return person.user_id if person and is_client else ""


def _check(dossier: Dossier, signature: Signature, now: datetime) -> _Agreed:
    """Refuse what is no signature; give what was agreed to."""
    name, consumer = trim_name(signature.name), is_consumer(dossier)
    today = legal_day(now, dossier.head.postcode)
    texts = texts_on(today, has_contract=has_contract(dossier), is_consumer=consumer)
    problems = list_problems(name, signature.ticked, texts)
    company: dict[str, str] = {}
    differs: tuple[str, ...] = ()
    if not consumer:
        read, wrong = read_company({label: getattr(signature, label) for label in LABELS})
        problems, company = (*wrong, *problems), read.as_mapping()
        differs = list_differences(read, dossier)
    if problems:
        raise InvalidFields(problems)
    if signature.versions != versions_of(texts):
        raise TextsChanged
    if differs and not signature.keeps_differences:
        raise DiffersFromDossier(differs)
    agreed = tuple(text for text in texts if box_of(text) in signature.ticked)
    return _Agreed(name, agreed, company, differs)


def _signed(
    dossier: Dossier, signature: Signature, agreed: _Agreed, now: datetime, client_id: str
) -> Change:
    head = replace(
        dossier.head,
        client_id=client_id or dossier.head.client_id,
        client_language="" if signature.language == SOURCE else signature.language,
    )
    known = (put_client_row(head),) if head.client_id else ()
    offer = offer_on(legal_day(now, dossier.head.postcode))
    wordings = {str(text.text_id): f"{text.version} sha256:{text.sha256}" for text in agreed.texts}
    said = wordings | ({"differs": " ".join(agreed.differs)} if agreed.differs else {})
    kept = {
        "state": "signed",
        "at": now.isoformat(),
        "held_until": _held_until(dossier, agreed, now),
    }
    return Change(
        EventKind.SUBSCRIPTION_SIGNED,
        replace(head, signed_at=now, offer=head.offer or offer.code, client_unreachable=False),
        reached=(Milestone.SUBSCRIPTION_SIGNED,),
        details=said | {"offer": f"{offer.code} {offer.version}"},
        values={
            "name": agreed.name,
            "link_address": dossier.head.email,
            "source_address": signature.source_address,
            "browser": signature.browser,
            "shown": write_shown(dossier),
            **agreed.company,
        },
        also=(put_subscription(dossier, said | kept), *known),
    )


def _held_until(dossier: Dossier, agreed: _Agreed, now: datetime) -> str | None:
    """Until when nothing is undertaken: only for a consumer who asked for no earlier start."""
    end = find_withdrawal_end(dossier, now)
    asked = any(text.text_id is TextId.EARLY_START for text in agreed.texts)
    return None if end is None or asked else end.isoformat()
