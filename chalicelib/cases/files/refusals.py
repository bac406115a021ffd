"""What the files of any case refuse, each in words that say what to do."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class SlotUnknown(Refusal):
    """The case has no such slot."""

    code = "slot-unknown"
    status = 404
    message = _("Cette pièce n’est pas demandée dans ce dossier.")


class SlotFull(Refusal):
    """The slot holds as many files as it takes."""

    code = "slot-full"
    status = 409
    message = _("Cette ligne contient déjà {most} fichiers. Retirez-en un avant d’en ajouter.")


class NotReadable(Refusal):
    """Nobody reads a file before it is accepted."""

    code = "not-readable"
    status = 409
    message = _(
        "Ce fichier n’est pas lisible : sa vérification n’est pas terminée, ou il est refusé."
    )


class KeyOfAnotherFile(Refusal):
    """The idempotency key came back for another file."""

    code = "idempotency-key-reused"
    status = 422
    message = _("Cette clé d’idempotence a déjà servi pour un autre fichier.")


class DayFull(Refusal):
    """The person has sent as many files today as one person may."""

    code = "quota-reached"
    status = 429
    message = _("Vous avez déjà envoyé {most} fichiers aujourd’hui. Continuez demain.")


class CannotCheckAgain(Refusal):
    """Only a held file is judged once more."""

    code = "cannot-check-again"
    status = 409
    message = _("Ce fichier a changé d’état entre-temps. Rechargez la page.")


class CannotDecide(Refusal):
    """The piece's state does not admit this decision."""

    code = "cannot-decide"
    status = 409
    message = _("Cette pièce a changé d’état entre-temps. Rechargez la page.")


class NoSafeCopy(Refusal):
    """The file was never accepted by the platform: there is no safe copy that people could read."""

    code = "no-safe-copy"
    status = 409
    message = _(
        "Ce fichier n’a pas passé la vérification automatique : il n’a pas de copie sûre et "
        "personne ne peut l’accepter à la main. Demandez un autre fichier à l’installateur."
    )
