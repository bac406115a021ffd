"""How long a step took for dossiers like this one, and what may be said of it. Pure.

A duration is what really passed, in days at the site, between two milestones of one dossier. The
days for which the operator waited for a piece of the installer are removed; a piece that we ask
for ourselves does not stop the operator, and is not. Below ten dossiers nothing is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from chalicelib.cases.process import measured, step_of
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.progress import follow_progress
from chalicelib.dossiers.waits import Asker, Waits, count_days
from chalicelib.reference.days import legal_day

FEWEST = 10
"""Below so many dossiers, a spread would be chance."""

BEGINS: Mapping[Milestone, Milestone] = {
    Milestone(ends): Milestone(begins) for ends, begins in measured(PROCESS).items()
}
"""The steps whose durations are kept, by the milestone that ends them: those of the operator."""

STEP_OF: Mapping[Milestone, Milestone] = {
    Milestone(one): Milestone(step) for one, step in step_of(PROCESS).items()
}
"""The step that is told of while a stage is awaited."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Half of the dossiers took `half` days at most, nine in ten `most`; from `dossiers` of them."""

    step: Milestone
    half: int
    most: int
    dossiers: int


def find_step(dossier: Dossier) -> Milestone | None:
    """Find the step of the operator's that the dossier is in; None when it is in none."""
    if not dossier.head.is_open:
        return None
    awaited = (STEP_OF.get(stage.milestone) for stage in follow_progress(dossier).now)
    return next((step for step in awaited if step is not None), None)


def measure(head: Head, step: Milestone) -> int | None:
    """Measure how many days a step took; None when the head does not hold both its ends."""
    begin, end = head.milestones.get(BEGINS[step]), head.milestones.get(step)
    if begin is None or end is None:
        return None
    days = (legal_day(end.at, head.postcode) - legal_day(begin.at, head.postcode)).days
    waited = count_waited_for_installer(head.waits, begin.at, end.at, head.postcode)
    return max(0, days - waited)


def count_waited_for_installer(waits: Waits, begin: datetime, end: datetime, postcode: str) -> int:
    """Count the days between two instants on which the operator awaited a piece."""
    return sum(
        max(0, count_days(wait, end, postcode, begin) - _days_after(wait.ended_at, end, postcode))
        for wait in waits
        if wait.asker is Asker.OPERATOR and wait.since < end
    )


def _days_after(ended_at: datetime | None, end: datetime, postcode: str) -> int:
    """The days of a wait that come after the step was over."""
    if ended_at is None:
        return 0
    return max(0, (legal_day(ended_at, postcode) - legal_day(end, postcode)).days)


def estimate(step: Milestone, durations: Sequence[int]) -> Estimate | None:
    """Say how past durations spread, by their nearest rank; None when they are too few."""
    if len(durations) < FEWEST:
        return None
    ordered = sorted(durations)
    return Estimate(step, _rank(ordered, 0.5), _rank(ordered, 0.9), len(ordered))


def _rank(ordered: Sequence[int], part: float) -> int:
    return ordered[ceil(part * len(ordered)) - 1]
