"""The way of a dossier from its sending to its commissioning, once, as a graph.

Who acts at each stage is the guide MySmartBattery's. The delays are those of `reference/delays.py`,
each with its text; which of them hold is decided there.
"""

from chalicelib.cases.process import Node, Patience, Process, Span
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.statuses import Status
from chalicelib.words.translation import _

DELAY, REMINDER = EventKind.DELAY_PASSED, EventKind.REMINDER_DUE

PROCESS = Process(
    "dossier",
    (
        Node(
            Milestone.SUBMITTED,
            label=_("Dossier envoyé"),
            turn=(Party.INSTALLER, _("Compléter les cinq étapes et envoyer le dossier.")),
        ),
        Node(
            Milestone.SUBSCRIPTION_SIGNED,
            after=(Milestone.SUBMITTED,),
            label=_("Souscription signée"),
            spans=(
                Span(
                    Milestone.SUBMITTED,
                    ("signature_reminder_1", "signature_reminder_2", "signature_reminder_3"),
                    REMINDER,
                    each=True,
                ),
            ),
        ),
        Node(Milestone.PIECES_COMPLETE, after=(Milestone.SUBMITTED,), label=_("Pièces acceptées")),
        Node(
            Milestone.REQUEST_FILED,
            after=(Milestone.SUBSCRIPTION_SIGNED, Milestone.PIECES_COMPLETE),
            label=_("Demande déposée"),
            turn=(Party.US, _("Déposer la demande auprès du gestionnaire de réseau.")),
            act="chalicelib.operators.prepare_request:prepare_request",
            patience=Patience.OPERATOR,
        ),
        Node(
            Milestone.REQUEST_QUALIFIED,
            after=(Milestone.REQUEST_FILED,),
            label=_("Demande complète"),
            patience=Patience.OPERATOR,
        ),
        Node(
            Milestone.REQUEST_VALIDATED,
            after=(Milestone.REQUEST_QUALIFIED,),
            label=_("Demande validée"),
            patience=Patience.OPERATOR,
            spans=(
                Span(
                    Milestone.REQUEST_QUALIFIED, ("proposal_small", "proposal"), DELAY, is_told=True
                ),
            ),
            measured_since=Milestone.REQUEST_FILED,
        ),
        Node(Milestone.CONSUEL_ACCEPTED, after=(Milestone.SUBMITTED,), label=_("Consuel accepté")),
        Node(Milestone.EQUIPMENT_DECLARED, after=(Milestone.SUBMITTED,)),
        Node(
            Milestone.COMMISSIONING_ORDERED,
            after=(
                Milestone.REQUEST_VALIDATED,
                Milestone.CONSUEL_ACCEPTED,
                Milestone.EQUIPMENT_DECLARED,
            ),
            label=_("Mise en service commandée"),
            turn=(Party.US, _("Commander la mise en service.")),
            act="chalicelib.operators.order_commissioning:order_commissioning",
            patience=Patience.OPERATOR,
        ),
        Node(
            Milestone.COMMISSIONED,
            after=(Milestone.COMMISSIONING_ORDERED,),
            label=_("Mise en service"),
            turn=(Party.OPERATOR, _("Mettre l’installation en service.")),
            patience=Patience.OPERATOR,
            spans=(
                Span(
                    Milestone.REQUEST_VALIDATED,
                    ("connection_small", "connection"),
                    DELAY,
                    is_told=True,
                ),
                Span(Milestone.COMMISSIONING_ORDERED, ("commissioning",), DELAY, is_told=True),
            ),
            measured_since=Milestone.COMMISSIONING_ORDERED,
        ),
    ),
    carried_through=frozenset({Status.CLOSED}),
)
