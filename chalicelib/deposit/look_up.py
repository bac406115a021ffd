"""What the searches of a step propose, asked of the registries and of the catalogue.

Each search asks a fixed number of times, and whatever happens the page is shown: a registry that is
silent or knows nothing leaves what was typed, which is enough.
"""

import re
from collections.abc import Callable

from chalicelib.audit.model import Actor
from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.deposit import lookups
from chalicelib.deposit.lookups import Choice, Lookup, Lookups, Place, Texts, write_choice
from chalicelib.dossiers.model import Dossier
from chalicelib.form.identifiers import compact
from chalicelib.form.steps import Step
from chalicelib.form.typed import to_texts
from chalicelib.registries.configured import find_addresses, find_companies, find_parcels
from chalicelib.registries.model import Address, AddressRegistry, Company, Parcel, Precision
from chalicelib.words.formats import in_figures, show_number
from chalicelib.words.translation import _, translate

GOOD_SCORE = 0.6
"""The national base gives 1 to an address that is typed as it is; below this it guesses."""

HOUSE_NUMBER = re.compile(r"[0-9]+", re.ASCII)


SILENT = _(
    "Ce registre ne répond pas pour l’instant. Votre saisie est enregistrée et suffit ; vous pouvez "
    "réessayer dans une minute."
)
UNKNOWN = _("Rien n’a été trouvé. Votre saisie est enregistrée telle quelle, et suffit.")
CHECK = _("Vérifiez avant de reprendre : votre saisie reste tant que vous ne la remplacez pas.")


def list_lookups(dossier: Dossier, step: Step, asked: str, by: Actor) -> Lookups:
    """List a step's searches by the field that they stand after; the one asked has proposals."""
    texts = to_texts(step, dossier.values_of(step))
    place = lookups.find_place(step, asked)
    match step:
        case Step.CLIENT:
            return _of_client(texts, place)
        case Step.EQUIPMENT:
            from chalicelib.deposit.look_up_equipment import list_equipment_lookups

            return list_equipment_lookups(dossier, texts, place, by)
        case _:
            return {}


def _of_client(texts: Texts, place: Place | None) -> Lookups:
    """The searches of the client's step whose registry this stage has."""
    asked = place.name if place else ""
    found: Lookups = {}
    if find_companies():
        found["siret"] = _opened(COMPANY, texts, asked, propose_companies)
    if find_addresses():
        found["city"] = _opened(ADDRESS, texts, asked, propose_addresses)
    if find_addresses() and find_parcels():
        found["parcels"] = _opened(PARCELS, texts, asked, propose_parcels)
    return found


type Propose = Callable[[Texts], tuple[tuple[Choice, ...], str]]

COMPANY = Lookup(
    lookups.COMPANY,
    _("Chercher l’entreprise"),
    hint=_("D’après le SIRET, le SIREN ou la raison sociale."),
    legend=_("Entreprises proposées"),
    take=_("Reprendre cette entreprise"),
)
ADDRESS = Lookup(
    lookups.ADDRESS,
    _("Chercher l’adresse"),
    hint=_("D’après la Base Adresse Nationale ; une adresse qui n’y est pas se saisit à la main."),
    legend=_("Adresses proposées"),
    take=_("Reprendre cette adresse"),
)
PARCELS = Lookup(
    lookups.PARCELS,
    _("Chercher la parcelle"),
    hint=_("D’après l’adresse ci-dessus, au cadastre."),
    legend=_("Parcelles proposées à cette adresse"),
    takes_several=True,
    tick=_("J’ai vérifié sur le plan cadastral ou l’acte que l’installation est bien là."),
    take=_("Ajouter les parcelles cochées"),
)


def _opened(lookup: Lookup, texts: Texts, asked: str, propose: Propose) -> Lookup:
    """The search in the reader's words, with its proposals when it is the one asked."""
    choices, told = propose_or_say(propose, texts) if lookup.place == asked else ((), "")
    return Lookup(
        place=lookup.place,
        button=translate(lookup.button),
        hint=translate(lookup.hint),
        is_open=lookup.place == asked,
        legend=translate(lookup.legend),
        choices=choices,
        takes_several=lookup.takes_several,
        tick=translate(lookup.tick) if lookup.tick else "",
        take=translate(lookup.take),
        told=told or (translate(CHECK) if choices else translate(UNKNOWN)),
    )


