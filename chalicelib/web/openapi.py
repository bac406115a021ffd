"""The description of the JSON API, OpenAPI 3.1, generated from what the endpoints declare."""

import re
from collections.abc import Iterable
from typing import Any

from chalicelib.web.call import load_model
from chalicelib.web.routes import ROUTES, Route
from chalicelib.words.translation import _, translate

type Json = dict[str, Any]

VERSION = "1"
SCHEMAS = "#/components/schemas/{model}"
PLACE = re.compile(r"\{(\w+)\}")

PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "instance": {"type": "string"},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}

INTRODUCTION = _(
    "Tout ce qu’un installateur fait sur le portail. Chaque requête porte l’en-tête "
    "« Authorization: Bearer … » avec un jeton créé dans « Mon compte ». Les requêtes qui "
    "créent portent un en-tête « Idempotency-Key » : la répéter ne crée rien deux fois. "
    "Les erreurs sont des documents RFC 9457 qui nomment chaque champ."
)

STATUSES: dict[int, str] = {
    400: _("Requête illisible, ou en-tête obligatoire absent"),
    401: _("Jeton absent, révoqué ou expiré"),
    403: _("Ce rôle ne permet pas cette action"),
    404: _("Introuvable, ou appartient à quelqu’un d’autre"),
    409: _("Impossible en l’état"),
    413: _("Corps trop volumineux"),
    415: _("Le corps n’est pas du JSON"),
    422: _("Champs à corriger, chacun nommé"),
    429: _("Trop d’essais"),
    503: _("Service momentanément indisponible"),
}


SUCCESSES: dict[int, str] = {
    200: _("Réussi"),
    201: _("Réussi"),
    202: _("Demandé : sera fait ensuite"),
    204: _("Fait"),
    303: _("Le fichier est à cette adresse, pour quelques minutes"),
}


class TwoOfOneName(Exception):
    """Two models of the API bear one name: the document would tell of one as of the other."""


def list_endpoints(routes: Iterable[Route] = ROUTES) -> list[Route]:
    """List the endpoints by path, then method."""
    found = (route for route in routes if route.kind == "endpoint")
    return sorted(found, key=lambda route: (route.path, route.method))


def write_openapi(routes: Iterable[Route] = ROUTES, *, server: str = "/") -> Json:
    """Write the OpenAPI document of the declared endpoints; loads every model they name."""
    schemas: Json = {"Problem": PROBLEM}
    paths: dict[str, Json] = {}
    for route in list_endpoints(routes):
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Raccordo", "version": VERSION, "description": translate(INTRODUCTION)},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(sorted(schemas.items())),
        },
    }


def _operation(route: Route, schemas: Json) -> Json:
    operation: Json = {
        "operationId": route.view.rpartition(".")[2],
        "summary": translate(route.summary),
        "tags": [route.view.split(".")[1]],
        "parameters": _parameters(route),
        "responses": _responses(route, schemas),
    }
    if route.allow == "public":
        operation["security"] = []
    else:
        operation["x-roles"] = [str(role) for role in route.allow]
    if route.takes:
        reference = _reference(route.takes, schemas, "validation")
        operation["requestBody"] = {"required": True, "content": _json(reference)}
    return operation


def _parameters(route: Route) -> list[Json]:
    text = {"type": "string"}
    places = [_parameter(name, "path", text) for name in PLACE.findall(route.path)]
    queries = [_parameter(name, "query", text) | {"required": False} for name in route.queries]
    key = {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,200}$"}
    keys = [_parameter("Idempotency-Key", "header", key)] if route.creates else []
    return places + queries + keys


def _parameter(name: str, where: str, schema: Json) -> Json:
    return {"name": name, "in": where, "required": True, "schema": schema}


def _responses(route: Route, schemas: Json) -> Json:
    statuses = [400, 404, 409, 422, 429, 503]
    if route.allow != "public":
        statuses += [401, 403]
    if route.takes:
        statuses += [413, 415]
    problem = {"application/problem+json": {"schema": {"$ref": SCHEMAS.format(model="Problem")}}}
    responses: Json = {
        str(status): {"description": translate(STATUSES[status]), "content": problem}
        for status in sorted(statuses)
    }
    for status in route.succeeds or (_usual(route),):
        given: Json = {
            "description": translate(SUCCESSES[status] if status < 400 else STATUSES[status])
        }
        if status == 303:
            where = {"schema": {"type": "string", "format": "uri-reference"}}
            given["headers"] = {"Location": where}
        elif route.gives:
            given["content"] = _json(_reference(route.gives, schemas, "serialization"))
        responses[str(status)] = given
    return dict(sorted(responses.items()))


def _usual(route: Route) -> int:
    if not route.gives:
        return 204
    return 201 if route.creates else 200


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _reference(name: str, schemas: Json, mode: Any) -> Json:
    from pydantic import TypeAdapter

    from chalicelib.web.json_numbers import SchemaOfNumbers

    schema: Json = TypeAdapter(load_model(name)).json_schema(
        mode=mode, ref_template=SCHEMAS, schema_generator=SchemaOfNumbers
    )
    for title, model in schema.pop("$defs", {}).items():
        _keep(schemas, title, model)
    if list(schema) == ["$ref"]:
        return dict(schema)
    title = name.rpartition(":")[2]
    _keep(schemas, title, schema)
    return {"$ref": SCHEMAS.format(model=title)}


def _keep(schemas: Json, title: str, schema: Json) -> None:
    if schemas.setdefault(title, schema) != schema:
        raise TwoOfOneName(title)
