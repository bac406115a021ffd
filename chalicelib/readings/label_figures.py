"""Labels of figures: delivery points, powers, dates, numbers of attestations."""

from typing import Final

from chalicelib.readings.label import NUMBER, Family, announce
from chalicelib.readings.model import Subject

DIGITS: Final = (
    announce(
        rf"{NUMBER}(?:pdl|prm|p\.d\.l\.?|p\.r\.m\.?)"
        r"(?:\s*(?:/|ou|-|\()\s*(?:pdl|prm)\)?)?",
        Family.DIGITS,
        Subject.PDL,
    ),
    announce(
        rf"{NUMBER}point\s+de\s+livraison(?:\s+(?:d')?electri(?:cite|que))?"
        r"(?:\s*\(?\s*(?:pdl|prm)(?:\s*/\s*(?:pdl|prm))?\s*\)?)?",
        Family.DIGITS,
        Subject.PDL,
    ),
    announce(
        rf"{NUMBER}point\s+(?:de\s+)?reference(?:\s+et\s+de)?\s+mesure"
        r"(?:\s*\(?\s*(?:pdl|prm)\s*\)?)?",
        Family.DIGITS,
        Subject.PDL,
    ),
    announce(
        r"ref(?:erence|\.)?\s+(?:d')?acheminement(?:\s+electri(?:cite|que))?",
        Family.DIGITS,
        Subject.PDL,
        rank=1,
    ),
    announce(rf"{NUMBER}(?:siret|siren|rcs|tva|ape|naf)", Family.DIGITS),
    announce(rf"{NUMBER}(?:pce|point\s+de\s+comptage[^:]*|compteur(?:\s+\w+)?)", Family.DIGITS),
    announce(r"point\s+de\s+livraison\s+(?:de\s+)?gaz(?:\s+naturel)?", Family.DIGITS),
    announce(
        r"(?:n(?:umero|[°o\.])?\s*(?:de\s+)?|ref(?:erence|\.)?\s+(?:de\s+)?)"
        r"(?:votre\s+)?(?:client|contrat|compte|rae|facture|mandat|adherent)",
        Family.DIGITS,
    ),
    announce(r"identifiant(?:\s+\w+)?|iban|bic|ics|rum|telephone|tel\.?|mobile", Family.DIGITS),
)

POWERS: Final = (
    announce(
        r"puiss(?:ance|\.)\s+(?:electrique\s+)?souscr(?:ite|\.)(?:\s+(?:actuelle|au\s+contrat))?",
        Family.POWER,
        Subject.SUBSCRIBED_POWER,
    ),
    announce(
        r"puissance\s+(?:de|du)\s+(?:votre\s+|l')?(?:contrat|abonnement)",
        Family.POWER,
        Subject.SUBSCRIBED_POWER,
        rank=1,
    ),
    announce(
        r"puissance\s+(?:de\s+|du\s+)?raccordement(?:\s+(?:demandee|en\s+injection|autorisee))*",
        Family.POWER,
        Subject.CONNECTION_POWER,
    ),
    announce(
        r"(?:puissance\s+(?:maximale\s+|max\.?\s+)?(?:d'|de\s+l')?inject(?:ion|ee)"
        r"(?:\s+(?:maximale|limitee|autorisee|sur\s+le\s+reseau))*"
        r"|puissance\s+(?:maximale\s+)?(?:limitee|bridee)(?:\s+a)?"
        r"|(?:limitee?|bridee?)s?\s+a|puissance\s+apres\s+(?:bridage|limitation)"
        r"|(?:valeur|seuil)\s+(?:de|du)\s+(?:bridage|limitation))",
        Family.POWER,
        Subject.CONNECTION_POWER,
        rank=1,
    ),
    announce(
        r"puissance\s+(?:totale\s+|nominale\s+|maximale\s+)?(?:de\s+(?:la\s+)?production\s+)?"
        r"install(?:ee|\.)(?:\s+(?:totale|en\s+production|de\s+production|onduleurs?|cote\s+ac))?",
        Family.POWER,
        Subject.INSTALLED_POWER,
    ),
    announce(
        r"puissance\s+(?:totale\s+|nominale\s+|maximale\s+)?(?:de\s+)?(?:la\s+|l')?"
        r"(?:installation(?:\s+de\s+production)?|production(?:\s+totale)?|generateur|centrale)",
        Family.POWER,
        Subject.INSTALLED_POWER,
        rank=1,
    ),
    announce(
        r"puissance\s+(?:totale\s+)?(?:(?:photovoltaique|pv|installee|du\s+champ)\s+)?"
        r"cretes?(?:\s+(?:totale|installee|du\s+generateur|des\s+(?:modules|panneaux)))?",
        Family.POWER,
        Subject.PEAK_POWER,
    ),
    announce(
        r"puissance\s+(?:unitaire|maximale|atteinte|reactive|active|apparente|max\.?|du\s+compteur"
        r"|de\s+soutirage|d'un\s+\w+|des?\s+\w+)",
        Family.POWER,
        rank=2,
    ),
)

