"""Where the numbers people must find stand: in words and in drawings of our own (row F79).

The drawings stand in `templates/static/examples`, some of them beside the pieces they show.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.words.translation import _, translate

ROW = re.compile(r"\.[0-9]+\.", re.ASCII)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: its file, what it shows, and what its numbers point at, in order."""

    file: str
    words: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """Help for one field, opened by who needs it: the question it answers, and drawings."""

    question: str
    pictures: tuple[Picture, ...]


BILL = Picture(
    "facture.svg",
    _("Dessin d’une facture d’électricité avec trois repères."),
    (
        _("Le nom et l’adresse du titulaire du contrat."),
        _("Le PDL, aussi appelé PRM ou point de livraison : 14 chiffres."),
        _("La puissance souscrite, en kVA."),
    ),
)
LINKY = Picture(
    "aide_linky.svg",
    _("Dessin d’un compteur Linky avec deux repères."),
    (
        _("Appuyez sur « + » jusqu’à l’écran « Numéro de PRM »."),
        _("Les 14 chiffres du PRM sont ceux du PDL."),
    ),
)
BREAKER = Picture(
    "aide_disjoncteur.svg",
    _("Dessin d’un disjoncteur de branchement avec trois repères."),
    (
        _("Les réglages possibles, en ampères."),
        _("Le réglage en place : en monophasé, 30 A font 6 kVA, 45 A 9 kVA et 60 A 12 kVA."),
        _("Deux fils en entrée : monophasé. Quatre fils : triphasé."),
    ),
)
CADASTRE = Picture(
    "plan_de_situation.svg",
    _("Dessin d’un plan cadastral avec deux repères."),
    (
        _("La parcelle où se trouve l’installation."),
        _("Sa section (une ou deux lettres) et son numéro : ici section AB, parcelle 32."),
    ),
)
CONSUEL = Picture(
    "consuel_bleu.svg",
    _("Dessin d’une attestation Consuel avec trois repères."),
    (
        _("Le numéro de l’attestation."),
        _("La puissance, la même que sur la demande de raccordement."),
        _("Le visa : l’attestation compte une fois visée."),
    ),
)
CONSUEL_REQUEST = Picture(
    "aide_demande_consuel.svg",
    _("Dessin de l’accusé de réception d’une demande de Consuel avec deux repères."),
    (_("Le numéro de la demande."), _("Sa date.")),
)
COMPANY = Picture(
    "aide_siret.svg",
    _("Dessin d’un extrait d’immatriculation avec deux repères."),
    (
        _("Le SIRET de l’établissement : 14 chiffres, sur l’extrait Kbis ou une facture."),
        _("Ses 9 premiers chiffres sont le SIREN : il manque les 5 derniers."),
    ),
)
INVERTER = Picture(
    "aide_onduleur.svg",
    _("Dessin d’un onduleur et de sa plaque avec deux repères."),
    (
        _("La marque et le modèle, sur la plaque ou la fiche technique."),
        _("La puissance apparente de sortie : 8 000 VA s’écrivent 8 kVA."),
    ),
)
PANEL = Picture(
    "aide_panneau.svg",
    _("Dessin d’un panneau et de son étiquette avec deux repères."),
    (
        _("La marque et le modèle, sur l’étiquette au dos ou la fiche technique."),
        _("La puissance d’un panneau, en watts (Pmax)."),
    ),
)
CABINET = Picture(
    "aide_coffret.svg",
    _("Dessin d’un coffret électrique avec un repère."),
    (_("La largeur du coffret, mesurée à l’extérieur, en centimètres."),),
)

HELPS: Mapping[str, Help] = {
    "siret": Help(_("Où trouver le SIRET ?"), (COMPANY,)),
    "parcels": Help(_("Où trouver la section et la parcelle ?"), (CADASTRE,)),
    "holder_name": Help(_("Où lire le nom du titulaire ?"), (BILL,)),
    "pdl": Help(_("Où trouver le PDL ?"), (BILL, LINKY)),
    "subscribed_power_kva": Help(_("Où lire la puissance souscrite ?"), (BILL, BREAKER)),
    "phases": Help(_("Monophasé ou triphasé : comment le voir ?"), (BREAKER,)),
    "cabinet_width_cm": Help(_("Quelle largeur mesurer ?"), (CABINET,)),
    "inverters.unit_power_kva": Help(_("Où lire la puissance d’un onduleur ?"), (INVERTER,)),
    "panels.unit_power_w": Help(_("Où lire la puissance d’un panneau ?"), (PANEL,)),
    "consuel_request_number": Help(
        _("Où trouver le numéro de la demande de Consuel ?"), (CONSUEL_REQUEST,)
    ),
    "consuel_number": Help(_("Où trouver le numéro de Consuel ?"), (CONSUEL,)),
}
"""The help of each field by name, those of rows after the name of their group."""


def find_help(name: str, before: str = "") -> Help | None:
    """Find the help of a field in the reader's words; of rows, beside the first one alone."""
    if before and ".0." not in before:
        return None
    found = HELPS.get(ROW.sub(".", before) + name)
    if found is None:
        return None
    return Help(
        translate(found.question),
        tuple(
            Picture(
                f"examples/{one.file}",
                translate(one.words),
                tuple(translate(mark) for mark in one.marks),
            )
            for one in found.pictures
        ),
    )
