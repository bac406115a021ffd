"""A dossier's way in the words of who never saw one: no trade word goes unexplained."""

from collections.abc import Mapping

from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.party import Party
from chalicelib.words.translation import _

STEPS: Mapping[Milestone, tuple[str, str]] = {
    Milestone.SUBMITTED: (
        _("Dossier envoyé"),
        _("Votre installateur nous a transmis le dossier de votre installation solaire."),
    ),
    Milestone.SUBSCRIPTION_SIGNED: (
        _("Votre signature"),
        _(
            "Vous signez en ligne votre contrat de stockage virtuel : il compte pour vous "
            "l’électricité solaire que vous ne consommez pas tout de suite."
        ),
    ),
    Milestone.PIECES_COMPLETE: (
        _("Documents vérifiés"),
        _("Nous vérifions les documents déposés par l’installateur : facture, photos, mairie."),
    ),
    Milestone.REQUEST_FILED: (
        _("Demande envoyée"),
        _(
            "Nous demandons à {operator}, qui gère le réseau électrique chez vous, d’y relier vos panneaux."
        ),
    ),
    Milestone.REQUEST_QUALIFIED: (
        _("Demande jugée complète"),
        _("{operator} confirme qu’il ne manque rien à la demande."),
    ),
    Milestone.REQUEST_VALIDATED: (
        _("Demande acceptée"),
        _("{operator} donne son accord pour relier votre installation au réseau."),
    ),
    Milestone.CONSUEL_ACCEPTED: (
        _("Installation contrôlée"),
        _("Le Consuel, un organisme indépendant, atteste que l’installation électrique est sûre."),
    ),
    Milestone.COMMISSIONING_ORDERED: (
        _("Mise en service commandée"),
        _("Nous demandons à {operator} de laisser partir votre électricité vers le réseau."),
    ),
    Milestone.COMMISSIONED: (
        _("Mise en service"),
        _("Votre électricité part vers le réseau : votre stockage virtuel commence ce jour-là."),
    ),
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

INSTRUCTING = (
    _("{operator} étudie la demande de raccordement. Vous n’avez rien à faire."),
    _("{operator} a demandé un document : votre installateur le dépose."),
)

TASKS: Mapping[tuple[Milestone, Party], str] = {
    (Milestone.SUBSCRIPTION_SIGNED, Party.CLIENT): _(
        "Lisez et signez votre souscription : le lien est dans le mail que vous avez reçu de nous."
    ),
    (Milestone.SUBSCRIPTION_SIGNED, Party.INSTALLER): _(
        "Votre souscription n’est pas signée : votre installateur voit avec vous ce qui bloque."
    ),
    (Milestone.PIECES_COMPLETE, Party.INSTALLER): _(
        "Votre installateur dépose les documents qui manquent encore."
    ),
    (Milestone.PIECES_COMPLETE, Party.US): _("Nous vérifions les documents déposés."),
    (Milestone.REQUEST_FILED, Party.US): _("Nous envoyons la demande de raccordement."),
    (Milestone.REQUEST_QUALIFIED, Party.OPERATOR): INSTRUCTING[0],
    (Milestone.REQUEST_QUALIFIED, Party.INSTALLER): INSTRUCTING[1],
    (Milestone.REQUEST_VALIDATED, Party.OPERATOR): INSTRUCTING[0],
    (Milestone.REQUEST_VALIDATED, Party.INSTALLER): INSTRUCTING[1],
    (Milestone.CONSUEL_ACCEPTED, Party.CONSUEL): _(
        "Le Consuel vérifie l’attestation de conformité, puis votre installateur nous la transmet."
    ),
    (Milestone.CONSUEL_ACCEPTED, Party.INSTALLER): _(
        "Votre installateur nous transmet l’attestation du Consuel."
    ),
    (Milestone.CONSUEL_ACCEPTED, Party.US): _("Nous vérifions l’attestation du Consuel."),
    (Milestone.COMMISSIONING_ORDERED, Party.US): _("Nous commandons la mise en service."),
    (Milestone.COMMISSIONED, Party.OPERATOR): _(
        "{operator} met votre installation en service. Vous n’avez rien à faire."
    ),
}
"""What is done at an awaited step, by who acts."""

SLOTS: Mapping[str, str] = {
    "expected": _("attendu de votre installateur"),
    "pending": _("en vérification"),
    "held": _("en vérification"),
    "accepted": _("reçu et accepté"),
    "rejected": _("à remplacer par votre installateur"),
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
