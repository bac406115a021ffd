"""The API's document held against what the API answers: each answer of each test, and a fuzzer's."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from chalicelib.web.openapi import write_openapi
from chalicelib.web.rooms import open_every_room
from chalicelib.words.languages import SOURCE
from chalicelib.words.translation import in_language

DOCUMENT = "urn:raccordo"
OUR_OWN = {404, 405, 500}
"""What the app answers of itself, before and after any operation: no such path, method, or a bug."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document: its method, its path's pattern, and what it declares."""

    method: str
    path: str
    declared: Mapping[str, Any]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Contract:
    """The document, its operations, and where its schemas are looked up."""

    document: Mapping[str, Any]
    operations: tuple[Operation, ...]
    schemas: Registry[Any]

    def find(self, method: str, path: str) -> Operation | None:
        """Find the operation of a request; the path with the most fixed words is the one."""
        found = [
            one for one in self.operations if one.method == method and one.pattern.fullmatch(path)
        ]
        return min(found, key=lambda one: one.path.count("{"), default=None)

    def faults_of(
        self, operation: Operation, status: int, content_type: str, body: str
    ) -> Iterator[str]:
        """List what of an answer the document does not say."""
        said = operation.declared["responses"].get(str(status))
        if said is None:
            yield f"status {status} is not documented"
            return
        content = said.get("content")
        if content is None:
            if body:
                yield f"status {status} has a body that is not documented"
            return
        media = content_type.partition(";")[0]
        if media not in content:
            yield f"status {status} is {media}, documented as {', '.join(content)}"
            return
        schema = content[media].get("schema")
        if schema is not None and media.endswith("json"):
            where = {"$ref": f"{DOCUMENT}{schema['$ref']}"} if "$ref" in schema else schema
            validator = Draft202012Validator(where, registry=self.schemas)
            for error in validator.iter_errors(json.loads(body)):
                yield f"status {status}, {error.json_path}: {error.message[:150]}"


@cache
def load_contract() -> Contract:
    """Write the document of the whole app."""
    from app import app

    open_every_room(app)
    with in_language(SOURCE):
        document = write_openapi()
    operations = tuple(
        Operation(
            method.upper(),
            path,
            declared,
            re.compile(re.sub(r"\\?\{\w+\\?\}", "[^/]*", re.escape(path))),
        )
        for path, methods in document["paths"].items()
        for method, declared in methods.items()
    )
    resource = DRAFT202012.create_resource(document)
    return Contract(document, operations, Registry().with_resource(DOCUMENT, resource))
