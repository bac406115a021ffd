"""A dossier's way in the words of who never saw one: no trade word goes unexplained."""

from collections.abc import Mapping

from chalicelib.cases.process import words_of
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.process import PROCESS
from chalicelib.words.translation import _

STEPS: Mapping[Milestone, tuple[str, str]] = {
    Milestone(one): (words.name, words.meaning) for one, words in words_of(PROCESS).items()
}
"""Each step by a name and a sentence that says what it is."""

TURNS: Mapping[Party, str] = {
    Party.INSTALLER: _("C’est à votre installateur"),
    Party.CLIENT: _("C’est à vous"),
    Party.US: _("C’est à nous"),
    Party.OPERATOR: _("C’est à {operator}"),
    Party.CONSUEL: _("C’est au Consuel"),
}
"""Whose turn it is, told to the client."""

TASKS: Mapping[tuple[Milestone, Party], str] = {
    (Milestone(one), Party(party)): told
    for one, words in words_of(PROCESS).items()
    for party, told in words.tasks.items()
}
"""What is done at an awaited step, by who acts."""

SLOTS: Mapping[str, str] = {
    "expected": _("attendu de votre installateur"),
    "pending": _("en vérification"),
    "held": _("en vérification"),
    "readable": _("reçu, en relecture"),
    "accepted": _("reçu et accepté"),
    "rejected": _("à remplacer par votre installateur"),
    "refused": _("à remplacer par votre installateur"),
    "superseded": _("remplacé"),
}
"""The state of a document, told to the client."""

GLOSSARY: tuple[tuple[str, str], ...] = (
    (
        _("Raccordement"),
        _("Relier vos panneaux au réseau électrique, pour que leur surplus puisse y partir."),
    ),
    (
        _("Gestionnaire de réseau"),
        _("L’entreprise qui possède les lignes et le compteur, Enedis le plus souvent."),
    ),
    (
        _("PDL"),
        _("Le numéro à 14 chiffres de votre compteur, écrit sur votre facture d’électricité."),
    ),
    (
        _("Consuel"),
        _("L’organisme indépendant qui atteste qu’une installation électrique est sûre."),
    ),
    (
        _("Mise en service"),
        _("Le jour où votre électricité peut partir vers le réseau."),
    ),
    (
        _("Stockage virtuel"),
        _(
            "Un compte d’électricité : votre surplus y est inscrit, en kWh, et vous l’utilisez plus tard."
        ),
    ),
    (
        _("kWh"),
        _("L’unité de l’électricité : un four allumé une heure en consomme environ deux."),
    ),
    (
        _("kVA et kWc"),
        _(
            "Deux mesures de puissance : celle du branchement, et celle des panneaux en plein soleil."
        ),
    ),
)
"""The words of a dossier, explained."""

TEXTS: frozenset[str] = frozenset(
    {
        _("Code de l’énergie, article L342-8"),
        _("CRE, délibération du 25 avril 2013, § 2.5"),
        _("Pratique : guide Urban Solar, « jusqu’à 4 mois »"),
        _("date annoncée par le gestionnaire de réseau"),
    }
)
"""What a date rests on, as the reference data names it: marked here to be translated."""
