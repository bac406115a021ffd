"""How the mails of the whole platform do: for agents."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.find_firm import find_firm
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.notices.firm_reputation import HeldFirm, is_held, judge_sender, list_held
from chalicelib.notices.reputation import Standing, Tally
from chalicelib.notices.store import list_to_look_at
from chalicelib.notices.words import NoticeView, view_notice
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require


@dataclass(frozen=True, slots=True)
class Overview:
    """The sender's standing over thirty days, and the first of the mails that wait."""

    tally: Tally
    standing: Standing
    waiting: tuple[tuple[str, NoticeView], ...]
    has_more: bool
    held: tuple[tuple[HeldFirm, str], ...] = ()
    """Firms whose mails to unconfirmed addresses wait for an agent, with their names."""


def read_standing(
    *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Overview:
    """Read how the mails do: three queries. Only agents may (NotAllowed)."""
    require(by, Connection.READ_MAILS)
    table, now = table or open_table(), now or real_now()
    tally, standing = judge_sender(table, now)
    notices, more = list_to_look_at(table, now)
    waiting = tuple((one.case_id, view_notice(one)) for one in notices)
    held = tuple((one, _name_firm(one.firm_id, table)) for one in list_held(table) if one.is_held)
    return Overview(tally, standing, waiting, more is not None, held)


def _name_firm(firm_id: str, table: Table) -> str:
    firm = find_firm(firm_id, table=table)
    return firm.name if firm else firm_id


def is_firm_held(firm_id: str, *, table: Table | None = None) -> bool:
    """Say whether a firm's mails to unconfirmed addresses wait for an agent: for its own people."""
    return is_held(table or open_table(), firm_id)
