"""When an act on a dossier is refused."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class NothingLacking(Refusal):
    """The installer has nothing to hand in."""

    code = "nothing-lacking"
    status = 409
    message = _("L’installateur n’a aucune pièce à fournir sur ce dossier.")
