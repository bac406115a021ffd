"""The offer that a client subscribes to, dated: what it is, and what is known of its price.

What stands here comes from the guide Urban Solar. It gives no price (its tariffs are a document
of partners), so none is shown: a page says that it is not here, and whom to ask.
"""

from dataclasses import dataclass
from datetime import date

from chalicelib.words.translation import _


@dataclass(frozen=True, slots=True)
class Offer:
    """One version of an offer. `points` are msgids: what it is, one sentence each."""

    code: str
    version: str
    valid_from: date
    label: str
    points: tuple[str, ...]
    prices: tuple[str, ...] = ()
    """Published prices, one sentence each; empty while none is published."""


VIRTUAL_STORAGE = Offer(
    code="BV",
    version="2026-01",
    valid_from=date(2026, 1, 1),
    label=_("Stockage virtuel"),
    points=(
        _("Votre surplus injecté sur le réseau est compté pour vous, en kilowattheures."),
        _("Il commence le jour de la mise en service par le gestionnaire du réseau."),
        _("Aucun appareil n’est à installer pour cela."),
    ),
)
OFFERS: tuple[Offer, ...] = (VIRTUAL_STORAGE,)
"""Every version of every offer: what was signed can be told again."""


def offer_on(day: date) -> Offer:
    """Give the offer that is subscribed to on a day."""
    current = [offer for offer in OFFERS if offer.valid_from <= day]
    return max(current, key=lambda offer: offer.valid_from)
