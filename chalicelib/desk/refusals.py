"""When the desk says no."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class TakenByAnother(Refusal):
    """A colleague looks after the case already."""

    code = "taken-by-another"
    status = 409
    message = _(
        "{name} suit déjà ce dossier, depuis le {day}. Demandez-lui de vous le confier, ou "
        "faites-vous-le transmettre depuis la page du dossier."
    )


class NothingToFollow(Refusal):
    """A case that is over, or not begun in earnest, is followed by nobody."""

    code = "nothing-to-follow"
    status = 409
    message = _("Ce dossier est terminé, ou n’est pas encore envoyé : il n’y a rien à suivre.")


class UnknownColleague(Refusal):
    """There is no such agent at work."""

    code = "unknown-colleague"
    status = 422
    message = _("Collègue : choisissez un nom de la liste.")


class HandedOverMeanwhile(Refusal):
    """Somebody else looks after the case than when the page was shown."""

    code = "handed-over-meanwhile"
    status = 409
    message = _(
        "Ce dossier a changé de mains entre-temps : {name} le suit maintenant. Rechargez la page "
        "avant de le transmettre."
    )
