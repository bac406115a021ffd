"""Read the stage's health: the scanner answers, no file waits too long (R28), each event is read."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.audit.relayed import Aside, read_aside
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.files.rows import find_longest_pending
from chalicelib.settings import load_settings
from chalicelib.verdicts.limits import HELD_AFTER_TRIES, SWEEP_AFTER_S
from chalicelib.verdicts.scanner_state import ScannerState, load_scanner_state

LONGEST_PENDING: Final = timedelta(seconds=SWEEP_AFTER_S * (HELD_AFTER_TRIES + 3))
"""By then the sweep has held every file that could not be judged: it does not run."""

REMEMBERED_S: Final = 30
"""So long a process remembers the scanner's state for the dossiers' pages."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the stage is: the scanner, since when the longest pending file waits (real time), and
    the events that nobody here can read.
    """

    scanner: ScannerState
    pending_since: datetime | None
    looked_at: datetime
    aside: Aside

    @property
    def is_scanned(self) -> bool:
        """Whether the stage has a scanner at all."""
        return self.scanner.scanner != "not_configured"

    @property
    def is_judging(self) -> bool:
        """Whether every file gets its verdict, or a person's eyes, in time."""
        waits = self.looked_at - (self.pending_since or self.looked_at)
        return waits <= LONGEST_PENDING

    @property
    def is_well(self) -> bool:
        """Whether nothing is in trouble."""
        return self.is_judging and self.scanner.is_answering is not False and not self.aside.count


def read_health(*, table: Table | None = None, real: datetime | None = None) -> Health:
    """Read the health in three calls. TransientError and PermanentError when the table is in trouble."""
    table = table or open_table()
    scanner = load_scanner_state(table, load_settings().scanner)
    pending = find_longest_pending(table)
    return Health(scanner, pending, real or real_now(), read_aside(table))


_remembered: dict[str, tuple[float, ScannerState]] = {}


def find_scanner_state() -> ScannerState:
    """Find the scanner's state for a page: no call without a scanner, else one in half a minute."""
    scanner = load_settings().scanner
    if scanner == "not_configured":
        return ScannerState(scanner)
    until, state = _remembered.get(scanner, (0.0, ScannerState(scanner)))
    if time.monotonic() >= until:
        state = load_scanner_state(open_table(), scanner)
        _remembered[scanner] = (time.monotonic() + REMEMBERED_S, state)
    return state


def forget_scanner_state() -> None:
    """Forget what was remembered of the scanner, for a process that changes its table."""
    _remembered.clear()
