"""The sentences about past durations."""

from collections.abc import Mapping

from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.overview import name_party
from chalicelib.dossiers.party import Party
from chalicelib.ledger.durations import Estimate
from chalicelib.ledger.views import tell_days
from chalicelib.words.translation import _, translate

STEPS: Mapping[Milestone, str] = {
    Milestone.REQUEST_VALIDATED: _(
        "Entre le dépôt de la demande et sa validation par {operator}, la moitié des dossiers "
        "comme celui-ci ont mis {half} au plus, neuf sur dix {most} au plus (mesuré sur {number} "
        "dossiers, sans les jours où l’on attendait une pièce de l’installateur)."
    ),
    Milestone.COMMISSIONED: _(
        "Entre la commande et la mise en service par {operator}, la moitié des dossiers comme "
        "celui-ci ont mis {half} au plus, neuf sur dix {most} au plus (mesuré sur {number} "
        "dossiers)."
    ),
}
"""What is said of each step; it is a measure of the past, and promises nothing."""


def write_estimate(found: Estimate, operator: str) -> str:
    """Write an estimate in words, with how many dossiers it rests on."""
    return translate(
        STEPS[found.step],
        operator=name_party(Party.OPERATOR, operator),
        half=tell_days(found.half),
        most=tell_days(found.most),
        number=found.dossiers,
    )
