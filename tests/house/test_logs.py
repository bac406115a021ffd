"""Our logger's calls: a constant message, values beside it, each under a field of the vocabulary."""

import ast
import logging
from collections.abc import Iterator

import pytest

from chalicelib.logs.fields import FIELDS
from infra.paths import ROOT
from tests.house.tree import ROOMS, parse, python_files

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
BESIDE = {"extra", "exc_info"}
RESERVED = set(vars(logging.makeLogRecord({}))) | {
    "message", "asctime", "timestamp", "level", "logger", "stackTrace", "errorType",
    "errorMessage", "location", "requestId", "aws_request_id", "tenant_id", "tenantId",
}  # fmt: skip
"""What a record, or the line that Lambda's runtime makes of it, has of its own."""

NAMES_OF_PEOPLE = ("name", "email", "mail", "phone", "address", "city", "postcode", "pdl", "siret")


class NotPlain(Exception):
    """An `extra` that a reader cannot list."""


def keys_of(extra: ast.expr, around: ast.AST) -> set[str]:
    """The keys of an `extra`: a dict, a name given to one in the same function, or two joined."""
    match extra:
        case ast.Dict():
            named = [one.value for one in extra.keys if isinstance(one, ast.Constant)]
            return set(map(str, named)) if len(named) == len(extra.keys) else _fail(extra)
        case ast.BinOp(left, ast.BitOr(), right):
            return keys_of(left, around) | keys_of(right, around)
        case ast.Name(name):
            for node in ast.walk(around):
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                    if any(isinstance(one, ast.Name) and one.id == name for one in targets):
                        return keys_of(node.value, around)
        case _:
            pass
    return _fail(extra)


def _fail(extra: ast.expr) -> set[str]:
    raise NotPlain(ast.unparse(extra))


def faults_of(tree: ast.Module) -> Iterator[str]:
    """What is wrong with the logger's calls of a module."""
    for around in ast.walk(tree):
        if not isinstance(around, ast.FunctionDef):
            continue
        for call in ast.walk(around):
            if _is_log_call(call):
                yield from _faults(call, around)


def _is_log_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and ast.unparse(node.func.value) in {"log", "logger", "logging", "self.log"}
    )


def _faults(call: ast.AST, around: ast.AST) -> Iterator[str]:
    assert isinstance(call, ast.Call)
    told = ast.unparse(call)
    constant = [isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args]
    if constant != [True]:
        yield f"the message is no constant: {told}"
    if odd := {str(one.arg) for one in call.keywords} - BESIDE:
        yield f"{odd} of {told}"
    for keyword in call.keywords:
        if keyword.arg == "extra":
            try:
                keys = keys_of(keyword.value, around)
            except NotPlain as odd_extra:
                yield f"nobody can list {odd_extra} of {told}"
            else:
                yield from (f"{key} of {told}" for key in keys - FIELDS.keys() | keys & RESERVED)


def test_every_message_is_constant_and_every_value_has_a_field_of_the_vocabulary() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {fault}"
        for path in python_files(ROOMS)
        for fault in faults_of(parse(path))
    }
    assert not found


@pytest.mark.parametrize(
    "call",
    [
        'log.info(f"dossier {dossier_id}")',
        'log.info("dossier %s", dossier_id)',
        'log.info("dossier " + dossier_id)',
        'log.info("sent", extra={"client_email": email})',
        'log.info("sent", extra={"name": name})',
        'log.info("sent", extra={"requestId": number})',
        'log.info("sent", extra={**facts})',
        'log.info("sent", extra=facts)',
        'extra = {"dossier_id": "1"}\n log.info("sent", extra=extra | {"colour": "red"})',
        'log.info("sent", stacklevel=2)',
    ],
)
def test_a_call_that_a_reader_cannot_search_for_is_found(call: str) -> None:
    assert list(faults_of(ast.parse(f"def act(facts):\n {call}")))


def test_a_call_in_the_house_s_way_is_none() -> None:
    call = 'extra = {"dossier_id": "1"}\n log.info("sent", extra=extra | {"why": "late"})'
    assert not list(faults_of(ast.parse(f"def act():\n {call}")))


def test_no_field_of_the_vocabulary_is_reserved_or_a_person_s() -> None:
    assert not FIELDS.keys() & RESERVED
    assert not {one for one in FIELDS for name in NAMES_OF_PEOPLE if name in one.split("_")}


def test_every_field_of_the_vocabulary_is_used_and_told_to_who_reads_logs() -> None:
    code = "".join(path.read_text() for path in python_files(ROOMS) if path.name != "fields.py")
    operations = (ROOT / "docs" / "operations.md").read_text()
    assert not [one for one in FIELDS if f'"{one}"' not in code and f"{one}=" not in code]
    assert not [one for one, means in FIELDS.items() if f"| `{one}` | {means} |" not in operations]


ANSWERS_NO_REFUSAL = {
    "connection_data/pages.py: Refusal": "it asks whether an erasure would be refused, and shows it",
    "subscription/pages.py: AlreadySigned": "the link that is asked for again leads elsewhere then",
}


def refusals() -> set[str]:
    """The names of our refusals: the class, and whatever descends from it."""
    classes = [
        (node.name, {ast.unparse(base).rpartition(".")[2] for base in node.bases})
        for path in python_files(ROOMS)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef)
    ]
    found = {"Refusal"}
    while more := {name for name, bases in classes if bases & found} - found:
        found |= more
    return found


def caught_by_pages() -> Iterator[tuple[str, ast.ExceptHandler]]:
    """Every place where a page catches a refusal."""
    known = refusals()
    for path in python_files(ROOMS):
        if "\n@page(" not in path.read_text():
            continue
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ExceptHandler) and node.type is not None:
                names = {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
                if names & known:
                    where = f"{path.relative_to(ROOMS)}: {ast.unparse(node.type)}"
                    yield where, node


def test_a_refusal_that_a_page_catches_is_named_in_the_line_of_its_request() -> None:
    caught = list(caught_by_pages())
    silent = {
        where
        for where, handler in caught
        if not isinstance(handler.body[-1], ast.Return | ast.Raise)
        and "note(code=" not in ast.unparse(handler)
    }
    assert len(caught) > 40
    assert silent == set(ANSWERS_NO_REFUSAL)
