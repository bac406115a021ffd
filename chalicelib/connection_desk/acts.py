"""What agents may do to many dossiers, besides following them: the same use cases as the pages, each idempotent."""

from collections.abc import Mapping
from typing import Final

from chalicelib.cases.kind import Later
from chalicelib.desk.of_kind import Act, Order
from chalicelib.dossiers.model import Dossier
from chalicelib.policy.connection import Connection
from chalicelib.words.translation import _

REMIND_INSTALLER: Final = "remind_installer"
REMIND_CLIENT: Final = "remind_client"
FILE_AGAIN: Final = "file_again"
MARK_READ: Final = "mark_read"
READ_CODES: Final = "read_codes"
APPLY_CODES: Final = "apply_codes"
SEE_ADDRESSES: Final = "see_addresses"


def remind_installer_ordered(order: Order) -> Dossier:
    """Have the installer reminded of what is lacking."""
    from chalicelib.connection_desk.remind_installer import remind_installer

    return remind_installer(
        order.case_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


def remind_client_ordered(order: Order) -> Dossier:
    """Have a new link to sign mailed to the client."""
    from chalicelib.subscription.ask_link import ask_link

    return ask_link(order.case_id, by=order.by, operation_id=order.operation_id, table=order.table)


def mark_read_ordered(order: Order) -> Dossier | None:
    """Mark what had come when the agent asked: a later message stays unread."""
    from chalicelib.messages.list_messages import list_messages
    from chalicelib.messages.mark_read import mark_read

    found = list_messages(order.case_id, by=order.by, table=order.table)
    seen = [one.number for one in found.messages if one.at <= order.batch.business_at]
    if not seen:
        return None
    after: Dossier = mark_read(
        order.case_id,
        max(seen),
        by=order.by,
        operation_id=order.operation_id,
        table=order.table,
    )
    return after


def file_again_ordered(order: Order) -> Dossier:
    """Let the step with the operator be tried again now."""
    from chalicelib.operators.prepare_request import release_request

    return release_request(
        order.case_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


def read_codes_ordered(order: Order) -> Dossier:
    """Note unknown codes as read."""
    from chalicelib.operators.note_codes_read import note_codes_read

    return note_codes_read(
        order.case_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


def apply_codes_ordered(order: Order) -> Dossier:
    """Give labelled codes their effect."""
    from chalicelib.operators.apply_labels import apply_labels

    return apply_labels(
        order.case_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


def see_addresses_ordered(order: Order) -> Dossier:
    """Note replaced addresses as seen."""
    from chalicelib.connection_mails.note_address_seen import note_address_seen

    return note_address_seen(
        order.case_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


ACTS: Mapping[str, Act] = {
    REMIND_INSTALLER: Act(
        _("Relancer l’installateur"),
        _(
            "Un e-mail rappellera à l’installateur les pièces qui manquent. Rien ne part pour un "
            "dossier où rien ne manque, ni deux fois en vingt-quatre heures."
        ),
        Connection.TAKE,
        Later("chalicelib.connection_desk.acts:remind_installer_ordered"),
    ),
    REMIND_CLIENT: Act(
        _("Relancer le client pour sa signature"),
        _(
            "Un e-mail portera au client un nouveau lien pour signer sa souscription. Rien ne part "
            "si elle est signée, ou si un lien vient de partir."
        ),
        Connection.ASK_LINK,
        Later("chalicelib.connection_desk.acts:remind_client_ordered"),
    ),
    FILE_AGAIN: Act(
        _("Redemander la démarche au gestionnaire"),
        _(
            "La démarche auprès du gestionnaire (dépôt, commande ou annulation) sera tentée de "
            "nouveau dans la minute, là où une démarche attend."
        ),
        Connection.MOVE,
        Later("chalicelib.connection_desk.acts:file_again_ordered"),
    ),
    MARK_READ: Act(
        _("Marquer les messages comme lus"),
        _(
            "Les messages arrivés jusqu’à maintenant seront marqués comme lus. Un message qui "
            "arrive entre-temps reste non lu."
        ),
        Connection.WRITE_FOR_US,
        Later("chalicelib.connection_desk.acts:mark_read_ordered"),
    ),
    READ_CODES: Act(
        _("Noter les codes inconnus comme lus"),
        _("Les codes que personne ne connaît ne signaleront plus ces dossiers."),
        Connection.MOVE,
        Later("chalicelib.connection_desk.acts:read_codes_ordered"),
    ),
    APPLY_CODES: Act(
        _("Appliquer les codes libellés"),
        _(
            "Ce que les codes libellés veulent dire aura son effet sur ces dossiers. Un dossier "
            "qui porte encore un code sans libellé reste signalé."
        ),
        Connection.MOVE,
        Later("chalicelib.connection_desk.acts:apply_codes_ordered"),
    ),
    SEE_ADDRESSES: Act(
        _("Noter les adresses remplacées comme vues"),
        _("Les adresses de clients remplacées jusqu’ici ne signaleront plus ces dossiers."),
        Connection.TAKE,
        Later("chalicelib.connection_desk.acts:see_addresses_ordered"),
    ),
}
