"""Every layout of every kind of paper, those written without sight of the readers among them.

A module of `blind/` is named after its author's wish and holds `LAYOUTS`, a mapping from a kind
of `papers.KINDS` to a list of `draw(truth) -> bytes`.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.readings.papers import KINDS, Draw

BLIND = Path(__file__).parent / "blind"


def list_layouts() -> Iterator[tuple[str, str, Draw[Any]]]:
    """The kind, a name to tell it by, and the layout's `draw`."""
    for kind in KINDS:
        module = importlib.import_module(f"tests.readings.layouts.{kind}")
        for at, draw in enumerate(module.LAYOUTS):
            yield kind, f"{kind}-{at}", draw
    for path in sorted(BLIND.glob("*.py")):
        blind = importlib.import_module(f"tests.readings.layouts.blind.{path.stem}")
        for kind, draws in blind.LAYOUTS.items():
            for at, draw in enumerate(draws):
                yield kind, f"{kind}-blind-{path.stem}-{at}", draw
