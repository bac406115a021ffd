"""Import readings from a file's text: each line by itself, with what became of it.

A line that was imported before changes nothing, so that a file may be sent again whole.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.battery.model import Fate, read_month, require_month
from chalicelib.battery.note_reading import note_reading
from chalicelib.battery.read_figures import read_figures
from chalicelib.dossiers.load import find_by_reference
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _
from chalicelib.words.values import Joined, Text, Value

MOST_LINES = 60
"""So that a page answers in time: some four calls of the table a line."""

MOST_CHARACTERS = 10_000
COLUMNS = ("dossier", "mois", "injecte_kwh", "soutire_kwh")
FIRST, LAST = "0000-01", "9999-12"


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one line, by its number in the file; why, where it was refused."""

    number: int
    dossier: str
    month: str
    fate: Fate
    why: Value = ""


def import_readings(
    text: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> tuple[LineReport, ...]:
    """Import the lines of a file: dossier, month, kWh injected, kWh drawn, by `;` or tabs.

    A first line of column names is passed over. InvalidFields when there is no line, or when
    there are more than one page takes; NotAllowed for who is no agent.
    """
    require(by, Connection.NOTE_READING)
    lines = _require_lines(text)
    table = table or open_table()
    return tuple(_import(number, cells, by, table, now) for number, cells in lines)


def _require_lines(text: str) -> list[tuple[int, list[str]]]:
    if len(text) > MOST_CHARACTERS:
        raise _refused(_("Fichier : {most} caractères au plus à la fois."), most=MOST_CHARACTERS)
    lines = list(_read(text))
    if not lines:
        raise _refused(_("Fichier : collez au moins une ligne, dossier;mois;injecté;soutiré."))
    if len(lines) > MOST_LINES:
        words = _("Fichier : {most} lignes au plus à la fois, le vôtre en a {number}.")
        raise _refused(words, most=MOST_LINES, number=len(lines))
    return lines


def _refused(words: str, **values: int) -> InvalidFields:
    return InvalidFields((FieldProblem("lines", "lines", words, values),))


def _read(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, by their number, without the names of columns."""
    plain = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()
    for number, line in enumerate(plain, start=1):
        mark = "\t" if "\t" in line else ";"
        # A quote that never ends would take in the lines after it: each is read alone.
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark), [])]
        is_header = number == 1 and cells[:1] == [COLUMNS[0]]
        if any(cells) and not is_header:
            yield number, cells


def _import(
    number: int, cells: list[str], by: Actor, table: Table, now: datetime | None
) -> LineReport:
    if len(cells) != len(COLUMNS):
        words = _("Il faut quatre valeurs : le dossier, le mois, l’injecté et le soutiré.")
        return LineReport(number, cells[0][:40], "", Fate.REFUSED, Text(words))
    reference, month, injected, drawn = cells
    try:
        fate = _note(reference, month, injected, drawn, by, table, now)
    except InvalidFields as refusal:
        why = Joined(tuple(Text(one.message, one.values) for one in refusal.problems))
        return LineReport(number, reference[:40], month[:20], Fate.REFUSED, why)
    except Refusal as refusal:
        told = Text(refusal.message, refusal.values)
        return LineReport(number, reference[:40], month[:20], Fate.REFUSED, told)
    return LineReport(number, reference, month, fate)


def _note(
    reference: str,
    month: str,
    injected: str,
    drawn: str,
    by: Actor,
    table: Table,
    now: datetime | None,
) -> Fate:
    reading = read_figures(require_month(read_month(month), FIRST, LAST), injected, drawn)
    dossier_id = find_by_reference(reference, seen_by=by, table=table)
    if dossier_id is None:
        words = _("Aucun dossier envoyé ne porte ce numéro.")
        raise InvalidFields((FieldProblem("dossier", "unknown", words),))
    return note_reading(dossier_id, reading, by=by, table=table, now=now)
