"""The words in which people read parties, states, reasons and events."""

from collections.abc import Mapping

from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.client_address import AddressReason
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import PieceState, RequestState
from chalicelib.dossiers.party import Party
from chalicelib.policy.roles import Role, Stand
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _

PARTIES: Mapping[Party, str] = {
    Party.INSTALLER: _("Installateur"),
    Party.CLIENT: _("Client"),
    Party.US: _("Nos équipes"),
    Party.OPERATOR: _("Gestionnaire de réseau"),
    Party.CONSUEL: _("Consuel"),
}

PIECE_STATES: Mapping[PieceState, tuple[str, Tone]] = {
    PieceState.EXPECTED: (_("Demandée"), "wait"),
    PieceState.PENDING: (_("En vérification"), "now"),
    PieceState.READABLE: (_("Lisible, à relire par nos équipes"), "now"),
    PieceState.ACCEPTED: (_("Acceptée"), "done"),
    PieceState.REJECTED: (_("Refusée"), "wait"),
    PieceState.REFUSED: (_("Refusée"), "wait"),
    PieceState.HELD: (_("Retenue pour examen"), "now"),
    PieceState.SUPERSEDED: (_("Remplacée"), "draft"),
}

REQUEST_STATES: Mapping[RequestState, tuple[str, Tone]] = {
    RequestState.TO_FILE: (_("À déposer"), "now"),
    RequestState.OPEN: (_("En instruction"), "now"),
    RequestState.VALIDATED: (_("Validée"), "done"),
    RequestState.TO_ORDER: (_("Mise en service à commander"), "now"),
    RequestState.ORDERED: (_("Mise en service commandée"), "now"),
    RequestState.DONE: (_("Mise en service faite"), "done"),
    RequestState.REFUSED: (_("Refusée"), "stop"),
    RequestState.LAPSED: (_("Proposition caduque"), "stop"),
    RequestState.TO_CANCEL: (_("Annulation à transmettre"), "wait"),
    RequestState.CANCELLED: (_("Annulée"), "stop"),
}

REASONS: Mapping[str, str] = {
    Reason.HELD_PIECE: _("Pièce à examiner"),
    Reason.HELD_FILE: _("Fichier joint à examiner"),
    Reason.TO_REVIEW: _("Pièces à relire"),
    Reason.BY_HAND: _("Démarche à faire à la main"),
    Reason.CONNECTOR_TROUBLE: _("Opérateur injoignable"),
    Reason.REFUSED_REQUEST: _("Demande refusée, à redéposer"),
    Reason.CONTRADICTION: _("Document en contradiction avec le formulaire"),
    Reason.FLAGGED: _("Code inconnu de l’opérateur"),
    Reason.UNREAD_MESSAGE: _("Message de l’installateur non lu"),
    Reason.AMENDMENT: _("Modification demandée"),
    Reason.CLIENT_QUESTION: _("Question du client sans réponse"),
    Reason.LATE: _("Délai dépassé"),
    Reason.UNSIGNED: _("Souscription toujours pas signée"),
    Reason.MISSING_REFERENCE: _("Numéro du gestionnaire manquant"),
    Reason.REPLANNED: _("Mise en service à replanifier"),
    Reason.CLIENT_ADDRESS: _("Adresse du client remplacée"),
}

ADDRESS_REASONS: Mapping[AddressReason, str] = {
    AddressReason.MAIL_BOUNCED: _("Notre mail est revenu de l’ancienne adresse"),
    AddressReason.TYPING_MISTAKE: _("L’adresse avait une faute de frappe"),
    AddressReason.CLIENT_ASKED: _("Le client a demandé une autre adresse"),
}

ROLES: Mapping[str, str] = {
    Role.INSTALLER: _("Installateur"),
    Role.CLIENT: _("Client"),
    Stand.SIGNATORY: _("Client"),
    Role.AGENT: _("Agent"),
    Stand.OPERATOR: _("Gestionnaire de réseau"),
    Stand.PLATFORM: _("Raccordo"),
}

