"""The offer in words: its name with its version, and what it is for one dossier."""

from collections.abc import Mapping

from chalicelib.form.figures import find_number_in
from chalicelib.form.values import FormValue
from chalicelib.subscription.offers import OFFERS, Offer
from chalicelib.words import formats
from chalicelib.words.translation import _, translate


def name_offer(code: str, version: str) -> str:
    """Name the version of an offer that was subscribed to."""
    same = (one for one in OFFERS if (one.code, one.version) == (code, version))
    found = next(same, None)
    words = _("{label} ({code}, version {version})")
    label = translate(found.label) if found else code
    return translate(words, label=label, code=code, version=version)


def tell_offer(offer: Offer, documents: Mapping[str, FormValue]) -> tuple[str, ...]:
    """Tell what an offer is for one dossier, with the kilowattheures that are loaded before.

    `documents` are the values of step 5, which asks for the pre-load.
    """
    told = [translate(point) for point in offer.points]
    preload = find_number_in(documents, "preload_kwh")
    if preload:
        words = _("Votre installateur a demandé un pré-chargement de {number} kWh.")
        told.append(translate(words, number=formats.number(preload)))
    return tuple(told)
