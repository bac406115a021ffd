"""The mails of a dossier, and the words for each."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from chalicelib.words.translation import _


class ConnectionMail(StrEnum):
    """The mails of a dossier, each a folder of `templates/emails`."""

    DOSSIER_RECEIVED = "dossier_received"
    SUBSCRIPTION_LINK = "subscription_link"
    SUBSCRIPTION_DECLINED = "subscription_declined"
    SUBSCRIPTION_UNSIGNED = "subscription_unsigned"
    PIECE_REFUSED = "piece_refused"
    PIECE_REQUESTED = "piece_requested"
    PIECE_REMINDER = "piece_reminder"
    PIECE_REINSTATED = "piece_reinstated"
    REMINDER = "reminder"
    REQUEST_FILED = "request_filed"
    COMMISSIONING_DATE = "commissioning_date"
    DOSSIER_CANCELLED = "dossier_cancelled"
    CLIENT_UNREACHABLE = "client_unreachable"
    MESSAGE_RECEIVED = "message_received"
    AMENDMENT_DECIDED = "amendment_decided"
    POWER_RAISED = "power_raised"
    SPACE_LINK = "space_link"
    CONTACT_ANSWERED = "contact_answered"
    ADDRESS_REPLACED = "address_replaced"


LABELS: Final[Mapping[str, str]] = {
    ConnectionMail.DOSSIER_RECEIVED: _("Dossier reçu"),
    ConnectionMail.SUBSCRIPTION_LINK: _("Lien de souscription"),
    ConnectionMail.SUBSCRIPTION_DECLINED: _("Souscription refusée"),
    ConnectionMail.SUBSCRIPTION_UNSIGNED: _("Souscription à relancer"),
    ConnectionMail.PIECE_REFUSED: _("Pièce à remplacer"),
    ConnectionMail.PIECE_REQUESTED: _("Pièce demandée"),
    ConnectionMail.PIECE_REMINDER: _("Rappel des pièces à fournir"),
    ConnectionMail.PIECE_REINSTATED: _("Refus d’une pièce annulé"),
    ConnectionMail.REMINDER: _("Rappel de signature"),
    ConnectionMail.REQUEST_FILED: _("Demande déposée"),
    ConnectionMail.COMMISSIONING_DATE: _("Date de mise en service"),
    ConnectionMail.DOSSIER_CANCELLED: _("Dossier annulé"),
    ConnectionMail.CLIENT_UNREACHABLE: _("Client non joint"),
    ConnectionMail.MESSAGE_RECEIVED: _("Message reçu"),
    ConnectionMail.AMENDMENT_DECIDED: _("Réponse à une modification"),
    ConnectionMail.POWER_RAISED: _("Puissance augmentée"),
    ConnectionMail.SPACE_LINK: _("Lien de l’espace client"),
    ConnectionMail.CONTACT_ANSWERED: _("Réponse à une question du dossier"),
    ConnectionMail.ADDRESS_REPLACED: _("Adresse remplacée"),
}
