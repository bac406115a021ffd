"""Ask an operator about many requests at once, around those that make it fail."""

from collections.abc import Callable, Sequence

from chalicelib.aws.trouble import OutsideTrouble, PermanentError, TransientError
from chalicelib.operators.model import Answer, Connector, RawMilestone

MOST_FAILURES = 12
"""Failures without one answer after which the operator itself is taken to fail: halving a hundred
down to one, and its neighbours, takes fewer."""


def ask_around(
    connector: Connector,
    external_ids: Sequence[str],
    *,
    is_over: Callable[[], bool] = lambda: False,
) -> Answer:
    """List the milestones of up to 100 requests; those that spoil a call are found by halving.

    Usually one call. Raises the operator's own trouble when nothing at all is answered.
    """
    milestones: dict[str, tuple[RawMilestone, ...]] = {}
    unreadable: dict[str, str] = {}
    groups, failures, answered = [tuple(external_ids)], 0, False
    trouble: OutsideTrouble | None = None
    while groups:
        group = groups.pop()
        try:
            answer = connector.list_milestones(group)
        except (TransientError, PermanentError) as failed:
            trouble, failures = failed, failures + 1
            if not answered and (failures >= MOST_FAILURES or is_over()):
                raise
            groups += _halves(group)
            unreadable |= {group[0]: failed.reason} if len(group) == 1 else {}
        else:
            answered = True
            milestones |= answer.milestones
            unreadable |= answer.unreadable
    if trouble is not None and not answered:
        raise trouble
    return Answer(milestones, unreadable)


def _halves(group: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The second half, then the first: the last is asked first."""
    middle = len(group) // 2
    return [group[middle:], group[:middle]] if middle else []
