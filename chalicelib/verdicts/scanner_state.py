"""Whether the stage's malware scanner answers: what checks and sweeps last saw of it (R28).

One row, which the health page and the dossiers' pages read. Nobody has to reach the scanner but
those who ask it to scan.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.service import SCANNER

ANSWER_EVERY: Final = timedelta(minutes=1)
"""An answer is noted once a minute at most, unless silence was noted since."""


@dataclass(frozen=True, slots=True)
class ScannerState:
    """What is known of a scanner, in real time; `scanner` is its setting's word."""

    scanner: str
    answered_at: datetime | None = None
    silent_at: datetime | None = None

    @property
    def is_answering(self) -> bool | None:
        """Whether it answered when it was last asked; None when it never was."""
        if self.silent_at is None:
            return None if self.answered_at is None else True
        return self.answered_at is not None and self.answered_at > self.silent_at


def note_answer(table: Table, scanner: str, real: datetime) -> None:
    """Note that the scanner answered."""
    noted = Update(
        *SCANNER.key(scanner),
        set={"answered_at": real.isoformat()},
        condition="attribute_not_exists(#answered_at) OR #answered_at < :before "
        "OR #answered_at < #silent_at",
        values={"before": (real - ANSWER_EVERY).isoformat()},
    )
    try:
        table.write(noted)
    except ConditionFailed:
        return


def note_silence(table: Table, scanner: str, real: datetime) -> None:
    """Note that the scanner did not answer when it should have."""
    table.write(Update(*SCANNER.key(scanner), set={"silent_at": real.isoformat()}))


def load_scanner_state(table: Table, scanner: str) -> ScannerState:
    """Load what is known of a scanner: of one that was never asked, nothing."""
    row = table.get(*SCANNER.key(scanner)) or {}
    answered_at, silent_at = row.get("answered_at"), row.get("silent_at")
    return ScannerState(
        scanner,
        datetime.fromisoformat(answered_at) if answered_at else None,
        datetime.fromisoformat(silent_at) if silent_at else None,
    )
