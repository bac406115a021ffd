"""When a request is asked about: every 2 % of its age, within one to six hours of business time.

The instants follow from the age alone, so that asking writes nothing: a request is due when one
of its instants lies between the last pass and this one. And how long a failing operator is left
alone, in real time.
"""

import math
import random
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
SHARE_OF_AGE = 0.02
LEAST_EVERY = HOUR
MOST_EVERY = timedelta(hours=6)
GROWS_FROM = LEAST_EVERY / SHARE_OF_AGE
"""Until this age (50 hours) requests are asked about every hour."""

GROWS_TO = MOST_EVERY / SHARE_OF_AGE
"""From this age (300 hours) on, every six hours."""

PASS_EVERY = timedelta(minutes=15)
"""A pass reads the list of open requests, in business time."""

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


def polls_by(age: timedelta) -> int:
    """How many times a request of this age should have been asked about since it was filed."""
    if age <= timedelta(0):
        return 0
    hourly = math.floor(min(age, GROWS_FROM) / LEAST_EVERY)
    if age <= GROWS_FROM:
        return hourly
    growth = math.log1p(SHARE_OF_AGE)
    growing = math.log(min(age, GROWS_TO) / GROWS_FROM) / growth
    steady = max(age - GROWS_TO, timedelta(0)) / MOST_EVERY
    # The last growing pause goes on into the steady ones: cut apart, both together would be longer.
    return hourly + math.floor(growing + steady)


def is_due(filed_at: datetime, last_pass_at: datetime | None, now: datetime) -> bool:
    """Whether a request filed at an instant is to be asked about in the pass of `now`."""
    if last_pass_at is None:
        return True
    return polls_by(now - filed_at) > polls_by(last_pass_at - filed_at)


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: 30 s doubled each time, an hour at most."""
    doubled = FIRST_PAUSE * (1 << min(max(failures - 1, 0), 10))
    return min(doubled, LONGEST_PAUSE)


def with_jitter(pause: timedelta) -> timedelta:
    """The pause, up to a fifth shorter, so that not all come back at once."""
    share: float = random.uniform(0.8, 1.0)
    return pause * share
