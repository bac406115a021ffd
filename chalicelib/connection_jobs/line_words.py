"""What people read of the lines of a sheet of dossiers: found by the code of what is wrong."""

from collections.abc import Mapping

from chalicelib.exports.report import LineReport, Problem
from chalicelib.exports.words import OF_ANY
from chalicelib.form import identifiers, problems
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.refusals import Refusal
from chalicelib.sheets import model as sheets
from chalicelib.sheets.columns import REFERENCE
from chalicelib.words.kept import restore_values
from chalicelib.words.translation import _, translate, translate_plural

REFERENCE_REUSED = "reference-reused"
"""The code of a line whose own reference stands for another draft."""

LINES: Mapping[str, str] = {
    **problems.MESSAGES,
    **identifiers.MESSAGES,
    "empty-line": _("Cette ligne ne dit rien du client."),
    "formula": _("{label} : une formule n’est pas lue, écrivez sa valeur."),
    REFERENCE_REUSED: _(
        "{label} : « {reference} » a déjà servi pour un autre contenu. Corrigez ce brouillon à "
        "l’écran, ou donnez une autre référence à la ligne."
    ),
}
"""What is said of a line, by the code of its problem."""


def tell_problem(problem: Problem) -> str:
    """Tell what is wrong with a line, its field by its label."""
    sentence = LINES.get(problem.code) or REFUSED.get(problem.code, LINES["text"])
    return translate(sentence, label=_label_of(problem.field), **restore_values(problem.values))


def _label_of(path: str) -> str:
    """Give the label of a line's field, a msgid; the path itself for what is no field."""
    if path == "reference":
        return REFERENCE
    step = find_step_of(path)
    entry = find_field(step, path) if step else None
    return entry.label.removesuffix(" ?") if entry else path


OF_SHEETS: tuple[type[Refusal], ...] = (
    sheets.CellWithoutHeading,
    sheets.NoHeadings,
    sheets.OldCalendar,
    sheets.SheetActive,
    sheets.SheetEmpty,
    sheets.SheetGone,
    sheets.SheetTooBig,
    sheets.SheetUnreadable,
    sheets.TooManyColumns,
    sheets.TooManyLines,
    sheets.TwiceTheHeading,
    sheets.UnknownHeadings,
    sheets.UnpacksTooBig,
)
"""Refusals of a whole sheet."""

REFUSED: Mapping[str, str] = {one.code: one.message for one in (*OF_ANY, *OF_SHEETS)}


def tell_line(line: LineReport) -> tuple[str, ...]:
    """Tell what became of a line: what is wrong with it, or what its draft still needs."""
    if line.problems:
        return tuple(map(tell_problem, line.problems))
    if not line.lacks:
        return (translate(_("Toutes les réponses y sont : il reste les pièces et l’envoi.")),)
    lacks = translate_plural(
        "{number} réponse à compléter avant l’envoi.",
        "{number} réponses à compléter avant l’envoi.",
        line.lacks,
    )
    return (lacks,)
