"""Labels of words: names, places, equipment, and what only claims its value."""

from typing import Final

from chalicelib.readings.label import Family, announce
from chalicelib.readings.model import Subject

NAMES: Final = (
    announce(
        r"(?:nom\s+(?:et\s+prenom\s+)?du\s+)?titulaires?(?:\(s\))?(?:\s+du\s+contrat)?"
        r"|nom\s+du\s+(?:client|contractant)|contrat\s+au\s+nom\s+de|abonnee?(?:\(e\))?",
        Family.NAME,
        Subject.HOLDER_NAME,
        slots="facture",
    ),
    announce(
        r"(?:vos|votre|nos)\s+references?\s+client|client(?:\s+facture)?|au\s+nom\s+de",
        Family.NAME,
        Subject.HOLDER_NAME,
        rank=1,
        bare=True,
        slots="facture",
    ),
    announce(
        r"(?:nom\s+du\s+|identite\s+du\s+)?(?:maitre\s+(?:d'|de\s+l')ouvrage|producteur|proprietaire|client"
        r"|titulaire(?:\s+du\s+contrat)?|beneficiaire|exploitant)(?:\s+de\s+l'installation)?",
        Family.NAME,
        Subject.HOLDER_NAME,
        bare=True,
        slots="consuel attestation_bridage",
    ),
    announce(
        r"pour\s+le\s+compte\s+de",
        Family.NAME,
        Subject.HOLDER_NAME,
        rank=1,
        slots="consuel attestation_bridage",
    ),
    announce(
        r"(?:nom|identite)(?:\s+et\s+prenom)?\s+du\s+(?:declarant|demandeur|petitionnaire)"
        r"|(?:depose|presente|demande|sollicite|souscrite?)e?\s+par",
        Family.NAME,
        Subject.HOLDER_NAME,
        slots="mairie",
    ),
    announce(
        r"declarante?|demandeur|demandeuse|petitionnaire|beneficiaire|titulaire|par(?=\s*:)",
        Family.NAME,
        Subject.HOLDER_NAME,
        bare=True,
        slots="mairie",
    ),
    announce(
        r"(?:le\s+|nom\s+du\s+|identite\s+du\s+)?mandant|nom\s+du\s+client",
        Family.NAME,
        Subject.HOLDER_NAME,
        bare=True,
        slots="mandat",
    ),
    announce(
        r"(?:je|nous)\s*,?\s+soussignee?s?(?:\s*\(e\))?(?:\s*,)?",
        Family.NAME,
        Subject.HOLDER_NAME,
        slots="mandat",
    ),
    announce(
        r"client|producteur",
        Family.NAME,
        Subject.HOLDER_NAME,
        rank=1,
        bare=True,
        slots="mandat",
    ),
    announce(
        r"(?:nom\s+(?:de\s+)?|raison\s+sociale\s+(?:de\s+)?)(?:l'|du\s+)?"
        r"(?:installateur|installatrice|entreprise(?:\s+installatrice)?)"
        r"|installateur(?:\s+(?:electricien|qualifie|agree))?|auteur\s+des\s+travaux"
        r"|entreprise\s+(?:installatrice|d'installation|ayant\s+realise\s+les\s+travaux)",
        Family.NAME,
        Subject.INSTALLER_NAME,
        bare=True,
        slots="consuel mandat attestation_bridage",
    ),
    announce(
        r"entreprise|societe|etablie?\s+par",
        Family.NAME,
        Subject.INSTALLER_NAME,
        rank=1,
        bare=True,
        slots="consuel attestation_bridage",
    ),
    announce(
        r"(?:le\s+|nom\s+du\s+|identite\s+du\s+)?mandataire",
        Family.NAME,
        Subject.INSTALLER_NAME,
        bare=True,
        slots="mandat",
    ),
    announce(
        r"donn(?:e|ons)\s+(?:[a-z' ]{0,30}\s)?(?:mandat|pouvoir|procuration)(?:\s+\w+)?\s+a"
        r"|installation(?:\s+(?:de\s+production|photovoltaique|electrique))?\s+(?:a\s+ete\s+)?realisee\s+par|travaux\s+(?:ont\s+ete\s+)?realises\s+par",
        Family.NAME,
        Subject.INSTALLER_NAME,
        slots="mandat consuel attestation_bridage",
    ),
    announce(
        r"(?:le\s+)?maire|signataire|interlocuteur|conseiller|agent|instructeur|inspecteur"
        r"|fournisseur|gestionnaire(?:\s+de\s+reseau)?|nom(?:\s*(?:et|,|/|-)\s*prenoms?)?(?:\s+ou\s+(?:raison\s+sociale|denomination))?"
        r"|prenoms?|(?:raison|denomination)\s+sociale|denomination|qualite|representee?\s+par",
        Family.NAME,
        bare=True,
        rank=2,
    ),
)

PLACES: Final = (
    announce(
        r"adresse\s+(?:du|de\s+l'|de\s+la|des|de)\s*(?:lieu\s+(?:de\s+|d')?)?"
        r"(?:site|chantier|installation|travaux|terrain|consommation|point\s+de\s+livraison|pdl"
        r"|production|projet|logement|execution)(?:\s+de\s+(?:production|consommation))?"
        r"|lieu\s+(?:de\s+consommation|d'installation|de\s+l'installation|des\s+travaux|d'execution)"
        r"|site\s+de\s+(?:production|consommation)|adresse\s+(?:desservie|alimentee)|adresse\s+terrain",
        Family.PLACE,
        Subject.ADDRESS,
    ),
    announce(r"terrain|chantier|site", Family.PLACE, Subject.ADDRESS, bare=True),
    announce(
        r"(?:installation|terrain|chantier|site|travaux)[^.,;]{0,40}?\s+(?:situee?s?|sise?s?)\s*(?:au|a)?",
        Family.PLACE,
        Subject.ADDRESS,
    ),
    announce(r"adresse", Family.PLACE, Subject.ADDRESS, rank=1, bare=True, slots="facture"),
    announce(
        r"adresse\s+(?:de\s+|du\s+|des\s+|d'|postale\s*(?:de\s+|du\s+)?)\s*[a-z' ]+"
        r"|siege(?:\s+social)?|adresse|demeurant|domiciliee?",
        Family.PLACE,
        rank=2,
        bare=True,
    ),
)

MODELS: Final = (
    announce(
        r"(?:marque\s+et\s+)?(?:modele|reference|type)\s+(?:de\s+l'|des\s+|de\s+|d')?onduleurs?"
        r"|onduleurs?(?:\s*\(marque(?:\s+et|,)?\s+modele\))?",
        Family.MODEL,
        Subject.INVERTER_MODEL,
        bare=True,
    ),
    announce(
        r"(?:marque\s+et\s+)?(?:modele|reference|type)\s+(?:des\s+|de\s+|du\s+)?"
        r"(?:modules?|panneaux?)(?:\s+photovoltaiques?)?"
        r"|(?:modules?|panneaux)(?:\s+photovoltaiques?)?(?:\s*\(marque(?:\s+et|,)?\s+modele\))?",
        Family.MODEL,
        Subject.PANEL_MODEL,
        bare=True,
    ),
)

OTHERS: Final = (
    announce(
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
