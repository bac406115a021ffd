"""Deaths and comparisons for the fault tests: a checker that dies at any call, and what is left.

A death is an exception that nothing in the house catches, raised before a call to AWS is sent
or after its answer came: the process is gone between two steps.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.aws.session import client
from tests.documents.worlds import DOCUMENTS, UPLOADS, World

type Moment = Literal["before-call", "after-call"]

_MOVING = (
    (re.compile(r"\d{4}-\d{2}-\d{2}T[0-9:.]+(\+\d{2}:\d{2}|Z)?"), "<instant>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<hash>"),
    (re.compile(r"\bUNRELAYED#\d"), "<unrelayed>"),
    (re.compile(r"\bop_[0-9a-f]+"), "<operation>"),
    (re.compile(r"\b(evt|ev)_[0-9a-f]+"), "<event>"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<version>"),
)
_TIMES = {"expires_s"}
_SALTS = {"salt", "digests"}


class Killed(BaseException):
    """The process was ended here."""


@dataclass
class Calls:
    """The calls to AWS that were counted, and the one at which the process dies."""

    moment: Moment = "before-call"
    dies_at: int | None = None
    seen: int = 0

    def note(self, **_event: object) -> None:
        """Count a call; die at the chosen one."""
        self.seen += 1
        if self.dies_at == self.seen:
            raise Killed


@contextmanager
def watched(moment: Moment = "before-call", dies_at: int | None = None) -> Iterator[Calls]:
    """Count the calls to the table and the buckets, and die at one of them."""
    calls = Calls(moment, dies_at)
    emitters = [client("s3").meta.events, client("dynamodb").meta.events]
    for emitter in emitters:
        emitter.register(moment, calls.note)
    try:
        yield calls
    finally:
        for emitter in emitters:
            emitter.unregister(moment, calls.note)


def state_of(world: World, **names: str) -> dict[str, Any]:
    """Give all that stands: rows and objects, without times, hashes and what is drawn by lot.

    `names` replaces ids that differ from world to world.
    """
    found = {
        "rows": [still_row(row) for row in world.rows() if not row["pk"].startswith("SWEEP")],
        "uploads": world.objects(UPLOADS),
        "documents": world.objects(DOCUMENTS),
    }
    return hold_still(found, **names)


def hold_still(found: dict[str, Any], **names: str) -> dict[str, Any]:
    """Replace instants, hashes, drawn ids and the named values by words, wherever they stand."""
    text = json.dumps(found, default=str, sort_keys=True)
    for name, value in names.items():
        text = text.replace(value, f"<{name}>")
    for pattern, word in _MOVING:
        text = pattern.sub(word, text)
    still: dict[str, Any] = json.loads(text)
    return still


def still_row(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row without what differs each time it is written."""
    return {name: value for name, value in row.items() if name not in _TIMES | _SALTS}
