"""The rows of a partition as a decision reads them: which ones it looked at is remembered."""

from collections.abc import Iterator, Mapping
from typing import Any

type Stored = Mapping[str, Any]


class TrackedRows(Mapping[str, Stored]):
    """Rows by sort key. What is asked for is noted, found or not; `picked` notes what it gives.

    Going through all of them notes every row: whoever wants some of a kind asks `Row.among`.
    """

    def __init__(self, rows: Mapping[str, Stored]) -> None:
        """Keep the rows as they were read."""
        self._rows = dict(rows)
        self._looked_at: dict[str, Stored | None] = {}

    @property
    def looked_at(self) -> Mapping[str, Stored | None]:
        """Give what was asked for, as it stood: None for a row that was not there."""
        return self._looked_at

    def __getitem__(self, sk: str) -> Stored:
        self._looked_at[sk] = self._rows.get(sk)
        return self._rows[sk]

    def __contains__(self, sk: object) -> bool:
        self._looked_at[str(sk)] = self._rows.get(str(sk))
        return sk in self._rows

    def __iter__(self) -> Iterator[str]:
        for sk in self._rows:
            self._looked_at[sk] = self._rows[sk]
            yield sk

    def __len__(self) -> int:
        return len(self._rows)

    def picked(self, begins: str, ends: str) -> Iterator[Stored]:
        """Give the rows whose sort keys begin and end so, in their order."""
        for sk, row in self._rows.items():
            if sk.startswith(begins) and sk.endswith(ends):
                self._looked_at[sk] = row
                yield row