EVENTS: Mapping[str, str] = {
    EventKind.DOSSIER_CREATED: _("Brouillon créé"),
    EventKind.DOSSIER_COPIED: _("Brouillon créé d’après un autre dossier"),
    EventKind.STEP_SAVED: _("Étape enregistrée"),
    EventKind.DOSSIER_SUBMITTED: _("Dossier envoyé"),
    EventKind.PIECE_UPLOADED: _("Pièce déposée"),
    EventKind.PIECE_READABLE: _("Pièce lisible, à relire par nos équipes"),
    EventKind.PIECE_ACCEPTED: _("Pièce acceptée"),
    EventKind.PIECE_REFUSED: _("Pièce refusée"),
    EventKind.PIECE_HELD: _("Pièce retenue pour examen"),
    EventKind.PIECE_REQUESTED: _("Pièce demandée"),
    EventKind.PIECE_WITHDRAWN: _("Pièce retirée"),
    EventKind.PIECE_RECHECKED: _("Vérification de la pièce relancée"),
    EventKind.PIECE_REVIEWED: _("Pièce relue par un agent"),
    EventKind.PIECE_REINSTATED: _("Refus de la pièce annulé par un agent"),
    EventKind.PIECE_REMINDER_DUE: _("Rappel des pièces envoyé à l’installateur"),
    EventKind.PIECES_COMPLETED: _("Pièces complètes"),
    EventKind.DIFFERENCE_EXPLAINED: _("Écart avec un document expliqué"),
    EventKind.READING_CONFIRMED: _("Document illisible confirmé"),
    EventKind.SUBSCRIPTION_LINK_SENT: _("Lien de souscription envoyé au client"),
    EventKind.SUBSCRIPTION_SIGNED: _("Souscription signée par le client"),
    EventKind.SUBSCRIPTION_DECLINED: _("Souscription refusée par le client"),
    EventKind.CLIENT_SPACE_OPENED: _("Espace ouvert par le client"),
    EventKind.REQUEST_PREPARED: _("Demande de raccordement préparée"),
    EventKind.REQUEST_FILED: _("Demande de raccordement déposée"),
    EventKind.REQUEST_MILESTONE: _("Nouvelle du gestionnaire de réseau"),
    EventKind.REQUEST_QUALIFIED: _("Demande déclarée complète"),
    EventKind.REQUEST_INCOMPLETE: _("Demande déclarée incomplète"),
    EventKind.REQUEST_REFUSED: _("Demande refusée par le gestionnaire de réseau"),
    EventKind.REQUEST_LAPSED: _("Proposition devenue caduque"),
    EventKind.REQUEST_VALIDATED: _("Raccordement validé"),
    EventKind.REQUEST_CANCELLED: _("Demande annulée auprès du gestionnaire de réseau"),
    EventKind.COMMISSIONING_ORDERED: _("Mise en service commandée"),
    EventKind.COMMISSIONING_REPLANNED: _("Mise en service à replanifier"),
    EventKind.COMMISSIONED: _("Mise en service faite"),
    EventKind.DOSSIER_CANCELLED: _("Dossier annulé"),
    EventKind.CLIENT_CORRECTED: _("Coordonnées du client corrigées"),
    EventKind.CLIENT_ADDRESS_SEEN: _("Adresse remplacée vue par un agent"),
    EventKind.AMENDMENT_ASKED: _("Modification demandée"),
    EventKind.AMENDMENT_ACCEPTED: _("Modification acceptée et appliquée"),
    EventKind.AMENDMENT_REFUSED: _("Modification refusée"),
    EventKind.MESSAGE_POSTED: _("Message écrit"),
    EventKind.MESSAGES_READ: _("Messages lus"),
    EventKind.FILE_ATTACHED: _("Fichier joint"),
    EventKind.ATTACHED_READABLE: _("Fichier joint lisible"),
    EventKind.ATTACHED_REFUSED: _("Fichier joint refusé"),
    EventKind.ATTACHED_HELD: _("Fichier joint retenu pour examen"),
    EventKind.ATTACHED_REMOVED: _("Fichier joint retiré"),
    EventKind.ATTACHED_RECHECKED: _("Vérification du fichier joint relancée"),
    EventKind.FOLLOWING_LINK_MADE: _("Lien de suivi créé"),
    EventKind.FOLLOWING_CUT: _("Liens de suivi coupés"),
    EventKind.STORAGE_READ: _("Relevé du stockage virtuel noté"),
    EventKind.SPACE_LINK_ASKED: _("Lien de l’espace client envoyé"),
    EventKind.QUESTION_ASKED: _("Question posée par le client"),
    EventKind.QUESTION_ANSWERED: _("Question du client répondue"),
    EventKind.DOSSIER_TAKEN: _("Dossier pris en charge par un agent"),
    EventKind.DOSSIER_RELEASED: _("Dossier rendu à la file"),
    EventKind.DOSSIER_HANDED_OVER: _("Dossier transmis à un collègue"),
    EventKind.REFERENCE_CORRECTED: _("Numéro du gestionnaire corrigé"),
    EventKind.REMINDER_DUE: _("Rappel envoyé au client"),
    EventKind.DELAY_PASSED: _("Délai dépassé"),
    EventKind.NOTICE_BOUNCED: _("E-mail non remis"),
    EventKind.UNKNOWN_CODE_FLAGGED: _("Code inconnu signalé"),
    EventKind.EXECUTION_RESTARTED: _("Suivi relancé"),
    EventKind.PERSON_ERASED: _("Données personnelles effacées"),
}
