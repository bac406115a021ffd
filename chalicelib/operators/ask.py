"""Ask an operator about many requests at once, around those that make it fail."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from itertools import chain

from chalicelib.aws.trouble import OutsideTrouble, PermanentError, TransientError
from chalicelib.operators.model import Answer, Connector, RawMilestone

MOST_FAILURES = 12
"""Failures without one answer after which the operator itself is taken to fail: halving a hundred
down to one, and its neighbours, takes fewer."""


def ask_around(
    connector: Connector,
    external_ids: Sequence[str],
    *,
    suspects: Collection[str] = (),
    is_over: Callable[[], bool] = lambda: False,
) -> Answer:
    """List the milestones of up to 100 requests; those that spoil a call are found by halving.

    Usually one call. `suspects` spoilt a call before, or stood beside one that did: they are asked
    about apart, and last. Large groups come before small ones, so that when time is over few are
    left, which are given as suspected. Raises the operator's own trouble when nothing at all is
    answered.
    """
    milestones: dict[str, tuple[RawMilestone, ...]] = {}
    unreadable: dict[str, str] = {}
    groups, failures, answered = _first_groups(external_ids, suspects), 0, False
    trouble: OutsideTrouble | None = None
    while groups and not (answered and is_over()):
        group = groups.popleft()
        try:
            answer = connector.list_milestones(group)
        except (TransientError, PermanentError) as failed:
            trouble, failures = failed, failures + 1
            if not answered and (failures >= MOST_FAILURES or is_over()):
                raise
            groups.extend(_halves(group))
            unreadable |= {group[0]: failed.reason} if len(group) == 1 else {}
        else:
            answered = True
            milestones |= answer.milestones
            unreadable |= answer.unreadable
    if trouble is not None and not answered:
        raise trouble
    return Answer(milestones, unreadable, frozenset(chain.from_iterable(groups)))


def _first_groups(ids: Sequence[str], suspects: Collection[str]) -> deque[tuple[str, ...]]:
    """The requests that spoilt nothing yet, then those that did."""
    sound = tuple(one for one in ids if one not in suspects)
    rest = tuple(one for one in ids if one in suspects)
    return deque(group for group in (sound, rest) if group)


def _halves(group: tuple[str, ...]) -> list[tuple[str, ...]]:
    middle = len(group) // 2
    return [group[:middle], group[middle:]] if middle else []
