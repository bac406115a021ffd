"""When this room says no."""

from chalicelib.refusals import Refusal


class FilingNotReady(Refusal):
    """The request cannot be filed yet: a piece or the client's signature is missing."""

    code = "filing-not-ready"
    status = 409
    message = (
        "La demande de raccordement ne peut pas encore être déposée : il manque la signature du "
        "client ou une pièce acceptée."
    )


class FilingTooEarly(Refusal):
    """The client may still withdraw, and did not ask that anything begins before (L221-25)."""

    code = "filing-too-early"
    status = 409
    message = (
        "Le client n’a pas demandé à commencer avant la fin de son délai de rétractation : la demande "
        "peut être déposée à partir du {day}."
    )


class CommissioningNotReady(Refusal):
    """Commissioning cannot be ordered yet (F160)."""

    code = "commissioning-not-ready"
    status = 409
    message = (
        "La mise en service ne peut pas encore être commandée : il faut la demande validée, le "
        "Consuel accepté et le matériel déclaré."
    )


class ReferenceMalformed(Refusal):
    """A reference is not written as the operator writes its own."""

    code = "reference-malformed"
    status = 422
    message = "Cette référence n’est pas de la forme attendue par {operator} : {legend}."


class ReferenceTaken(Refusal):
    """Another dossier has this reference."""

    code = "reference-taken"
    status = 409
    message = "Cette référence est déjà celle d’un autre dossier : vérifiez-la."


class ReferenceTakenBy(ReferenceTaken):
    """Another dossier has this reference, and can be named."""

    message = "Ce numéro est déjà celui du dossier {other} chez ce gestionnaire : vérifiez-le."


class ReferenceMissing(Refusal):
    """No reference was given."""

    code = "reference-missing"
    status = 422
    message = "Numéro du gestionnaire : indiquez le bon numéro."


class ReferenceChanged(Refusal):
    """Somebody else corrected the reference since it was shown."""

    code = "reference-changed"
    status = 409
    message = (
        "Ce numéro a été corrigé entre-temps : c’est maintenant « {reference} ». Vérifiez-le avant "
        "de le changer."
    )


class MoveWithoutEffect(Refusal):
    """What was told later by the operator says otherwise."""

    code = "move-without-effect"
    status = 409
    message = (
        "C’est noté, mais le dossier n’a pas changé de statut : une nouvelle plus récente du "
        "gestionnaire dit autre chose, ou une pièce est attendue. Voyez ce que le gestionnaire a dit."
    )


class MilestoneUnreadable(Refusal):
    """What an agent entered is no milestone."""

    code = "milestone-unreadable"
    status = 422
    message = "Choisissez un jalon de la liste et une date qui n’est pas à venir."


class DayOutOfReach(MilestoneUnreadable):
    """What an agent entered is to have happened before it could, or has not happened yet."""

    code = "day-out-of-reach"
    message = "Choisissez une date entre le {first} et aujourd’hui."


class CodesStillUnknown(Refusal):
    """A dossier holds a code that nobody has labelled."""

    code = "codes-still-unknown"
    status = 409
    message = (
        "Ce dossier porte un code du gestionnaire {operator} que personne n’a encore libellé : "
        "libellez-le sur la page des gestionnaires."
    )


class LabelUnreadable(Refusal):
    """A label without words, or without a meaning of the list."""

    code = "label-unreadable"
    status = 422
    message = "Donnez au code un libellé de {most} caractères au plus, et un sens de la liste."


class NoLiveRequest(Refusal):
    """The dossier has no request on which this can be done."""

    code = "no-live-request"
    status = 409
    message = "Aucune demande de raccordement de ce dossier n’est dans l’état voulu pour cela."
