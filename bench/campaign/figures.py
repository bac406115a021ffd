"""What a section counts: numbers that add up over processes, and some examples of what went wrong."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

MOST_EXAMPLES = 40

type Sense = Literal["at least", "exactly", ""]


@dataclass(slots=True)
class Figures:
    """Counts by name, and for each count of wrong things some examples in words."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, number: int = 1) -> None:
        """Count."""
        self.counts[name] += number

    def wrong(self, name: str, example: str) -> None:
        """Count what must not be, and keep the first examples of it."""
        self.counts[name] += 1
        kept = self.examples.setdefault(name, [])
        if len(kept) < MOST_EXAMPLES:
            kept.append(example[:400])

    def merge(self, other: "Figures") -> None:
        """Add what another process counted."""
        self.counts.update(other.counts)
        for name, examples in other.examples.items():
            kept = self.examples.setdefault(name, [])
            kept += examples[: MOST_EXAMPLES - len(kept)]

    def __getitem__(self, name: str) -> int:
        """Give a count."""
        return self.counts[name]


def total(all_figures: Iterable[Figures]) -> Figures:
    """Add figures up."""
    whole = Figures()
    for one in all_figures:
        whole.merge(one)
    return whole


def how_of(doc: str | None) -> str:
    """Give what a module says of how it goes about it: all but its first sentence."""
    return (doc or "").partition("\n\n")[2].strip()


@dataclass(frozen=True, slots=True)
class Bar:
    """What a count is called where it is published, and what it must be.

    `at least` is of the whole campaign; a short form tries fewer, and owes the bars of zero alone.
    """

    name: str
    what: str
    sense: Sense = ""
    target: int = 0

    def is_met(self, counts: Mapping[str, int]) -> bool:
        """Say whether the count is what it must be."""
        found = counts.get(self.name, 0)
        match self.sense:
            case "at least":
                return found >= self.target
            case "exactly":
                return found == self.target
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, how it is done, what it owes, and how it is run.

    `run` takes a seed and how many to try, and is run in several processes with seeds of their own:
    `count` is tried in all, `at_once` in one world. What it `needs` is a variable of the environment:
    without it the section is left out, and what it counted before stands.
    """

    name: str
    title: str
    how: str
    bars: tuple[Bar, ...]
    run: Callable[[int, int], Figures]
    count: int
    at_once: int
    tables: Callable[[Figures], str] | None = None
    needs: str = ""

    def missed(self, figures: Figures, *, is_short: bool = False) -> list[str]:
        """Tell the bars that are not kept."""
        return [
            f"{bar.what}: {figures[bar.name]}, not {bar.sense} {bar.target} {figures.examples.get(bar.name, '')}"
            for bar in self.bars
            if not (is_short and bar.sense == "at least") and not bar.is_met(figures.counts)
        ]
