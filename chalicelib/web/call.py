"""A call of the JSON API: who calls, what was sent, and what may be answered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chalice.app import Request

from chalicelib.accounts.model import Person
from chalicelib.refusals import InvalidFields
from chalicelib.web.problems import BodyTooLarge, NotJson, Unauthorised, WrongContentType
from chalicelib.web.request_headers import read_header

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

JSON_TYPE = "application/json"
LARGEST_BODY_BYTES = 256 * 1024


@dataclass(slots=True)  # one is made for every request, and frozen ones take three times as long
class Call:
    """One call: `body` is the validated model that the endpoint declared, or None.

    Annotate it where you take it: `wanted: NewDossier = call.body`.
    """

    request: Request
    caller: Person | None
    body: Any = None  # the model is the endpoint's own, declared by name so that it loads late
    idempotency_key: str = ""

    @property
    def person(self) -> Person:
        """Give the caller; Unauthorised on a public endpoint called without a token."""
        if self.caller is None:
            raise Unauthorised
        return self.caller

    @property
    def query(self) -> Mapping[str, str]:
        """Give the query's fields, the last value of each."""
        return dict(self.request.query_params or {})

    @property
    def expected_version(self) -> int | None:
        """Give the version that the caller's change rests on (`If-Match`), if they say so."""
        text = read_header(self.request, "if-match").strip('W/" ')
        return int(text) if text.isdecimal() and len(text) < 10 else None

    @property
    def source_address(self) -> str:
        """Give the address that the call came from: personal, never to be logged."""
        identity: Mapping[str, str] = self.request.context.get("identity") or {}
        return identity.get("sourceIp") or ""

    @property
    def user_agent(self) -> str:
        """Give what the caller says of itself, cut at 300 characters."""
        return read_header(self.request, "user-agent", most=300)


@dataclass(slots=True)
class Reply:
    """An answer with a status of its own, or with headers such as `Location`."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] | None = None


@cache
def load_model(name: str) -> "type[BaseModel]":
    """Load a model declared as `chalicelib.dossiers.forms:NewDossier`."""
    module, _, attribute = name.partition(":")
    model: type[BaseModel] = getattr(import_module(module), attribute)
    return model


@cache
def _validation_error() -> "type[ValidationError]":
    from pydantic import ValidationError

    return ValidationError


def read_body(request: Request, model_name: str) -> "BaseModel":
    """Read and validate a JSON body, or refuse: 413, 415, 400, or 422 naming each field."""
    content_type = read_header(request, "content-type")
    if content_type != JSON_TYPE and content_type.partition(";")[0].strip().lower() != JSON_TYPE:
        raise WrongContentType
    body = request.raw_body or b""
    if len(body) > LARGEST_BODY_BYTES:
        raise BodyTooLarge(limit_kb=LARGEST_BODY_BYTES // 1024)
    try:
        return load_model(model_name).model_validate_json(body)
    except _validation_error() as error:
        raise _refusal_of(error) from error


def _refusal_of(error: Any) -> NotJson | InvalidFields:
    from chalicelib.web.problems import field_problems

    if any(one["type"] == "json_invalid" for one in error.errors(include_url=False)):
        return NotJson()
    return InvalidFields(field_problems(error))


def write_json(value: object) -> str:
    """Write an answer as JSON: instants in ISO 8601, decimals as numbers, models as objects."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"))