_PLACE: Final = r"[a-z' \-]{2,40}?"
_LAST_DAY: Final = r"le(?=\s+\d{1,2}(?:er)?[ /.\-][^,;:()]{4,16}$)"
"""The day that ends its line: `Lyon, le 3 mars 2026` heads a letter or closes it."""

DATES: Final = (
    announce(
        r"date\s+(?:de\s+(?:la\s+)?|d')(?:facture|facturation|emission|edition)"
        r"|(?<!prochaine )(?<!derniere )(?<!precedente )facture"
        r"(?:\s+d'(?:electricite|energie))?\s+(?:emise\s+le|du|etablie\s+le)"
        r"|emise?\s+le|editee?\s+le",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="facture",
    ),
    announce(
        r"date\s+(?:du\s+|de\s+)?(?:visa|l'attestation|delivrance)|visee?\s+(?:par\s+\w+\s+)?le"
        r"|delivree?\s+le|date\s+d'emission",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="consuel",
    ),
    announce(
        r"(?:date\s+(?:de\s+)?(?:la\s+)?(?:reception|depot)(?:\s+(?:en\s+mairie|du\s+dossier"
        r"|de\s+la\s+(?:demande|declaration)))?)"
        r"|(?:recue?|deposee?|enregistree?)\s+(?:en\s+mairie\s+)?le",
        Family.DATE,
        Subject.RECEIVED_ON,
        slots="mairie",
    ),
    announce(
        r"date\s+(?:de\s+(?:la\s+)?|d'|du\s+)(?:decision|arrete|delivrance|certificat|recepisse)"
        r"|delivree?\s+le",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="mairie",
    ),
    announce(
        r"date\s+(?:de\s+(?:la\s+)?)?signature|signee?\s+le|date\s+(?:du\s+mandat|d'etablissement"
        r"|de\s+l'attestation)|attestation\s+etablie\s+le",
        Family.DATE,
        Subject.ISSUED_ON,
        slots="mandat attestation_bridage",
    ),
    announce(
        rf"(?:faite?|delivree?)\s+a\s+{_PLACE}\s*,?\s+le|^(?:faite?|delivree?)\s+a\s+{_PLACE},?$"
        rf"|^(?:a\s+)?{_PLACE},\s*{_LAST_DAY}",
        Family.DATE,
        Subject.ISSUED_ON,
        rank=1,
        slots="mairie mandat attestation_bridage consuel",
    ),
    announce(
        r"(?:date\s+(?:limite|d'echeance|de\s+naissance|de\s+prelevement|de\s+mise|d'affichage"
        r"|de\s+fin|de\s+debut|de\s+la\s+visite|de\s+releve|de\s+prochain\w*)[a-z' ]*"
        r"|(?:a\s+)?(?:payer|regler)\s+avant\s+le|nee?\s+le|prochain\w*\s+\w+\s+(?:le|du|vers\s+le)"
        r"|periode\s+du|affichee?\s+le|valable\s+jusqu'au)",
        Family.DATE,
    ),
    announce(r"date", Family.DATE, bare=True, rank=2),
)

CODES: Final = (
    announce(
        r"(?:n(?:umero|[°o\.])\s*(?:de\s+(?:l')?|d')(?:attestation|consuel|visa)(?:\s+consuel)?"
        r"|attestation\s+(?:de\s+conformite\s+)?(?:visee\s+)?n(?:umero|[°o\.])"
        r"|(?:reference|ref\.?)\s+(?:de\s+l')?attestation|n(?:umero|[°o\.])\s*consuel)",
        Family.CODE,
        Subject.CONSUEL_NUMBER,
        slots="consuel",
    ),
    announce(
        r"(?:n(?:umero|[°o\.])\s*(?:de\s+(?:la\s+)?|du\s+)?(?:dossier|demande)(?:\s+(?:de\s+)?consuel)?"
        r"|(?:dossier|demande)\s+(?:consuel\s+)?n(?:umero|[°o\.])"
        r"|(?:reference|ref\.?)\s+(?:du\s+|de\s+la\s+)?(?:dossier|demande))",
        Family.CODE,
        Subject.CONSUEL_REQUEST_NUMBER,
        slots="consuel",
    ),
    announce(r"cerfa(?:\s+n(?:umero|[°o\.]))?|formulaire\s+n[°o]|code\s+client", Family.CODE),
)
