"""What the documents refuse, each in words that say what to do."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class UploadClosed(Refusal):
    """The dossier takes no file in this slot (any more)."""

    code = "upload-closed"
    status = 409
    message = _(
        "Cette pièce ne peut plus être déposée : le dossier est envoyé et elle n’est pas "
        "redemandée. Une pièce refusée ou demandée peut l’être."
    )


class QuotaReached(Refusal):
    """The dossier, or the person today, has stored as much as we keep."""

    code = "quota-reached"
    status = 429
    message = _(
        "Trop de fichiers ont été déposés (dossier : {most_files} fichiers et {most_mb} Mo ; "
        "personne : {most_a_day} fichiers par jour). Continuez demain, ou écrivez-nous."
    )


class TooManyAttached(Refusal):
    """The dossier keeps as many files beside its pieces as it can."""

    code = "too-many-attached"
    status = 409
    message = _(
        "Les messages et les demandes de ce dossier portent déjà autant de fichiers que possible "
        "({most_files} fichiers, {most_mb} Mo en tout). Écrivez un message sans fichier : nos "
        "équipes vous diront comment faire."
    )
