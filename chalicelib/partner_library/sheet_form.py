"""Read what an agent wrote about a document: a sheet, or what is wrong with each field."""

from collections.abc import Mapping
from typing import Final

from chalicelib.partner_library.labels import KINDS, LANGUAGES
from chalicelib.partner_library.model import ItemKind, Language, Sheet
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _, translate

SHORTEST_TITLE: Final = 3
LONGEST_TITLE: Final = 120
LONGEST_WORDS: Final = 500


def read_sheet(fields: Mapping[str, str]) -> Sheet:
    """Read a sheet from the texts of a form. Raises InvalidFields, each problem with its field."""
    title = " ".join(fields.get("title", "").split())
    words = _paragraphs(fields.get("words", ""))
    kind, language = fields.get("kind", ""), fields.get("language", "") or Language.FRENCH
    problems = (
        _problem_of_kind(kind),
        _problem_of_title(title),
        _problem_of_language(language),
        _problem_of_words(words),
    )
    found = tuple(one for one in problems if one)
    if found:
        raise InvalidFields(found)
    return Sheet(
        kind=ItemKind(kind),
        title=title,
        language=Language(language),
        words=words,
        for_clients=bool(fields.get("for_clients")),
    )


def _paragraphs(text: str) -> str:
    """Keep the lines that the agent wrote, each without its surplus blanks."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _problem_of_kind(kind: str) -> FieldProblem | None:
    if kind in set(ItemKind):
        return None
    return FieldProblem("kind", "missing", _("Nature : choisissez-en une dans la liste."))


def _problem_of_title(title: str) -> FieldProblem | None:
    if SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and title.isprintable():
        return None
    sentence = _("Titre : écrivez de {shortest} à {longest} caractères, sur une ligne.")
    values = {"shortest": SHORTEST_TITLE, "longest": LONGEST_TITLE}
    return FieldProblem("title", "length", sentence, values)


def _problem_of_language(language: str) -> FieldProblem | None:
    if language in set(Language):
        return None
    return FieldProblem("language", "unknown", _("Langue : choisissez-en une dans la liste."))


def _problem_of_words(words: str) -> FieldProblem | None:
    if len(words) <= LONGEST_WORDS and words.replace("\n", "").isprintable():
        return None
    sentence = _("Présentation : {longest} caractères au plus.")
    return FieldProblem("words", "length", sentence, {"longest": LONGEST_WORDS})


def texts_of(sheet: Sheet | None) -> dict[str, str]:
    """Write a sheet as a form's texts; those of an empty sheet for None."""
    if sheet is None:
        return {
            "kind": "",
            "title": "",
            "language": Language.FRENCH,
            "words": "",
            "for_clients": "",
        }
    return {
        "kind": sheet.kind,
        "title": sheet.title,
        "language": sheet.language,
        "words": sheet.words,
        "for_clients": "oui" if sheet.for_clients else "",
    }


def list_options() -> dict[str, list[tuple[str, str]]]:
    """List what a sheet's choices offer: pairs of a value and its words."""
    return {
        "kinds": [(str(kind), translate(label)) for kind, label in KINDS.items()],
        "languages": [(str(language), translate(label)) for language, label in LANGUAGES.items()],
    }
