"""What the list of videos refuses."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class TooManyVideos(Refusal):
    """The list holds as many videos as its page shows."""

    code = "too-many-videos"
    status = 409
    message = _("La liste contient déjà {most} vidéos : retirez-en une d’abord.")
