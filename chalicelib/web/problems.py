"""Problems of the JSON API: RFC 9457 documents, in the reader's language, naming each field."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, LiteralString

from chalice.app import Response

from chalicelib.logs.invocation import note
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.web.headers import endpoint_headers
from chalicelib.words.translation import _, translate

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import PydanticCustomError

PROBLEM_TYPE = "/api/problemes#{code}"


class Unauthorised(Refusal):
    """No token, or a token that is unknown, revoked or over."""

    code = "unauthorised"
    status = 401
    message = _(
        "Jeton d’accès absent, révoqué ou expiré. Créez-en un dans « Mon compte » et envoyez "
        "l’en-tête « Authorization: Bearer … »."
    )


class BodyTooLarge(Refusal):
    """The body is larger than any of our documents."""

    code = "body-too-large"
    status = 413
    message = _(
        "Le corps de la requête dépasse {limit_kb} Ko. Les fichiers ne passent pas par ici."
    )


class WrongContentType(Refusal):
    """The body is not declared as JSON in UTF-8."""

    code = "wrong-content-type"
    status = 415
    message = _("Envoyez du JSON avec l’en-tête « Content-Type: application/json ».")


class NotJson(Refusal):
    """The body is not JSON."""

    code = "not-json"
    status = 400
    message = _("Le corps de la requête n’est pas du JSON valide.")


class IdempotencyKeyMissing(Refusal):
    """A POST that creates came without its key, or with one we do not take."""

    code = "idempotency-key-missing"
    status = 400
    message = _(
        "Ajoutez l’en-tête « Idempotency-Key » : 8 à 200 lettres, chiffres, tirets ou points, "
        "le même si vous répétez la requête."
    )


MESSAGES: Mapping[str, str] = {
    "missing": _("Ce champ est obligatoire."),
    "extra_forbidden": _("Ce champ n’existe pas ici : retirez-le."),
    "string_type": _("Écrivez un texte."),
    "string_too_short": _("Ce texte est trop court (longueur minimale : {min_length})."),
    "string_too_long": _("Ce texte est trop long : {max_length} caractères au plus."),
    "string_pattern_mismatch": _("Ce texte n’a pas la forme attendue."),
    "int_type": _("Écrivez un nombre entier."),
    "int_parsing": _("Écrivez un nombre entier."),
    "int_from_float": _("Écrivez un nombre entier."),
    "float_type": _("Écrivez un nombre."),
    "float_parsing": _("Écrivez un nombre."),
    "finite_number": _("Écrivez un nombre."),
    "decimal_type": _("Écrivez un nombre."),
    "decimal_parsing": _("Écrivez un nombre."),
    "decimal_max_places": _("Pas plus de {decimal_places} chiffres après la virgule."),
    "bool_type": _("Répondez par vrai ou faux."),
    "bool_parsing": _("Répondez par vrai ou faux."),
    "date_type": _("Écrivez une date, par exemple 2026-05-31."),
    "date_parsing": _("Écrivez une date, par exemple 2026-05-31."),
    "date_from_datetime_parsing": _("Écrivez une date, par exemple 2026-05-31."),
    "greater_than": _("La valeur doit être supérieure à {gt}."),
    "greater_than_equal": _("La valeur minimale est {ge}."),
    "less_than": _("La valeur doit être inférieure à {lt}."),
    "less_than_equal": _("La valeur maximale est {le}."),
    "multiple_of": _("La valeur doit être un multiple de {multiple_of}."),
    "enum": _("Choisissez une des valeurs proposées : {expected}."),
    "literal_error": _("Choisissez une des valeurs proposées : {expected}."),
    "list_type": _("Envoyez une liste."),
    "too_short": _("Ajoutez des lignes : il en faut au moins {min_length}."),
    "too_long": _("Retirez des lignes : il en faut au plus {max_length}."),
    "dict_type": _("Envoyez un objet JSON."),
    "model_type": _("Envoyez un objet JSON."),
    "model_attributes_type": _("Envoyez un objet JSON."),
}
"""What each of pydantic's refusals says to people."""

UNCLEAR = _("Cette valeur n’est pas acceptée.")


def wrong(code: LiteralString, msgid: str, /, **values: str | float) -> "PydanticCustomError":
    """Make the error that a validator raises: its code, its msgid, its places' values."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(code, "refused", {"msgid": msgid, "values": values})


def field_problems(error: "ValidationError") -> tuple[FieldProblem, ...]:
    """Turn pydantic's refusals into problems that name each field, such as `panels.0.power_wc`."""
    return tuple(
        _field_problem(dict(one)) for one in error.errors(include_url=False, include_input=False)
    )


def _field_problem(one: Mapping[str, object]) -> FieldProblem:
    place, kind = one["loc"], str(one["type"])
    field = ".".join(str(step) for step in place) if isinstance(place, tuple) else ""
    context = one.get("ctx")
    values = dict(context) if isinstance(context, dict) else {}
    if "msgid" in values:
        return FieldProblem(field, kind.replace("_", "-"), values["msgid"], values["values"])
    plain = {name: _plain(value) for name, value in values.items()}
    return FieldProblem(field, kind.replace("_", "-"), MESSAGES.get(kind, UNCLEAR), plain)


def _plain(value: object) -> str | float:
    if isinstance(value, int | float):
        return value
    # pydantic lists allowed values in English: 'a', 'b' or 'c'
    return str(value).replace("' or '", "', '").replace("'", "")


def field_entry(problem: FieldProblem) -> dict[str, str]:
    """Write one field's problem as the document's `fields` list has it."""
    message = translate(problem.message, **problem.values)
    return {"field": problem.field, "code": problem.code, "message": message}


def problem_document(refusal: Refusal, instance: str = "") -> dict[str, object]:
    """Write a refusal as an RFC 9457 document; `fields` is there when fields are named."""
    document: dict[str, object] = {
        "type": PROBLEM_TYPE.format(code=refusal.code),
        "title": translate(refusal.message, **refusal.values),
        "status": refusal.status,
        "code": refusal.code,
    }
    if instance:
        document["instance"] = instance
    if isinstance(refusal, InvalidFields):
        document["fields"] = [field_entry(one) for one in refusal.problems]
    elif refusal.field:
        problem = FieldProblem(refusal.field, refusal.code, refusal.message, refusal.values)
        document["fields"] = [field_entry(problem)]
    return document


def answer_problem(refusal: Refusal, instance: str = "") -> Response:
    """Answer with the refusal's document and status."""
    import json

    note(code=refusal.code)
    headers: dict[str, str | list[str]] = {**endpoint_headers("application/problem+json")}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="raccordo"'
    if "retry_after_s" in refusal.values:
        headers["Retry-After"] = str(refusal.values["retry_after_s"])
    body = json.dumps(problem_document(refusal, instance), ensure_ascii=False)
    return Response(body=body, status_code=refusal.status, headers=headers)
