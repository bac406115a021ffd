"""What became of a dossier, without what differs from run to run: ids, instants, digests."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.rows.cases import CASE
from chalicelib.rows.journal import JOURNAL

NAMES = re.compile(r"[a-z]{2,4}_[0-9a-f]{16,}|[0-9a-f]{16,}|\d{2,}|(?<=#)[\w-]{20,}")
TOLD = ("status", "state", "kind", "addressee", "slot", "rule_id", "milestone", "generation")
HEALED = frozenset({"execution_restarted", "piece_rechecked"})
"""Events that tell of a repair: there may be some more of them after faults."""
UNSURE = "state=unsure"
"""A mail of unknown fate is judged apart."""

type EndState = tuple[frozenset[tuple[str, int]], ...]


def end_state(table: Table, case_id: str) -> EndState:
    """Give every row of a case by its kind, and what each says of where things stand."""
    rows = table.query_all(CASE.pk(case_id), consistent=True)
    events = table.query_all(JOURNAL.pk(case_id), consistent=True)
    kinds = Counter(str(one["kind"]) for one in events if "kind" in one)
    for healed in HEALED:
        kinds.pop(healed, None)
    [head] = [row for row in rows if row["sk"] == "!HEAD"]
    reached = Counter(sorted(head["milestones"]))
    lines = Counter(_line(row) for row in rows)
    return tuple(frozenset(one.items()) for one in (lines, kinds, reached))


def _line(row: Mapping[str, Any]) -> str:
    told = [f"{name}={row[name]}" for name in TOLD if name in row and row[name] is not None]
    return " ".join([NAMES.sub("*", str(row["sk"])), *told]).replace(UNSURE, "state=sent")


def tell_difference(one: EndState, other: EndState) -> str:
    """Tell in words what two end states do not share."""
    lines = [
        f"{sorted(mine - others)} / {sorted(others - mine)}"
        for mine, others in zip(one, other, strict=True)
        if mine != others
    ]
    return "; ".join(lines)


def count_gaps(table: Table, case_id: str) -> int:
    """Count what is wrong with the journal's numbers against the head's."""
    rows = table.query_all(CASE.pk(case_id), consistent=True)
    [head] = [row for row in rows if row["sk"] == "!HEAD"]
    seqs = [one.seq for one in list_whole_journal(table, case_id)]
    return int(sorted(seqs) != list(range(1, int(head["seq"]) + 1)))
