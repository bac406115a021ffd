"""A change asked for on a sent dossier: its short life, and what each kind may change. Pure.

A sent dossier is read-only for its installer but for what is asked of it and for these requests:
one of a kind is open at a time, an agent accepts it, which applies it, or refuses it and says why.
More pre-load may be asked for at any status, also once connected (guide Urban Solar: "en cours
de dossier ou une fois raccordé", by mail there, here without any). A power increase is asked for
once connected, with a new Consuel for the total power (the guide's own rule, by mail there too).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.statuses import Status, is_before_filing
from chalicelib.form.figures import find_number_in
from chalicelib.form.values import Form
from chalicelib.refusals import NotFound, Refusal
from chalicelib.words.translation import _

LONGEST_WORDS = 500
MOST = 40
"""How many requests a dossier keeps; each is a small row of its partition."""


POWERS = ("installed_power_kva", "connection_power_kva", "peak_power_kwc")
CONSUEL_NUMBER = "consuel_number"

type Wanted = Mapping[str, str | int]


class AmendmentKind(StrEnum):
    """What is to be changed."""

    CONTACT = "contact"
    PRELOAD = "preload"
    POWER = "power"
    CANCELLATION = "cancellation"
    """The dossier itself is given up: what an installer can no longer do alone once it is filed."""


class AmendmentState(StrEnum):
    """Where a request stands; accepted is applied, in the same transaction."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One request. `wanted` are the form's fields and values; instants are business time.

    Powers stand as texts of decimals. `document_id` is the file that came with it.
    """

    number: int
    kind: AmendmentKind
    state: AmendmentState
    asked_at: datetime
    asked_by: str
    wanted: Wanted
    words: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    answer: str = ""
    document_id: str = ""


class NotAmendable(Refusal):
    """A draft is changed in its form; a cancelled or erased dossier is not changed any more."""

    code = "not-amendable"
    status = 409
    message = _(
        "On ne peut pas demander de modification sur ce dossier : un brouillon se modifie "
        "directement, et un dossier annulé ne se modifie plus."
    )


class NotConnected(Refusal):
    """A power increase is of a plant that runs."""

    code = "not-connected"
    status = 409
    message = _(
        "L’augmentation de puissance se demande une fois l’installation mise en service. Avant, "
        "écrivez un message à nos équipes sur le dossier."
    )


class CancelYourself(Refusal):
    """Before the request is filed, the installer needs nobody to cancel; afterwards it is over."""

    code = "cancel-yourself"
    status = 409
    message = _(
        "L’annulation se demande ici entre le dépôt de la demande de raccordement et la mise en "
        "service. Avant, annulez vous-même depuis la page du dossier."
    )


class AmendmentPending(Refusal):
    """One request of a kind at a time: the agent answers it first."""

    code = "amendment-pending"
    status = 409
    message = _(
        "Une demande du même genre attend déjà la réponse de nos équipes. Pour la préciser, "
        "écrivez-leur un message sur le dossier."
    )


class TooManyAmendments(Refusal):
    """The dossier keeps as many requests as it can."""

    code = "too-many-amendments"
    status = 409
    message = _(
        "Ce dossier a déjà eu {most} demandes de modification. Écrivez un message à nos équipes."
    )


class AlreadyDecided(Refusal):
    """Somebody has answered this request meanwhile."""

    code = "already-decided"
    status = 409
    message = _("Cette demande a déjà reçu une réponse : rechargez la page pour la lire.")


def may_amend(dossier: Dossier) -> bool:
    """Say whether changes may be asked for: on a sent dossier that is neither cancelled nor erased."""
    head = dossier.head
    return (
        bool(head.reference)
        and head.status is not Status.CANCELLED
        and not dossier.is_erasure_begun
    )


def may_ask_to_cancel(dossier: Dossier) -> bool:
    """Say whether the installer asks us to cancel: once filed, before it is over."""
    head = dossier.head
    return may_amend(dossier) and head.is_open and not is_before_filing(head.status, head.came_from)


def may_grow(dossier: Dossier) -> bool:
    """Say whether a power increase may be asked for: once connected."""
    return may_amend(dossier) and dossier.head.status is Status.CLOSED


def current_values(dossier: Dossier) -> Mapping[str, str | int]:
    """Give what the dossier says now of everything that may be changed."""
    preload = find_number_in(dossier.values_of("documents"), "preload_kwh")
    return {
        "email": dossier.head.email,
        "mobile": dossier.head.phone,
        "preload_kwh": int(preload or 0),
    }


def apply_to_form(form: Form, amendment: Amendment) -> Form:
    """Give the form once a request is accepted; but for an address (`replace_address`)."""
    match amendment.kind:
        case AmendmentKind.CONTACT:
            told = {name: value for name, value in amendment.wanted.items() if name != "email"}
            return {**form, "client": {**form.get("client", {}), **told}}
        case AmendmentKind.PRELOAD:
            return {**form, "documents": {**form.get("documents", {}), **amendment.wanted}}
        case AmendmentKind.POWER:
            return _with_power(form, amendment.wanted)
        case AmendmentKind.CANCELLATION:
            return form


def _with_power(form: Form, wanted: Wanted) -> Form:
    """Give the form with the powers of the whole plant, and its new Consuel's number."""
    powers = {name: Decimal(str(wanted[name])) for name in POWERS if name in wanted}
    consuel = {name: str(wanted[name]) for name in (CONSUEL_NUMBER,) if name in wanted}
    return {
        **form,
        "plant": {**form.get("plant", {}), **powers},
        "documents": {**form.get("documents", {}), **consuel},
    }


def apply_to_head(head: Head, amendment: Amendment) -> Head:
    """Give the head once a request is accepted; a new address has more to it (`replace_address`)."""
    mobile = amendment.wanted.get("mobile")
    return replace(head, phone=str(mobile)) if mobile else head


def read_number(text: str) -> int:
    """Read a request's number from an address; NotFound when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise NotFound
    return int(text)
