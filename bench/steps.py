"""What a cold start does, counted without valgrind: the stand-in that runs with the tests.

Calls of Python's functions follow the instructions, modules and bytecode are what an import costs.
All three are the same on every run to some thousandths, so that a drift is seen on its day; the
bars themselves are in instructions, and `make bench` holds them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.first_events import Asked
from bench.processes import Bench


@dataclass(frozen=True, slots=True)
class Steps:
    """A cold start's calls of functions, and the zip's modules that it imported with their bytes."""

    calls: int
    modules: int
    bytecode_bytes: int

    def exceeds(self, most: "Steps") -> bool:
        """Say whether any count is above its ceiling."""
        return (
            self.calls > most.calls
            or self.modules > most.modules
            or self.bytecode_bytes > most.bytecode_bytes
        )


def count_steps(bench: Bench, asked: Asked) -> Steps:
    """Count one cold start, and check its answer."""
    with TemporaryDirectory() as scratch:
        event, report = Path(scratch) / "event.json", Path(scratch) / "report.json"
        event.write_text(json.dumps(asked.event))
        bench.run("steps.py", asked.handler, str(event), str(report))
        found: Mapping[str, Any] = json.loads(report.read_text())
    asked.check(found["answer"])
    return Steps(found["calls"], found["modules"], found["bytecode_bytes"])
