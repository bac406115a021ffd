"""What a sheet may be, what is read of it, and why one is refused as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _

KIB = 1024
MOST_LINES = 500
MOST_COLUMNS = 150
MOST_SHEET_BYTES = 1024 * KIB
"""A file as it is handed in; 500 lines of every field take less than half of it."""
LONGEST_CELL = 4000
"""Characters; the longest field takes 2,000."""
MOST_CHARACTERS = 2 * 1024 * KIB
"""All cells together: a workbook may name one long text in every cell and stay a small file."""

type Row = tuple[int, tuple[str, ...]]
"""A row's number, as the spreadsheet counts, and the texts of its cells."""


class SheetRefused(Refusal):
    """The sheet cannot be read at all: nothing was made of it."""

    code = "sheet-refused"
    status = 422


class SheetGone(SheetRefused):
    """The file was kept for a day, which is over."""

    code = "sheet-gone"
    message = _("Le fichier envoyé n’est plus là : envoyez-le de nouveau.")


class SheetEmpty(SheetRefused):
    """No line stands below the headings, or nothing was sent."""

    code = "sheet-empty"
    message = _(
        "Aucune ligne à lire : collez les lignes avec leurs titres de colonnes, ou choisissez un "
        "fichier."
    )


class SheetTooBig(SheetRefused):
    """The file is longer than any sheet of so many lines."""

    code = "sheet-too-big"
    status = 413
    message = _(
        "Ce fichier dépasse {most} Ko : retirez-en les images et les autres feuilles, ou partagez-le "
        "en plusieurs."
    )


class TooManyLines(SheetRefused):
    """More lines than one sheet may have."""

    code = "too-many-lines"
    message = _("Le tableau a plus de {most} lignes : partagez-le en plusieurs.")


class TooManyColumns(SheetRefused):
    """More columns than there are fields."""

    code = "too-many-columns"
    message = _("Le tableau a plus de {most} colonnes : gardez celles du modèle.")


class UnknownHeadings(SheetRefused):
    """Some headings are no field's: their cells would be lost in silence."""

    code = "unknown-headings"
    message = _(
        "Titres de colonnes inconnus : {headings}. Écrivez-les comme dans le modèle, ou retirez ces "
        "colonnes."
    )


class TwiceTheHeading(SheetRefused):
    """Two columns have one heading."""

    code = "heading-twice"
    message = _("La colonne « {heading} » est là deux fois : gardez-en une.")


class NoHeadings(SheetRefused):
    """The first line holds no heading of ours."""

    code = "no-headings"
    message = _(
        "La première ligne doit porter les titres des colonnes, comme dans le modèle : aucun n’a été "
        "reconnu."
    )


class CellWithoutHeading(SheetRefused):
    """A line says something where no heading says what: it would be lost in silence."""

    code = "cell-without-heading"
    message = _(
        "Ligne {line} : « {text} » est dans une colonne sans titre. Donnez un titre à la colonne, ou "
        "mettez entre guillemets un texte qui contient le séparateur."
    )


class SheetUnreadable(SheetRefused):
    """The bytes are neither a workbook nor lines of text, or a damaged one."""

    code = "sheet-unreadable"
    message = _(
        "Ce fichier ne se lit pas comme un tableau : enregistrez-le en XLSX ou en CSV, ou collez les "
        "lignes."
    )


class SheetActive(SheetRefused):
    """The workbook holds macros, links to other files or embedded objects."""

    code = "sheet-active"
    message = _(
        "Ce classeur contient des macros, des liens vers d’autres fichiers ou des objets : "
        "enregistrez-en une copie en XLSX simple, ou collez les lignes."
    )


class OldCalendar(SheetRefused):
    """The workbook counts its days from 1904: a date would come out four years early."""

    code = "sheet-old-calendar"
    message = _(
        "Ce classeur compte les dates depuis 1904 : décochez ce calendrier dans ses options, ou collez "
        "les lignes."
    )


class UnpacksTooBig(SheetRefused):
    """The workbook unpacks to more than any sheet of so many lines."""

    code = "sheet-unpacks-too-big"
    message = _(
        "Ce classeur est trop volumineux une fois ouvert : copiez ses lignes dans un classeur neuf."
    )


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line to make a draft of: its number, its own reference, its texts by field's path."""

    number: int
    reference: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read: its headings as they were written, its lines, their cells."""

    headings: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    cells: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Each line's cells as they came, by its number: what is handed back to correct."""
