"""A toy system that breaks the rule: it reaches into others, at once and later, and is refused.

Nothing registers it. The house test that holds systems apart names every pair that stands here
(tests/house/test_wings.py); where two systems are to meet, one tells a fact that the other hears.
"""

from typing import Any

from chalicelib.cases.kind import Kind, Later
from tests.toys.bookings import BOOKING

DOSSIERS: Later[Kind[Any, Any]] = Later("chalicelib.dossiers.kind:DOSSIER")


def name_of_others() -> tuple[str, ...]:
    """Name the kinds of systems that are none of its business."""
    from tests.toys.rounds import ROUND

    return tuple(one.name for one in (BOOKING, ROUND, DOSSIERS.get()))
