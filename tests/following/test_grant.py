"""A private link is a grant: the policy says what its holder may, until when, and of what alone."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.following.model import LINK_LIFE, MadeLink
from chalicelib.policy.connection import Connection
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed, Asker, Code, Facts, Ground, Refused
from chalicelib.policy.roles import Stand

MADE_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CUT_AT = MADE_AT + timedelta(days=30)
LINK = MadeLink("print_of_a_link", MADE_AT, "usr_1", 3)
HOLDER = Asker(LINK.print_, Stand.HOLDER)
ITS, OTHER = Facts("dos_1"), Facts("dos_2")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "cut_at", "holds"),
    [
        (MADE_AT - SECOND, None, False),
        (MADE_AT, None, True),
        (MADE_AT + LINK_LIFE - SECOND, None, True),
        (MADE_AT + LINK_LIFE, None, False),
        (CUT_AT - SECOND, CUT_AT, True),
        (CUT_AT, CUT_AT, False),
        (MADE_AT + SECOND, MADE_AT - SECOND, True),
    ],
)
def test_a_link_lets_its_holder_follow_from_its_making_to_its_end_or_a_later_cut(
    now: datetime, cut_at: datetime | None, holds: bool
) -> None:
    answer = may(HOLDER, Connection.FOLLOW, ITS, [LINK.grant("dos_1", cut_at)], now)
    assert answer == (Allowed(Ground.PRIVATE_LINK) if holds else Refused(Code.GROUND))


def test_a_link_opens_nothing_else_and_lets_nobody_else_in() -> None:
    grants = [LINK.grant("dos_1", None)]
    assert may(HOLDER, Connection.FOLLOW, OTHER, grants, MADE_AT) == Refused(Code.GROUND)
    assert may(HOLDER, Connection.SEE, ITS, grants, MADE_AT) == Refused(Code.ROLE)
    other = Asker("print_of_another", Stand.HOLDER)
    assert may(other, Connection.FOLLOW, ITS, grants, MADE_AT) == Refused(Code.GROUND)
