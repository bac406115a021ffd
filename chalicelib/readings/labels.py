"""The labels of French papers, as patterns on folded text, by what they announce.

A label without a subject (a SIRET, a gas meter's number, a date of payment) claims the value
beside it, so that nobody else takes it. `bare` labels are ordinary words: they count only alone
in their cell, or before a colon. Rank 0 is what names the subject, rank 1 what may mean it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chalicelib.readings.model import Subject


class Family(StrEnum):
    """What kind of value a label announces."""

    DIGITS = "digits"
    POWER = "power"
    NAME = "name"
    PLACE = "place"
    DATE = "date"
    CODE = "code"
    MODEL = "model"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Label:
    """One way to announce a subject; `slots` empty means in any paper."""

    pattern: re.Pattern[str]
    family: Family
    subject: Subject | None
    rank: int = 0
    bare: bool = False
    slots: tuple[str, ...] = ()


_NUMBER: Final = r"(?:n(?:umero|um\.?|o\b|[°\.])?\s*(?:de\s+|du\s+|d')?)?"


def _label(
    pattern: str,
    family: Family,
    subject: Subject | None = None,
    *,
    rank: int = 0,
    bare: bool = False,
    slots: str = "",
) -> Label:
    whole = re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")
    return Label(whole, family, subject, rank, bare, tuple(slots.split()))


_DIGITS: Final = (
    _label(
        rf"{_NUMBER}(?:pdl|prm|p\.d\.l\.?|p\.r\.m\.?)"
        r"(?:\s*(?:/|ou|-|\()\s*(?:pdl|prm)\)?)?",
        Family.DIGITS,
        Subject.PDL,
    ),
    _label(
        rf"{_NUMBER}point\s+de\s+livraison(?:\s+(?:d')?electri(?:cite|que))?"
        r"(?:\s*\(?\s*(?:pdl|prm)(?:\s*/\s*(?:pdl|prm))?\s*\)?)?",
        Family.DIGITS,
        Subject.PDL,
    ),
    _label(
        rf"{_NUMBER}point\s+(?:de\s+)?reference(?:\s+et\s+de)?\s+mesure"
        r"(?:\s*\(?\s*(?:pdl|prm)\s*\)?)?",
        Family.DIGITS,
        Subject.PDL,
    ),
    _label(
        r"ref(?:erence|\.)?\s+(?:d')?acheminement(?:\s+electri(?:cite|que))?",
        Family.DIGITS,
        Subject.PDL,
        rank=1,
    ),
    _label(rf"{_NUMBER}(?:siret|siren|rcs|tva|ape|naf)", Family.DIGITS),
    _label(rf"{_NUMBER}(?:pce|point\s+de\s+comptage[^:]*|compteur(?:\s+\w+)?)", Family.DIGITS),
    _label(r"point\s+de\s+livraison\s+(?:de\s+)?gaz(?:\s+naturel)?", Family.DIGITS),
    _label(
        r"(?:n(?:umero|[°o\.])?\s*(?:de\s+)?|ref(?:erence|\.)?\s+(?:de\s+)?)"
        r"(?:votre\s+)?(?:client|contrat|compte|rae|facture|mandat|adherent)",
        Family.DIGITS,
    ),
    _label(r"identifiant(?:\s+\w+)?|iban|bic|ics|rum|telephone|tel\.?|mobile", Family.DIGITS),
)

_POWERS: Final = (
    _label(
        r"puiss(?:ance|\.)\s+(?:electrique\s+)?souscr(?:ite|\.)(?:\s+(?:actuelle|au\s+contrat))?",
        Family.POWER,
        Subject.SUBSCRIBED_POWER,
    ),
    _label(
        r"puissance\s+(?:de|du)\s+(?:votre\s+|l')?(?:contrat|abonnement)",
        Family.POWER,
        Subject.SUBSCRIBED_POWER,
        rank=1,
    ),
    _label(
        r"puissance\s+(?:de\s+|du\s+)?raccordement(?:\s+(?:demandee|en\s+injection|autorisee))?",
        Family.POWER,
        Subject.CONNECTION_POWER,
    ),
    _label(
        r"(?:puissance\s+(?:maximale\s+|max\.?\s+)?(?:d'|de\s+l')?inject(?:ion|ee)"
        r"(?:\s+(?:maximale|limitee|autorisee|sur\s+le\s+reseau))*"
        r"|puissance\s+(?:maximale\s+)?(?:limitee|bridee)(?:\s+a)?"
        r"|(?:limitee?|bridee?)s?\s+a|puissance\s+apres\s+(?:bridage|limitation)"
        r"|(?:valeur|seuil)\s+(?:de|du)\s+(?:bridage|limitation))",
        Family.POWER,
        Subject.CONNECTION_POWER,
        rank=1,
    ),
    _label(
        r"puissance\s+(?:totale\s+|nominale\s+|maximale\s+)?(?:de\s+(?:la\s+)?production\s+)?"
        r"install(?:ee|\.)(?:\s+(?:totale|en\s+production|de\s+production|onduleurs?|cote\s+ac))?",
        Family.POWER,
        Subject.INSTALLED_POWER,
    ),
    _label(
        r"puissance\s+(?:totale\s+|nominale\s+|maximale\s+)?(?:de\s+)?(?:la\s+|l')?"
        r"(?:installation(?:\s+de\s+production)?|production(?:\s+totale)?|generateur|centrale)",
        Family.POWER,
        Subject.INSTALLED_POWER,
        rank=1,
    ),
    _label(
        r"puissance\s+(?:totale\s+)?(?:(?:photovoltaique|pv|installee|du\s+champ)\s+)?"
        r"cretes?(?:\s+(?:totale|installee|du\s+generateur|des\s+(?:modules|panneaux)))?",
        Family.POWER,
        Subject.PEAK_POWER,
    ),
    _label(
        r"puissance\s+(?:unitaire|maximale|atteinte|reactive|active|apparente|max\.?|du\s+compteur"
        r"|de\s+soutirage|d'un\s+\w+|des?\s+\w+)",
        Family.POWER,
        rank=2,
    ),
)

_NAMES: Final = (
    _label(
        r"(?:nom\s+(?:et\s+prenom\s+)?du\s+)?titulaires?(?:\(s\))?(?:\s+du\s+contrat)?"
        r"|nom\s+du\s+(?:client|contractant)|contrat\s+au\s+nom\s+de",
        Family.NAME,
        Subject.HOLDER_NAME,
        slots="facture",
    ),
    _label(
        r"(?:vos|votre|nos)\s+references?\s+client|client(?:\s+facture)?|au\s+nom\s+de",
        Family.NAME,
        Subject.HOLDER_NAME,
        rank=1,
        bare=True,
        slots="facture",
    ),
    _label(
        r"(?:nom\s+du\s+|identite\s+du\s+)?(?:maitre\s+d'ouvrage|producteur|proprietaire|client"
        r"|titulaire(?:\s+du\s+contrat)?|beneficiaire|exploitant)",
        Family.NAME,
        Subject.HOLDER_NAME,
        bare=True,
        slots="consuel attestation_bridage",
    ),
    _label(
        r"(?:nom|identite)(?:\s+et\s+prenom)?\s+du\s+(?:declarant|demandeur|petitionnaire)"
        r"|(?:depose|presente|demande|sollicite|souscrite?)e?\s+par",
        Family.NAME,
        Subject.HOLDER_NAME,
        slots="mairie",
    ),
    _label(
        r"declarante?|demandeur|demandeuse|petitionnaire|beneficiaire|titulaire",
        Family.NAME,
        Subject.HOLDER_NAME,
        bare=True,
        slots="mairie",
    ),
    _label(
        r"(?:le\s+|nom\s+du\s+|identite\s+du\s+)?mandant|nom\s+du\s+client",
        Family.NAME,
        Subject.HOLDER_NAME,
        bare=True,
        slots="mandat",
    ),
    _label(
        r"(?:je|nous)\s*,?\s+soussignee?s?(?:\s*\(e\))?(?:\s*,)?",
        Family.NAME,
        Subject.HOLDER_NAME,
        slots="mandat",
    ),
    _label(
        r"client|producteur",
        Family.NAME,
        Subject.HOLDER_NAME,
        rank=1,
        bare=True,
        slots="mandat",
    ),
    _label(
        r"(?:nom\s+(?:de\s+)?|raison\s+sociale\s+(?:de\s+)?)(?:l'|du\s+)?"
        r"(?:installateur|installatrice|entreprise(?:\s+installatrice)?)"
        r"|installateur(?:\s+(?:electricien|qualifie|agree))?|auteur\s+des\s+travaux"
        r"|entreprise\s+(?:installatrice|d'installation|ayant\s+realise\s+les\s+travaux)",
        Family.NAME,
        Subject.INSTALLER_NAME,
        bare=True,
        slots="consuel mandat attestation_bridage",
    ),
    _label(
        r"entreprise|societe|etablie?\s+par",
        Family.NAME,
        Subject.INSTALLER_NAME,
        rank=1,
        bare=True,
        slots="consuel attestation_bridage",
    ),
    _label(
        r"(?:le\s+|nom\s+du\s+|identite\s+du\s+)?mandataire",
        Family.NAME,
        Subject.INSTALLER_NAME,
        bare=True,
        slots="mandat",
    ),
    _label(
        r"donn(?:e|ons)\s+(?:mandat|pouvoir|procuration)(?:\s+\w+)?\s+a"
        r"|installation(?:\s+(?:de\s+production|photovoltaique|electrique))?\s+(?:a\s+ete\s+)?realisee\s+par|travaux\s+(?:ont\s+ete\s+)?realises\s+par",
        Family.NAME,
        Subject.INSTALLER_NAME,
        slots="mandat consuel attestation_bridage",
    ),
    _label(
        r"(?:le\s+)?maire|signataire|interlocuteur|conseiller|agent|instructeur|inspecteur"
        r"|fournisseur|gestionnaire(?:\s+de\s+reseau)?|nom|prenoms?|qualite|representee?\s+par",
        Family.NAME,
        bare=True,
        rank=2,
    ),
)

_PLACES: Final = (
    _label(
        r"adresse\s+(?:du|de\s+l'|de\s+la|des|de)\s*(?:lieu\s+(?:de\s+|d')?)?"
        r"(?:site|chantier|installation|travaux|terrain|consommation|point\s+de\s+livraison|pdl"
        r"|production|projet|logement|execution)(?:\s+de\s+(?:production|consommation))?"
        r"|lieu\s+(?:de\s+consommation|d'installation|des\s+travaux|d'execution)"
        r"|site\s+de\s+(?:production|consommation)|adresse\s+(?:desservie|alimentee)|adresse\s+terrain",
        Family.PLACE,
        Subject.ADDRESS,
    ),
    _label(r"terrain|chantier|site", Family.PLACE, Subject.ADDRESS, bare=True),
    _label(
        r"(?:installation|terrain|chantier|site)[^.,;]{0,40}?\s+(?:situee?|sise?)\s*(?:au|a)?",
        Family.PLACE,
        Subject.ADDRESS,
    ),
    _label(r"adresse", Family.PLACE, Subject.ADDRESS, rank=1, bare=True, slots="facture"),
    _label(
        r"adresse\s+(?:de\s+|du\s+|des\s+|d'|postale\s*(?:de\s+|du\s+)?)\s*[a-z' ]+"
        r"|siege(?:\s+social)?|adresse|demeurant|domiciliee?",
        Family.PLACE,
        rank=2,
        bare=True,
    ),
)

_DATES: Final = (
    _label(
        r"date\s+(?:de\s+(?:la\s+)?|d')(?:facture|facturation|emission|edition)"
        r"|(?<!prochaine )facture\s+(?:emise\s+le|du|etablie\s+le)|emise?\s+le|editee?\s+le",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="facture",
    ),
    _label(
        r"date\s+(?:du\s+|de\s+)?(?:visa|l'attestation|delivrance)|visee?\s+(?:par\s+\w+\s+)?le"
        r"|delivree?\s+le|date\s+d'emission",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="consuel",
    ),
    _label(
        r"(?:date\s+(?:de\s+)?(?:la\s+)?(?:reception|depot)(?:\s+(?:en\s+mairie|du\s+dossier"
        r"|de\s+la\s+(?:demande|declaration)))?)"
        r"|(?:recue?|deposee?|enregistree?)\s+(?:en\s+mairie\s+)?le",
        Family.DATE,
        Subject.RECEIVED_ON,
        slots="mairie",
    ),
    _label(
        r"date\s+(?:de\s+(?:la\s+)?|d'|du\s+)(?:decision|arrete|delivrance|certificat|recepisse)"
        r"|arrete\s+(?:en\s+date\s+)?du|delivree?\s+le",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="mairie",
    ),
    _label(
        r"date\s+(?:de\s+(?:la\s+)?)?signature|signee?\s+le|date\s+(?:du\s+mandat|d'etablissement"
        r"|de\s+l'attestation)",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="mandat attestation_bridage",
    ),
    _label(
        r"faite?\s+a\s+[a-z' \-]{2,40}?\s*,?\s+le",
        Family.DATE,
        Subject.ISSUED_ON,
        rank=1,
        slots="mairie mandat attestation_bridage consuel",
    ),
    _label(
        r"(?:date\s+(?:limite|d'echeance|de\s+naissance|de\s+prelevement|de\s+mise|d'affichage"
        r"|de\s+fin|de\s+debut|de\s+la\s+visite|de\s+releve|de\s+prochain\w*)[a-z' ]*"
        r"|(?:a\s+)?(?:payer|regler)\s+avant\s+le|nee?\s+le|prochain\w*\s+\w+\s+(?:le|du|vers\s+le)"
        r"|periode\s+du|affichee?\s+le|valable\s+jusqu'au)",
        Family.DATE,
    ),
    _label(r"date", Family.DATE, bare=True, rank=2),
)

_CODES: Final = (
    _label(
        r"(?:n(?:umero|[°o\.])\s*(?:de\s+(?:l')?|d')(?:attestation|consuel|visa)(?:\s+consuel)?"
        r"|attestation\s+(?:de\s+conformite\s+)?(?:visee\s+)?n(?:umero|[°o\.])"
        r"|(?:reference|ref\.?)\s+(?:de\s+l')?attestation|n(?:umero|[°o\.])\s*consuel)",
        Family.CODE,
        Subject.CONSUEL_NUMBER,
        slots="consuel",
    ),
    _label(
        r"(?:n(?:umero|[°o\.])\s*(?:de\s+(?:la\s+)?|du\s+)?(?:dossier|demande)(?:\s+(?:de\s+)?consuel)?"
        r"|(?:dossier|demande)\s+(?:consuel\s+)?n(?:umero|[°o\.])"
        r"|(?:reference|ref\.?)\s+(?:du\s+|de\s+la\s+)?(?:dossier|demande))",
        Family.CODE,
        Subject.CONSUEL_REQUEST_NUMBER,
        slots="consuel",
    ),
    _label(r"cerfa(?:\s+n(?:umero|[°o\.]))?|formulaire\s+n[°o]|code\s+client", Family.CODE),
)

_MODELS: Final = (
    _label(
        r"(?:marque\s+et\s+)?(?:modele|reference|type)\s+(?:de\s+l'|des\s+|de\s+|d')?onduleurs?"
        r"|onduleurs?(?:\s*\(marque(?:\s+et|,)?\s+modele\))?",
        Family.MODEL,
        Subject.INVERTER_MODEL,
        bare=True,
    ),
    _label(
        r"(?:marque\s+et\s+)?(?:modele|reference|type)\s+(?:des\s+|de\s+|du\s+)?"
        r"(?:modules?|panneaux?)(?:\s+photovoltaiques?)?"
        r"|(?:modules?|panneaux)(?:\s+photovoltaiques?)?(?:\s*\(marque(?:\s+et|,)?\s+modele\))?",
        Family.MODEL,
        Subject.PANEL_MODEL,
        bare=True,
    ),
)

_OTHERS: Final = (
    _label(
        r"montant|total|consommation|index|prix|tarif|abonnement|echeance|page|periode|offre|option"
        r"|objet|commune|ville|code\s+postal|nature|type|statut|usage|batterie|stockage|parcelles?"
        r"|section|cadastre|surface|email|e-mail|courriel|signature|cachet|visa|depart|version"
        r"|vos\s+coordonnees|votre\s+contrat|votre\s+espace|service\s+clients?|nombre|marque"
        r"|modele|reference|numero|n°|norme|schema|protection|operateur|profil|segment",
        Family.OTHER,
        bare=True,
        rank=2,
    ),
)

LABELS: Final = (
    *_DIGITS,
    *_POWERS,
    *_NAMES,
    *_PLACES,
    *_DATES,
    *_CODES,
    *_MODELS,
    *_OTHERS,
)
