"""The rows of a partition as a decision reads them: which ones it looked at is remembered."""

from collections.abc import Iterator, Mapping
from typing import Any

type Stored = Mapping[str, Any]


class TrackedRows(Mapping[str, Stored]):
    """Rows by sort key. What is asked for is noted, found or not; `picked` notes what it gives.

    Going through all of them notes every row: whoever wants some of a kind asks `Row.among`, and who
    wants to see them with others that it makes itself asks for `over`.
    """

    def __init__(self, rows: Mapping[str, Stored]) -> None:
        """Keep the rows as they were read."""
        self._rows = dict(rows)
        self._own: frozenset[str] = frozenset()
        self._looked_at: dict[str, Stored | None] = {}

    @property
    def looked_at(self) -> Mapping[str, Stored | None]:
        """Give what was asked for, as it stood: None for a row that was not there."""
        return self._looked_at

    def over(self, own: Mapping[str, Stored]) -> "TrackedRows":
        """Give the rows with some that the decision makes itself, which need no note.

        What is asked for of the others is noted here as well.
        """
        together = TrackedRows({**self._rows, **own})
        together._own = self._own | own.keys()
        together._looked_at = self._looked_at
        return together

    def _note(self, sk: str) -> None:
        if sk not in self._own:
            self._looked_at[sk] = self._rows.get(sk)

    def __getitem__(self, sk: str) -> Stored:
        self._note(sk)
        return self._rows[sk]

    def __contains__(self, sk: object) -> bool:
        self._note(str(sk))
        return sk in self._rows

    def __iter__(self) -> Iterator[str]:
        for sk in self._rows:
            self._note(sk)
            yield sk

    def __len__(self) -> int:
        return len(self._rows)

    def picked(self, begins: str, ends: str) -> Iterator[Stored]:
        """Give the rows whose sort keys begin and end so, in their order."""
        for sk, row in self._rows.items():
            if sk.startswith(begins) and sk.endswith(ends):
                self._note(sk)
                yield row


def put_over(rows: Mapping[str, Stored], own: Mapping[str, Stored]) -> Mapping[str, Stored]:
    """Give rows with some over them that a decision makes itself: noted ones stay so."""
    return rows.over(own) if isinstance(rows, TrackedRows) else {**rows, **own}
