"""What people read of a job that failed, and of a line that is refused: found by its code."""

from collections.abc import Mapping
from functools import cache

from chalicelib.exports.model import Job
from chalicelib.exports.report import REFERENCE_REUSED, Problem
from chalicelib.form import identifiers, problems
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound, Refusal
from chalicelib.sheets import model as sheets
from chalicelib.sheets.columns import REFERENCE
from chalicelib.words.kept import restore_values
from chalicelib.words.translation import _, translate

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
    sentence = LINES.get(problem.code) or list_refused().get(problem.code, LINES["text"])
    return translate(sentence, label=_label_of(problem.field), **restore_values(problem.values))


def tell_refusal(job: Job) -> str:
    """Tell why a job's work cannot be done at all."""
    sentence = list_refused().get(job.refusal, Refusal.message)
    return translate(sentence, **restore_values(job.refusal_values))


@cache
def list_refused() -> Mapping[str, str]:
    """List the sentence of each refusal that a job may end with, by its code."""
    from chalicelib.cases.create_once import InvalidKey
    from chalicelib.exports.archive import ArchiveTooBig, FileChanged, NothingToArchive
    from chalicelib.exports.ask_mandate import NobodyToMandate

    every: tuple[type[Refusal], ...] = (
        ArchiveTooBig,
        FileChanged,
        InvalidFields,
        InvalidKey,
        NobodyToMandate,
        NotAllowed,
        NotFound,
        NothingToArchive,
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
    return {one.code: one.message for one in every}


def _label_of(path: str) -> str:
    """Give the label of a line's field, a msgid; the path itself for what is no field."""
    if path == "reference":
        return REFERENCE
    step = find_step_of(path)
    entry = find_field(step, path) if step else None
    return entry.label.removesuffix(" ?") if entry else path
