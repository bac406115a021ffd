"""What a rule may accept without a person, and what never: dated data, each row with its reason.

A file is *readable* once its format was checked. Whether it is *accepted* is decided by a person, or
by the rule that a row names. A stage follows one of two policies; without a setting it follows
production's. `docs/decisions/0086` reasons about them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

__all__ = ["POLICY", "AcceptRow", "Policy", "Rule", "find_row", "name_rule"]


class Policy(StrEnum):
    """Which rows a stage follows."""

    PRODUCTION = "production"
    TRIAL = "trial"
    """Stages without a real client: tests, the local cloud and the demonstration."""


class Rule(StrEnum):
    """What may accept a file without a person."""

    NEVER = "never"
    FORMAT_CHECK = "format_check"
    """The check of its format found it readable; nothing was asked of its content."""
    READING_AGREES = "reading_agrees"
    """What was read in it agrees with the form in all that its slot has to say, and differs in nothing."""


@dataclass(frozen=True, slots=True)
class AcceptRow:
    """One row of the policy; an empty operator or slot means any."""

    policy: Policy
    rule: Rule
    reason: str
    since: date
    slot: str = ""
    operator: str = ""


_BEGIN: Final = date(2020, 1, 1)
_LIVE, _TRIAL = Policy.PRODUCTION, Policy.TRIAL

POLICY: Final = (
    AcceptRow(
        _LIVE,
        Rule.NEVER,
        "practice: identities, places, rights and powers stand in these papers, and what is filed "
        "with an operator rests on them; that a file opens says nothing of what it says",
        _BEGIN,
    ),
    AcceptRow(
        _LIVE,
        Rule.READING_AGREES,
        "guide MyLight: contract, request and Consuel have the same name and the same power; a "
        "reading that agrees in number, name and power compared all that a person would compare",
        _BEGIN,
        slot="consuel",
    ),
    AcceptRow(
        _LIVE,
        Rule.FORMAT_CHECK,
        "practice: a picture for orientation; no value of the form and nothing that an operator is "
        "told is taken from it, and the visit on site looks at the plant itself",
        _BEGIN,
        slot="photo_installation",
    ),
    AcceptRow(
        _TRIAL,
        Rule.FORMAT_CHECK,
        "no real client stands behind these dossiers: a whole course is walked without a second "
        "person; agents still find every such file among those to review",
        _BEGIN,
    ),
)


def name_rule(rule: Rule) -> str:
    """Name a rule as the one who accepted a file, beside people's ids: `rule:format_check`."""
    return f"rule:{rule}"


def find_row(
    policy: Policy, operator: str, slot: str, on: date, rows: Sequence[AcceptRow] = POLICY
) -> AcceptRow | None:
    """Find the row that decides of a slot's file on a day: the narrowest one, then the latest.

    A row that names the slot is narrower than one that names the operator. None lets no rule
    accept, as `Rule.NEVER` does.
    """
    fitting = [
        row
        for row in rows
        if row.policy is policy
        and row.operator in {"", operator}
        and row.slot in {"", slot}
        and row.since <= on
    ]
    return max(
        fitting, key=lambda row: (bool(row.slot), bool(row.operator), row.since), default=None
    )
