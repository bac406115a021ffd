"""The sentences about past durations."""

from collections.abc import Mapping

from chalicelib.cases.process import words_of
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.overview import name_party
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.process import PROCESS
from chalicelib.ledger.durations import Estimate
from chalicelib.ledger.views import tell_days
from chalicelib.words.translation import translate

STEPS: Mapping[Milestone, str] = {
    Milestone(one): words.measured for one, words in words_of(PROCESS).items() if words.measured
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
