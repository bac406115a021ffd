"""What the catalogue refuses, by name."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class CatalogueFull(Refusal):
    """Agents wrote as many models as one query may read."""

    code = "catalogue-full"
    status = 409
    message = _("Le catalogue a déjà {most} modèles ajoutés : corrigez-en un, ou prévenez-nous.")


class ModelChanged(Refusal):
    """Another agent changed the model since it was shown."""

    code = "model-changed"
    status = 409
    message = _(
        "Ce modèle a été modifié entre-temps par quelqu’un d’autre. Rouvrez-le : votre saisie n’a "
        "rien écrasé."
    )
