"""The dossier's process, from its sending to its commissioning: the one place where it is written.

Who acts at each stage is the guide MySmartBattery's; `progress` says whose turn it is where that
depends on what a dossier lacks. Words for the client use no trade word without explaining it.
"""

from collections.abc import Mapping

from chalicelib.cases.process import Node, Patience, Pause, Process, Span, Words
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.statuses import Status
from chalicelib.words.translation import _

INSTRUCTING: Mapping[str, str] = {
    Party.OPERATOR: _("{operator} étudie la demande de raccordement. Vous n’avez rien à faire."),
    Party.INSTALLER: _("{operator} a demandé un document : votre installateur le dépose."),
}

NODES = (
    Node(
        Milestone.SUBMITTED,
        party=Party.INSTALLER,
        words=Words(
            _("Dossier envoyé"),
            _("Dossier envoyé"),
            _("Votre installateur nous a transmis le dossier de votre installation solaire."),
            task=_("Compléter les cinq étapes et envoyer le dossier."),
        ),
    ),
    Node(
        Milestone.SUBSCRIPTION_SIGNED,
        after=(Milestone.SUBMITTED,),
        spans=(
            Span(
                Milestone.SUBMITTED,
                ("signature_reminder_1", "signature_reminder_2", "signature_reminder_3"),
                EventKind.REMINDER_DUE,
                each=True,
            ),
        ),
        words=Words(
            _("Souscription signée"),
            _("Votre signature"),
            _(
                "Vous signez en ligne votre contrat de stockage virtuel : il compte pour vous "
                "l’électricité solaire que vous ne consommez pas tout de suite."
            ),
            {
                Party.CLIENT: _(
                    "Lisez et signez votre souscription : le lien est dans le mail que vous avez "
                    "reçu de nous."
                ),
                Party.INSTALLER: _(
                    "Votre souscription n’est pas signée : votre installateur voit avec vous ce qui "
                    "bloque."
                ),
            },
        ),
    ),
    Node(
        Milestone.PIECES_COMPLETE,
        after=(Milestone.SUBMITTED,),
        holds_pause=True,
        words=Words(
            _("Pièces acceptées"),
            _("Documents vérifiés"),
            _("Nous vérifions les documents déposés par l’installateur : facture, photos, mairie."),
            {
                Party.INSTALLER: _("Votre installateur dépose les documents qui manquent encore."),
                Party.US: _("Nous vérifions les documents déposés."),
            },
        ),
    ),
    Node(
        Milestone.REQUEST_FILED,
        after=(Milestone.SUBSCRIPTION_SIGNED, Milestone.PIECES_COMPLETE),
        party=Party.US,
        act="chalicelib.operators.prepare_request:prepare_request",
        patience=Patience.OPERATOR,
        words=Words(
            _("Demande déposée"),
            _("Demande envoyée"),
            _(
                "Nous demandons à {operator}, qui gère le réseau électrique chez vous, d’y relier vos "
                "panneaux."
            ),
            {Party.US: _("Nous envoyons la demande de raccordement.")},
            task=_("Déposer la demande auprès du gestionnaire de réseau."),
        ),
    ),
    Node(
        Milestone.REQUEST_QUALIFIED,
        after=(Milestone.REQUEST_FILED,),
        patience=Patience.OPERATOR,
        told_with=Milestone.REQUEST_VALIDATED,
        words=Words(
            _("Demande complète"),
            _("Demande jugée complète"),
            _("{operator} confirme qu’il ne manque rien à la demande."),
            INSTRUCTING,
        ),
    ),
    Node(
        Milestone.REQUEST_VALIDATED,
        after=(Milestone.REQUEST_QUALIFIED,),
        patience=Patience.OPERATOR,
        spans=(
            Span(
                Milestone.REQUEST_QUALIFIED,
                ("proposal_small", "proposal"),
                EventKind.DELAY_PASSED,
                is_told=True,
            ),
        ),
        measured_since=Milestone.REQUEST_FILED,
        words=Words(
            _("Demande validée"),
            _("Demande acceptée"),
            _("{operator} donne son accord pour relier votre installation au réseau."),
            INSTRUCTING,
            late=_("Au plus tard : réponse du gestionnaire {operator} à votre demande"),
            measured=_(
                "Entre le dépôt de la demande et sa validation par {operator}, la moitié des dossiers "
                "comme celui-ci ont mis {half} au plus, neuf sur dix {most} au plus (mesuré sur "
                "{number} dossiers, sans les jours où l’on attendait une pièce de l’installateur)."
            ),
        ),
    ),
    Node(
        Milestone.CONSUEL_ACCEPTED,
        after=(Milestone.SUBMITTED,),
        holds_pause=True,
        words=Words(
            _("Consuel accepté"),
            _("Installation contrôlée"),
            _(
                "Le Consuel, un organisme indépendant, atteste que l’installation électrique est sûre."
            ),
            {
                Party.CONSUEL: _(
                    "Le Consuel vérifie l’attestation de conformité, puis votre installateur nous la "
                    "transmet."
                ),
                Party.INSTALLER: _("Votre installateur nous transmet l’attestation du Consuel."),
                Party.US: _("Nous vérifions l’attestation du Consuel."),
            },
        ),
    ),
    Node(Milestone.EQUIPMENT_DECLARED, after=(Milestone.SUBMITTED,)),
    Node(
        Milestone.COMMISSIONING_ORDERED,
        after=(
            Milestone.REQUEST_VALIDATED,
            Milestone.CONSUEL_ACCEPTED,
            Milestone.EQUIPMENT_DECLARED,
        ),
        party=Party.US,
        act="chalicelib.operators.order_commissioning:order_commissioning",
        patience=Patience.OPERATOR,
        words=Words(
            _("Mise en service commandée"),
            _("Mise en service commandée"),
            _("Nous demandons à {operator} de laisser partir votre électricité vers le réseau."),
            {Party.US: _("Nous commandons la mise en service.")},
            task=_("Commander la mise en service."),
        ),
    ),
    Node(
        Milestone.COMMISSIONED,
        after=(Milestone.COMMISSIONING_ORDERED,),
        party=Party.OPERATOR,
        patience=Patience.OPERATOR,
        spans=(
            Span(
                Milestone.REQUEST_VALIDATED,
                ("connection_small", "connection"),
                EventKind.DELAY_PASSED,
                is_told=True,
            ),
            Span(
                Milestone.COMMISSIONING_ORDERED,
                ("commissioning",),
                EventKind.DELAY_PASSED,
                is_told=True,
            ),
        ),
        measured_since=Milestone.COMMISSIONING_ORDERED,
        words=Words(
            _("Mise en service"),
            _("Mise en service"),
            _(
                "Votre électricité part vers le réseau : votre stockage virtuel commence ce jour-là."
            ),
            {
                Party.OPERATOR: _(
                    "{operator} met votre installation en service. Vous n’avez rien à faire."
                )
            },
            task=_("Mettre l’installation en service."),
            late=_("Au plus tard : mise en service par {operator}"),
            measured=_(
                "Entre la commande et la mise en service par {operator}, la moitié des dossiers comme "
                "celui-ci ont mis {half} au plus, neuf sur dix {most} au plus (mesuré sur {number} "
                "dossiers)."
            ),
        ),
    ),
)

PROCESS = Process(
    "dossier",
    NODES,
    carried_through=frozenset({Status.CLOSED}),
    pause=Pause(
        Status.AWAITING_PIECE,
        ("piece_reminder_1", "piece_reminder_2", "piece_reminder_3"),
        EventKind.PIECE_REMINDER_DUE,
    ),
)
