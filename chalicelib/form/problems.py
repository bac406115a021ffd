"""What can be wrong with a field, in words that name it and say what to do."""

from collections.abc import Mapping

from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.refusals import FieldProblem
from chalicelib.words.names import ADDRESS_IN_NAME
from chalicelib.words.translation import _
from chalicelib.words.values import Number, Value

MESSAGES: Mapping[str, str] = {
    "missing": _("{label} : à remplir avant l’envoi."),
    "wrong": _("{label} : ce qui est saisi n’est pas accepté, corrigez-le avant l’envoi."),
    "missing-rows": _("{label} : ajoutez au moins une ligne."),
    "missing-choice": _("{label} : choisissez une réponse."),
    "unknown-field": _("Le champ « {name} » n’existe pas dans cette étape : retirez-le."),
    "text": _("{label} : indiquez un texte."),
    "empty": _("{label} : indiquez une valeur, ou retirez le champ."),
    "too-long": _("{label} : {most} caractères au plus."),
    "control-characters": _("{label} : retirez les caractères invisibles, ressaisissez le texte."),
    "address-in-name": ADDRESS_IN_NAME,
    "number": _("{label} : indiquez un nombre, par exemple 9 ou 9,5."),
    "whole": _("{label} : indiquez un nombre entier, sans virgule."),
    "bounds": _("{label} : indiquez une valeur entre {least} et {most} {unit}."),
    "plain-bounds": _("{label} : indiquez une valeur entre {least} et {most}."),
    "bounds-or-zero": _("{label} : indiquez 0, ou une valeur entre {least} et {most} {unit}."),
    "decimals": _("{label} : {decimals} chiffres après la virgule au plus."),
    "choice": _("{label} : choisissez une des réponses proposées."),
    "yes-no": _("{label} : répondez par oui ou par non."),
    "date": _("{label} : indiquez une date, par exemple 2026-03-31."),
    "object": _("Envoyez un objet JSON avec des champs nommés."),
    "rows": _("{label} : indiquez une liste de lignes."),
    "too-many-rows": _("{label} : {most} lignes au plus."),
    "email-confirmation": _(
        "{label} : les deux adresses sont différentes. Saisissez la même dans les deux champs."
    ),
    "email-again": _("{label} : saisissez l’adresse une seconde fois, telle que ci-dessus."),
}

QUESTIONS = (_("Le client a-t-il déjà un contrat d’électricité"),)
"""Labels that ask, as a message names them: without their mark."""

# Where pydantic's name of an error is not ours. What is not listed is told by the field's kind.
CODES: Mapping[str, str] = {
    "extra_forbidden": "unknown-field",
    "string_too_long": "too-long",
    "string_too_short": "empty",
    "string_type": "text",
    "too_long": "too-many-rows",
    "list_type": "rows",
    "model_type": "rows",
    "dict_type": "rows",
    "greater_than_equal": "bounds",
    "less_than_equal": "bounds",
    "decimal_max_places": "decimals",
    "literal_error": "choice",
    "bool_type": "yes-no",
    "int_type": "whole",
}


def describe(entry: Field | Rows) -> dict[str, Value]:
    """The values a message about this field may name."""
    if isinstance(entry, Rows):
        return {"label": entry.label, "most": entry.most}
    values: dict[str, Value] = {
        "label": entry.label.removesuffix(" ?"),
        "most": entry.max_length,
        "decimals": entry.decimals,
        "unit": entry.unit,
    }
    if entry.least is not None and entry.most is not None:
        values |= {"least": Number(entry.least), "most": Number(entry.most)}
    return values


def name_bounds(entry: Field) -> str:
    """The code of the message that says this field's bounds."""
    if entry.or_zero:
        return "bounds-or-zero"
    return "bounds" if entry.unit else "plain-bounds"


def name_problem(path: str, code: str, entry: Field | Rows | None) -> FieldProblem:
    """The problem `code` of the field at `path`; without an entry the field is unknown."""
    if entry is None and not path:
        return FieldProblem(path, "object", MESSAGES["object"])
    if entry is None:
        return FieldProblem(path, "unknown-field", MESSAGES["unknown-field"], {"name": path})
    if code == "bounds" and isinstance(entry, Field):
        code = name_bounds(entry)
    return FieldProblem(path, code, MESSAGES.get(code, MESSAGES["text"]), describe(entry))


def missing(path: str, entry: Field | Rows) -> FieldProblem:
    """The problem of a field that is not filled yet."""
    if isinstance(entry, Rows):
        return name_problem(path, "missing-rows", entry)
    chosen = entry.kind in {Kind.CHOICE, Kind.YES_NO, Kind.OPERATOR}
    return name_problem(path, "missing-choice" if chosen else "missing", entry)
