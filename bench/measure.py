"""What a bench found, held against its bar."""

from dataclasses import dataclass, field
from typing import Literal

type Sense = Literal["at most", "at least", "exactly"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One value; `goal` is the number of the bar that it answers, empty when there is none.

    `bar` is None for a value that is told without being judged.
    """

    goal: str
    what: str
    value: float
    unit: str = ""
    bar: float | None = None
    sense: Sense = "at most"
    note: str = ""

    @property
    def is_met(self) -> bool:
        """Say whether the value keeps its bar; a value without a bar does."""
        match self.sense:
            case _ if self.bar is None:
                return True
            case "at most":
                return self.value <= self.bar
            case "at least":
                return self.value >= self.bar
            case "exactly":
                return self.value == self.bar


@dataclass(frozen=True, slots=True)
class Section:
    """What one bench found, and how it looked."""

    title: str
    how: str
    measures: tuple[Measure, ...]
    tables: tuple["Table", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Table:
    """Figures side by side, told without being judged."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def show_number(value: float) -> str:
    """Write a number with three figures that count, and no more than it has."""
    if value == int(value) and abs(value) < 1_000_000:
        return str(int(value))
    if abs(value) >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.2f}"
