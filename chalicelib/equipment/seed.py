"""The seed of the catalogue: lines of text, packed in a row of the table, searched as they stand.

A process reads a kind's row when its first question comes and keeps it: twenty thousand lines are
looked through in some milliseconds, and only what is found becomes an object. The row and not the
code carries them, so that no Lambda grows by the catalogue.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from chalicelib.equipment.model import EquipmentKind, EquipmentModel, Phases
from chalicelib.equipment.words import compact, fold


@dataclass(frozen=True, slots=True)
class SeedLine:
    """One line of the seed: the words of its maker and its compact name first."""

    maker: str
    name: str
    power_w: Decimal
    phases: Phases = Phases.UNTOLD
    area_m2: Decimal | None = None

    @property
    def order(self) -> tuple[str, str]:
        """Give the line's place, and what makes it the same model."""
        return fold(self.maker), compact(self.name)

    def write(self) -> str:
        """Write the line."""
        area = "" if self.area_m2 is None else f"{self.area_m2:f}"
        parts = (*self.order, self.maker, self.name, f"{self.power_w:f}", self.phases, area)
        return "\t".join(parts)

    @classmethod
    def read(cls, line: str) -> Self:
        """Read a line back."""
        _maker_words, _compact, maker, name, power, phases, area = line.split("\t")
        return cls(maker, name, Decimal(power), Phases(phases), Decimal(area) if area else None)

    def to_model(self, kind: EquipmentKind) -> EquipmentModel:
        """Give the model that the line says."""
        return EquipmentModel(kind, self.maker, self.name, self.power_w, self.phases, self.area_m2)


def pack(text: str) -> bytes:
    """Pack a seed's text, its heading left out: a row of the table takes 400 KB."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return zlib.compress("\n".join(lines).encode(), 9)


def unpack(packed: bytes) -> tuple[str, ...]:
    """Unpack a seed's lines."""
    return tuple(zlib.decompress(packed).decode().splitlines())


def is_found(line: str, words: Iterable[str]) -> bool:
    """Say whether each word begins a word of the maker or stands in the model's compact name."""
    maker, _tab, rest = line.partition("\t")
    name = rest[: rest.index("\t")]
    return all(word in name or maker.startswith(word) or f" {word}" in maker for word in words)


def search(lines: tuple[str, ...], words: tuple[str, ...], most: int) -> tuple[SeedLine, ...]:
    """Search the lines for all words; those whose model begins with the last word come first."""
    if not words:
        return ()
    first: list[str] = []
    others: list[str] = []
    for line in lines:
        if not is_found(line, words):
            continue
        begins = line.partition("\t")[2].startswith(words[-1])
        (first if begins else others).append(line)
        if len(first) >= most:
            break
    return tuple(SeedLine.read(line) for line in [*first, *others][:most])


def list_same(lines: tuple[str, ...], maker: str, name: str) -> Iterator[SeedLine]:
    """List the lines of that model, for a maker as people shorten it ("SMA" for "SMA America")."""
    words, wanted = fold(maker).split(), f"\t{compact(name)}\t"
    for line in lines:
        if wanted in line and is_found(line, words) and line.partition(wanted)[0].find("\t") < 0:
            yield SeedLine.read(line)


def list_makers(lines: tuple[str, ...]) -> tuple[str, ...]:
    """List the makers, each once, in the order of the seed."""
    return tuple(dict.fromkeys(line.split("\t", 3)[2] for line in lines))
