"""The client's link and signature: who may open, what must be agreed to, what is kept of it.

A link lives in real time. Opening it never uses it up, since mail scanners open links; signing
does, for every link of the dossier at once: the signature is a milestone. A link is only good
for the address it was sent to: once the address is corrected, older links are dead.
"""

import hashlib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.decide import signatory_id
from chalicelib.policy.roles import Stand
from chalicelib.refusals import FieldProblem, InvalidFields, NotFound, Refusal
from chalicelib.subscription.texts import OPTIONAL, Text
from chalicelib.words.names import ADDRESS_IN_NAME, has_address
from chalicelib.words.translation import _

LINK_LIFE = timedelta(days=30)
LINK_MEMORY = timedelta(days=90)
"""How long an expired link is still recognised, so that its page can offer another."""

LONGEST_NAME = 120
LONGEST_REASON = 500


class LinkUnknown(NotFound):
    """No link has this secret, or it was sent to an address that is no longer the client's."""

    code = "link-unknown"
    status = 404
    message = _(
        "Ce lien n’est pas, ou n’est plus, le bon. Ouvrez le plus récent de nos mails, "
        "ou demandez à votre installateur de vous en renvoyer un."
    )


class LinkExpired(Refusal):
    """The link was good, and its days are over: another can be had."""

    code = "link-expired"
    status = 410
    message = _("Ce lien a expiré : demandez-en un nouveau, il arrive aussitôt par mail.")


class AlreadySigned(Refusal):
    """The subscription is signed: there is nothing left to decide by this link."""

    code = "already-signed"
    status = 409
    message = _("Votre souscription est déjà signée : vous n’avez plus rien à faire.")


class NothingToSign(Refusal):
    """The dossier is not sent, or is over."""

    code = "nothing-to-sign"
    status = 409
    message = _("Ce dossier n’est plus en cours : il n’y a plus rien à signer.")


@dataclass(frozen=True, slots=True)
class Link:
    """A link, whose secret only its addressee holds: the table keeps the secret's fingerprint.

    `address_print` is that of the address it was sent to, salted with the secret, so that the
    table alone confirms no address. Times are real, aware UTC.
    """

    secret: str = field(repr=False)
    dossier_id: str
    address_print: str
    sent_at: datetime
    expires_at: datetime

    def is_expired(self, now: datetime) -> bool:
        """Say whether the link's days are over."""
        return now >= self.expires_at


def print_address(secret: str, email: str) -> str:
    """Fingerprint the client's address for one link."""
    plain = f"{secret}\x00{email.strip().casefold()}"
    return hashlib.sha256(plain.encode()).hexdigest()


def signatory_of(dossier_id: str) -> Actor:
    """Give the client as the actor who came by the link of one dossier, and may see that one."""
    return Actor(signatory_id(dossier_id), str(Stand.SIGNATORY), "page")


def has_contract(dossier: Dossier) -> bool:
    """Say whether the client already has an electricity contract."""
    return dossier.values_of("electricity").get("has_contract") is True


def is_consumer(dossier: Dossier) -> bool:
    """Say whether the client is a consumer, and not a professional (Code de la consommation)."""
    return dossier.values_of("client").get("client_type") != "professionnel"


def box_of(text: Text) -> str:
    """Name a text's box on the page."""
    return f"consent_{text.text_id}"


def needed_boxes(texts: Collection[Text]) -> tuple[str, ...]:
    """Name the boxes without which there is no signature, in the order of the page."""
    return tuple(box_of(text) for text in texts if text.text_id not in OPTIONAL)


def trim_name(name: str) -> str:
    """Write a typed name as it is kept: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def list_problems(
    name: str, ticked: Collection[str], texts: Collection[Text]
) -> tuple[FieldProblem, ...]:
    """List what a signature lacks: one of its consents, or a name."""
    words = _("Cochez la case pour donner votre accord ; sans lui nous ne pouvons rien faire.")
    asked = (box for box in needed_boxes(texts) if box not in ticked)
    problems = [FieldProblem(box, "missing", words) for box in asked]
    if not any(letter.isalpha() for letter in name):
        words = _("Écrivez votre prénom et votre nom : c’est votre signature.")
        problems.append(FieldProblem("name", "missing", words))
    elif len(name) > LONGEST_NAME:
        words = _("Votre nom : {most} caractères au plus.")
        problems.append(FieldProblem("name", "too-long", words, {"most": LONGEST_NAME}))
    elif has_address(name):
        label = {"label": _("Votre nom")}
        problems.append(FieldProblem("name", "address-in-name", ADDRESS_IN_NAME, label))
    return tuple(problems)


def require_reason(reason: str) -> str:
    """Bound the client's reason to decline; it may be left empty."""
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        words = _("Votre motif : {most} caractères au plus.")
        raise InvalidFields((FieldProblem("reason", "too-long", words, {"most": LONGEST_REASON}),))
    return reason
