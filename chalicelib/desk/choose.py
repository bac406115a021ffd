"""Which dossiers an act is for: those that were ticked, or a whole list as it is filtered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.ids import LONGEST_ID
from chalicelib.aws.table import Table, open_table
from chalicelib.desk.model import MOST_CHOSEN
from chalicelib.dossiers.list_queue import AgentLine, list_queue, rows_of
from chalicelib.dossiers.queue_filter import QueueFilter

MOST_READS = 10
"""Pages of a list that are looked at to find the dossiers of a filter."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The dossiers that were chosen; `is_cut` when the list has more than a batch takes."""

    lines: tuple[AgentLine, ...]
    is_cut: bool = False


def choose_all(
    bucket: str,
    wanted: QueueFilter,
    *,
    by: Actor,
    now: datetime,
    table: Table | None = None,
) -> Chosen:
    """Choose a filtered list whole, longest wait first, up to what a batch takes."""
    table = table or open_table()
    lines: dict[str, AgentLine] = {}
    start: str | None = None
    for _read in range(MOST_READS):
        found = list_queue(
            bucket, wanted, by=by, now=now, start=start, most=rows_of(bucket), table=table
        )
        lines |= {line.dossier_id: line for line in found.lines}
        start = found.next
        if start is None or len(lines) > MOST_CHOSEN:
            break
    chosen = tuple(lines.values())
    return Chosen(chosen[:MOST_CHOSEN], start is not None or len(chosen) > MOST_CHOSEN)


def read_ticked(typed: str) -> tuple[str, ...]:
    """Read the ids that a confirmed form brings back in one field."""
    return tuple(one[:LONGEST_ID] for one in typed.split())


def name_lines(lines: tuple[AgentLine, ...], most: int) -> list[Mapping[str, str]]:
    """Name the first dossiers that were chosen."""
    return [
        {
            "id": line.dossier_id,
            "name": f"{line.last_name} {line.first_name}".strip(),
            "reference": line.reference,
        }
        for line in lines[:most]
    ]
