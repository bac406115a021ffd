"""A client made from the API's document, which sends what nobody should: from a seed, the same each time.

It calls each operation with what its schema takes, then with values, bodies, headers and addresses
that it does not. Whatever it sends, the answer is one that the document tells of, and none is a
fault of ours.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from bench.life import PASSWORD
from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Role
from chalicelib.accounts.tokens import create_token
from tests.contract import Contract, Operation, load_contract
from tests.peopled import Peopled, open_peopled
from tests.portal import Portal, open_app

HOSTILE: Sequence[object] = (
    None, True, False, 0, -1, 0.5, 10**30, -(10**30), [], {}, [[]], {"": ""}, "", " ", "\x00", "a\x00b",
    "é" * 300, "x" * 70_000, "\u202egnp.exe", "\u200b", "𝒳", "-", "0", "-0", "1e400", "NaN", "null",
    "<script>alert(1)</script>", "{x.__class__}", "%s%n", "' OR 1=1 --", "../../etc/passwd", "\r\nSet-Cookie: a=b",
    "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
    "dos_", "dos_" + "0" * 32, "usr_1", "a@b", "a@" + "b" * 300 + ".fr", "https://example.test",
)  # fmt: skip
BODIES: Sequence[str] = (
    "", " ", "{", "}", "null", "[]", '""', "1e400", '{"a":', '{"a":1,"a":2}', "\ufeff{}", "\x00",
    "[" * 20_000, '{"a":' * 20_000 + "1" + "}" * 20_000, '{"a":"\\ud800"}', '{"\\u0000":1}',
    '{"x":"' + "y" * 1_200_000 + '"}', '{"a":' + "9" * 5000 + "}",
)  # fmt: skip
HEADERS: Sequence[Mapping[str, str]] = (
    {"content-type": "text/plain"},
    {"content-type": "application/json; charset=utf-16"},
    {"content-type": "x" * 9000},
    {"accept-language": "fr;q=" + "9" * 500},
    {"accept-language": ",".join(["xx"] * 3000)},
    {"authorization": "Bearer"},
    {"authorization": "Bearer " + "x" * 9000},
    {"authorization": "Basic é"},
    {"idempotency-key": "é" * 20},
    {"idempotency-key": "x" * 9000},
    {"user-agent": "\u202e" * 500},
    {"cookie": "raccordo=%00;;=;" * 50},
    {"referer": "http://[::1"},
)
PLACES: Sequence[str] = (
    "x", "-", ".", "..", "%00", "%2F", "%C3%28", "é", "0", "-1", "9" * 40, "x" * 3000, "dos_" + "0" * 32,
    "cas_1", "\u202e", "dos_1%0d%0aX:1", "null", "{}",
)  # fmt: skip


@dataclass
class Fuzzer:
    """Calls made from a seed. `places` are what stands for each place of a path, `callers` who asks."""

    seed: int
    callers: Mapping[str, Portal]
    places: Mapping[str, Sequence[str]]
    contract: Contract = field(default_factory=load_contract)
    answered: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def run(self, count: int) -> None:
        """Send so many calls, each operation in its turn, and keep what went wrong."""
        operations = [one for one in self.contract.operations if one.method != "OPTIONS"]
        for number in range(count):
            self.call(operations[number % len(operations)])

    def call(self, operation: Operation) -> None:
        """Send one call of an operation, and hold its answer against the document."""
        who = self.random.choice(list(self.callers))
        path, body, headers = self._path(operation), self._body(operation), self._headers(operation)
        caller = self.callers[who]
        sent = {"authorization": f"Bearer {caller.token}"} | headers
        answer = caller.send(operation.method, path, body=body, headers=sent)
        self.answered[answer.status] += 1
        found = self.contract.find(operation.method, path.partition("?")[0])
        if answer.status >= 500:
            told = [f"status {answer.status}"]
        elif found is None:
            told = (
                [] if answer.status in {404, 405} else [f"status {answer.status} of no operation"]
            )
        else:
            said = answer.headers.get("content-type", "")
            told = list(self.contract.faults_of(found, answer.status, said, answer.body))
            told += list(faults_of_problem(answer.status, answer.body))
        self.faults += [
            f"{operation.method} {path[:120]} as {who} with {str(body)[:120]!r} {str(headers)[:80]}: {one}"
            for one in told
        ]

    def _path(self, operation: Operation) -> str:
        path = operation.path
        for parameter in operation.declared["parameters"]:
            if parameter["in"] == "path":
                known = self.places.get(parameter["name"]) or PLACES
                hostile = self.random.random() < 0.3
                value = self.random.choice(PLACES) if hostile else quote(self.random.choice(known))
                path = path.replace("{" + parameter["name"] + "}", value)
        queries = [one["name"] for one in operation.declared["parameters"] if one["in"] == "query"]
        asked = [name for name in queries if self.random.random() < 0.5]
        words = [f"{name}={quote(self._text())}" for name in asked]
        return path + ("?" + "&".join(words) if words else "")

    def _text(self) -> str:
        return str(self.random.choice(HOSTILE))[:3000]

    def _body(self, operation: Operation) -> str | None:
        declared = operation.declared.get("requestBody")
        if declared is None:
            return self.random.choice(BODIES) if self.random.random() < 0.1 else None
        if self.random.random() < 0.15:
            return self.random.choice(BODIES)
        schema = declared["content"]["application/json"]["schema"]
        spoil = self.random.choice((0.0, 0.05, 0.3))
        return json.dumps(self._value(schema, spoil))

    def _headers(self, operation: Operation) -> dict[str, str]:
        headers = (
            {"content-type": "application/json"} if "requestBody" in operation.declared else {}
        )
        headers["idempotency-key"] = f"essai-{self.random.randrange(50)}-key"
        if self.random.random() < 0.1:
            headers |= self.random.choice(HEADERS)
        return headers

    def _value(self, schema: Mapping[str, Any], spoil: float, depth: int = 0) -> object:
        """Give a value that a schema takes, or now and then one that it does not."""
        if self.random.random() < spoil:
            return self.random.choice(HOSTILE)
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self._value(self.contract.document["components"]["schemas"][name], spoil, depth)
        for many in ("anyOf", "oneOf", "allOf"):
            if many in schema:
                return self._value(self.random.choice(schema[many]), spoil, depth)
        if "const" in schema or "enum" in schema:
            return self.random.choice(schema.get("enum") or [schema["const"]])
        return self._plain(schema, spoil, depth)

    def _plain(self, schema: Mapping[str, Any], spoil: float, depth: int) -> object:
        match schema.get("type"):
            case "object":
                told: dict[str, object] = {
                    name: self._value(one, spoil, depth + 1)
                    for name, one in schema.get("properties", {}).items()
                    if name in schema.get("required", ()) or self.random.random() < 0.6
                }
                return told | ({self._text()[:40]: 1} if self.random.random() < spoil else {})
            case "array":
                most = 0 if depth > 4 else self.random.choice((0, 1, 2, 30 if spoil else 3))
                return [self._value(schema.get("items", {}), spoil, depth + 1) for _ in range(most)]
            case "integer":
                return self.random.choice((schema.get("minimum", 0), 1, schema.get("maximum", 9)))
            case "number":
                return self.random.choice((schema.get("minimum", 0), 1.5, schema.get("maximum", 9)))
            case "boolean":
                return self.random.random() < 0.5
            case "null":
                return None
            case _:
                known = (
                    "Martin",
                    "2026-03-20",
                    "a@essai.test",
                    "01234567890123",
                    "enedis",
                    "12 rue X",
                )
                return self.random.choice(known)


def faults_of_problem(status: int, body: str) -> Iterator[str]:
    """List what an error lacks: a 422 names its fields or its code, each with what to do."""
    if not 400 <= status < 500:
        return
    told = json.loads(body)
    if told.get("status") != status or not told.get("title") or not told.get("code"):
        yield f"status {status} without its title or code"
    for one in told.get("fields", ()):
        if not one["message"]:
            yield f"field {one['field'][:40]} without a message"


def run(seed: int, count: int) -> Fuzzer:
    """People a stage, send so many calls from a seed, and give what came of them."""
    with open_peopled() as peopled:
        fuzzer = open_fuzzer(seed, peopled)
        fuzzer.run(count)
    return fuzzer


def open_fuzzer(seed: int, peopled: Peopled) -> Fuzzer:
    """Give a fuzzer whose callers are an installer and an agent of the peopled stage, and nobody."""
    table, installer = peopled.life.stage.table, peopled.life.installer
    agent = enrol_user(
        table, email="essais@agence.example", name="Essais", role=Role.AGENT, password=PASSWORD
    )
    callers = {
        who: Portal(open_app(), token=create_token(person, "essais", table=table).secret)
        for who, person in (("installer", installer), ("agent", agent))
    }
    return Fuzzer(seed, callers | {"nobody": Portal(open_app())}, peopled.places)