def propose_or_say(propose: Propose, texts: Texts) -> tuple[tuple[Choice, ...], str]:
    """Propose, or say that the registry is silent."""
    try:
        return propose(texts)
    except OutsideTrouble:
        return (), translate(SILENT)


def propose_addresses(texts: Texts) -> tuple[tuple[Choice, ...], str]:
    """Propose the addresses that the typed one may mean (F96)."""
    registry, words = find_addresses(), address_words(texts)
    if registry is None or not words:
        return (), translate(_("Saisissez d’abord le numéro et la rue, ou la commune."))
    return tuple(_choice_of_address(one) for one in registry.search_addresses(words)), ""


def address_words(texts: Texts) -> str:
    """The typed address on one line."""
    parts = (texts.get(name, "") for name in ("address", "postcode", "city"))
    return " ".join(part.strip() for part in parts if part.strip())


def _choice_of_address(one: Address) -> Choice:
    fields = {"address": one.line, "postcode": one.postcode, "city": one.city}
    is_whole = one.precision is Precision.HOUSE
    return Choice(
        write_choice(fields),
        f"{one.line}, {one.postcode} {one.city}",
        warning=""
        if is_whole
        else translate(_("Sans numéro de rue : ajoutez-le après l’avoir reprise.")),
    )


def propose_parcels(texts: Texts) -> tuple[tuple[Choice, ...], str]:
    """Propose the parcels at the typed address, once it is a good one (F98)."""
    addresses, parcels = find_addresses(), find_parcels()
    if addresses is None or parcels is None:
        return (), ""
    address = find_good_address(addresses, texts)
    if address is None:
        return (), translate(
            _(
                "Cette adresse n’est pas connue avec son numéro : cherchez-la d’abord, ou saisissez "
                "section et numéro vous-même."
            )
        )
    found = parcels.list_parcels_at(address.longitude, address.latitude)
    return tuple(_choice_of_parcel(one) for one in found), ""


def find_good_address(registry: AddressRegistry, texts: Texts) -> Address | None:
    """Find the point of the typed address: its own house number, well scored, in its postcode."""
    number, postcode = _number_of(texts.get("address", "")), texts.get("postcode", "").strip()
    if not number:
        return None
    return next(
        (
            one
            for one in registry.search_addresses(address_words(texts))
            if one.precision is Precision.HOUSE
            and one.score >= GOOD_SCORE
            and _number_of(one.line) == number
            and postcode in {"", one.postcode}
        ),
        None,
    )


def _number_of(line: str) -> str:
    """The house number that a line begins with, empty without one: "12bis rue" has 12."""
    found = HOUSE_NUMBER.match(line.strip())
    return found[0] if found else ""


def _choice_of_parcel(one: Parcel) -> Choice:
    about = [one.city] if one.city else []
    if one.area_m2:
        about.append(translate(_("{area} m²"), area=show_number(one.area_m2)))
    if one.prefix:
        about.append(translate(_("préfixe {prefix}"), prefix=one.prefix))
    return Choice(
        write_choice({"section": one.section, "number": one.number}),
        translate(_("Section {section}, numéro {number}"), section=one.section, number=one.number),
        ", ".join(about),
    )


def propose_companies(texts: Texts) -> tuple[tuple[Choice, ...], str]:
    """Propose the establishments of the typed SIRET, SIREN or name (F299)."""
    registry = find_companies()
    words = compact(texts.get("siret", "")) or texts.get("company_name", "").strip()
    if registry is None or not words:
        return (), translate(_("Saisissez d’abord un SIRET, un SIREN ou la raison sociale."))
    return tuple(_choice_of_company(one) for one in registry.search_companies(words)), ""


def _choice_of_company(one: Company) -> Choice:
    fields = {"siret": one.siret} | ({"company_name": one.name} if one.name else {})
    about = [one.address] if one.address else []
    if one.is_head_office:
        about.append(translate(_("siège")))
    name = one.name or translate(_("Nom non diffusé"))
    return Choice(
        write_choice(fields),
        translate(_("{name}, SIRET {siret}"), name=name, siret=one.siret),
        ", ".join(about),
        _tell_closed(one),
    )


def _tell_closed(one: Company) -> str:
    if not one.is_closed:
        return ""
    if one.closed_on is None:
        return translate(_("Établissement fermé d’après le registre : vérifiez avec le client."))
    return translate(
        _("Établissement fermé depuis le {day} d’après le registre : vérifiez avec le client."),
        day=in_figures(one.closed_on),
    )
