"""Files that an operator drops: its milestones as CSV, line by line, and the result beside it.

The shape is that of the State's own exchange with Enedis: `identifiantProjet`, `referenceDossier`,
`dateMiseEnService`, `nouvelleReference`, `dateAccuseReception`, dates as DD/MM/YYYY or ISO. Our
optional columns `codeJalon`, `libelleJalon`, `dateJalon`, `numeroJalon`, `piece` say what these
cannot. Pure: text in, lines and their faults out, never an exception. See `docs/operator-files.md`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.operators.model import RawMilestone
from chalicelib.rows.instants import is_in_reach
from chalicelib.words.zone import legal_zone

SOURCE = "drop"
MOST_BYTES = 5_000_000
MOST_LINES = 5_000
LONGEST_CELL = 300
RESULT_ENDING = ".result.csv"
CODED_FROM = 10
"""Numbers below are those of the dated columns."""

_COLUMNS = (
    "identifiantProjet",
    "referenceDossier",
    "dateMiseEnService",
    "nouvelleReference",
    "dateAccuseReception",
    "codeJalon",
    "libelleJalon",
    "dateJalon",
    "numeroJalon",
    "piece",
)
_DATED = (("dateAccuseReception", 1), ("dateMiseEnService", 2))
SAME_DAY_EVERYWHERE = 11
"""The hour, in UTC, at which it is the same day from Tahiti (UTC-10) to Wallis (UTC+12)."""

_NUMBER = re.compile(r"0{0,9}[0-9]{1,3}", re.ASCII)
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Told:
    """One dated thing that a line tells: its number, code, label, instant and details."""

    number: int
    code: str
    label: str
    at: datetime
    details: Mapping[str, str]

    def as_raw(self, request_key: str) -> RawMilestone:
        """The raw milestone of a request; the key stands for the reference, which may change."""
        return RawMilestone(
            SOURCE, request_key, self.number, self.code, self.label, self.at, self.details
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be read: which request, which new reference, what happened."""

    number: int
    project: str
    reference: str
    new_reference: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: `applied`, or `refused` and why."""

    line: int
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DropFile:
    """A file as read: its good lines, and the outcomes of its bad ones."""

    lines: tuple[Line, ...]
    refused: tuple[Outcome, ...]


class _BadLine(ValueError):  # it never leaves this module
    """Why a line cannot be read."""


def read_drop_file(raw: bytes) -> DropFile:
    """Read a dropped file, whatever it holds: comma or semicolon, UTF-8 or Windows-1252."""
    if len(raw) > MOST_BYTES:
        return DropFile((), (Outcome(0, "refused", f"fichier de plus de {MOST_BYTES} octets"),))
    rows = _rows(_text(raw))
    header = next(rows, None)
    columns = [cell.strip() for cell in header[1]] if header else []
    if not {"identifiantProjet", "referenceDossier"} & set(columns):
        why = "en-tête sans identifiantProjet ni referenceDossier"
        return DropFile((), (Outcome(1, "refused", why),))
    lines: list[Line] = []
    refused: list[Outcome] = []
    for number, cells in rows:
        try:
            lines.append(_line(number, columns, cells))
        except _BadLine as bad:
            refused.append(Outcome(number, "refused", str(bad)))
    return DropFile(tuple(lines), tuple(refused))


def write_result(outcomes: Iterable[Outcome]) -> bytes:
    """Write the result file: one row a line of the dropped file, in its order."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("ligne", "resultat", "motif"))
    writer.writerows((one.line, one.outcome, one.reason) for one in sorted(outcomes, key=_place))
    return out.getvalue().encode("utf-8-sig")


def _place(outcome: Outcome) -> int:
    return outcome.line


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = text.replace("\x00", "").splitlines()
    for number, line in enumerate(lines[: MOST_LINES + 1], start=1):
        if line.strip(" ;,\t"):
            yield number, next(csv.reader([line[:10_000]], delimiter=delimiter), [])


def _line(number: int, columns: list[str], cells: list[str]) -> Line:
    if len(cells) > len(columns):
        raise _BadLine("plus de cellules que de colonnes")
    values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    row = {name: values.get(name, "") for name in _COLUMNS}
    if any(len(value) > LONGEST_CELL for value in row.values()):
        raise _BadLine(f"cellule de plus de {LONGEST_CELL} caractères")
    if not row["identifiantProjet"] and not row["referenceDossier"]:
        raise _BadLine("ni identifiantProjet ni referenceDossier")
    told = tuple(_dated(row)) + tuple(_coded(row))
    if not told and not row["nouvelleReference"] and not row["referenceDossier"]:
        raise _BadLine("la ligne ne dit rien")
    return Line(
        number, row["identifiantProjet"], row["referenceDossier"], row["nouvelleReference"], told
    )


def _dated(row: Mapping[str, str]) -> Iterable[Told]:
    for column, number in _DATED:
        if row[column]:
            # The day of a commissioning follows from its instant, by the place of the case.
            yield Told(number, column, "", read_day(column, row[column]), {})


def _coded(row: Mapping[str, str]) -> Iterable[Told]:
    if not row["codeJalon"]:
        return
    number = row["numeroJalon"]
    if not _NUMBER.fullmatch(number) or not int(number):
        raise _BadLine("numeroJalon : un nombre de 1 à 999 est attendu avec codeJalon")
    if len(row["codeJalon"]) > 30:
        raise _BadLine("codeJalon de plus de 30 caractères")
    details = {"piece": row["piece"]} if row["piece"] else {}
    at = read_day("dateJalon", row["dateJalon"])
    yield Told(CODED_FROM + int(number), row["codeJalon"], row["libelleJalon"], at, details)


def read_day(column: str, text: str) -> datetime:
    """A date as DD/MM/YYYY or ISO, or an ISO instant, as an aware instant; ValueError otherwise.

    A day without its hour is taken at `SAME_DAY_EVERYWHERE`; an hour without its zone is France's.
    """
    french = _FRENCH_DAY.fullmatch(text)
    try:
        if french:
            day, month, year = (int(part) for part in french.groups())
            written = datetime(year, month, day, tzinfo=UTC)
        else:
            written = datetime.fromisoformat(text)
    except ValueError:
        raise _BadLine(f"{column} : date illisible « {text[:40]} »") from None
    if french or len(text) <= len("2026-01-31"):
        written = written.replace(hour=SAME_DAY_EVERYWHERE, tzinfo=UTC)
    elif written.tzinfo is None:
        written = written.replace(tzinfo=legal_zone())
    if not is_in_reach(written):
        raise _BadLine(f"{column} : année hors de vraisemblance")
    return written.astimezone(UTC)
