"""The rules of the house that no linter knows."""

import ast
import re

import pytest

from infra.lambdas import lambda_names
from infra.paths import ROOT
from tests.house.tree import ROOMS, imported_modules, parse, python_files, written_files

PRIVATE = {"store", "pages", "api", "events"}
# The journal is written in the transaction of those who change something: its store is for all.
FOR_ALL = {"audit"}
# The sweep reads the sparse key that the aggregate's store writes: one word, in one place.
KNOWN = {"sweep_pending.py of documents: chalicelib.dossiers.store"}
# It gives its child process an environment without credentials.
READS_TO_EMPTY = {"verdicts/warm_child.py"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "core", "base", "manager", "info", "data"}
EMPTY_VERBS = re.compile(r"_?(handle|process|manage|do)_\w+")
# The parser of HTML and the server of the standard library call these by name.
THEIRS = re.compile(r"handle_(starttag|endtag|data|error)|do_[A-Z]+")
REGISTRIES = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|yarnpkg\.com|test\.pypi")
PINNED = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[\w.]+")
# What Lambda lacks the shared memory for (platform fact of Lambda: no /dev/shm).
NO_SHARED_MEMORY = re.compile(
    r"multiprocessing\.(Queue|Pool|Lock|Semaphore|BoundedSemaphore|Manager)|ProcessPoolExecutor"
    r"|from multiprocessing(\.\w+)? import .*(Queue|Pool|Lock|Semaphore)"
)


def test_app_is_a_table_of_contents() -> None:
    lines = (ROOT / "app.py").read_text().splitlines()
    tree = parse(ROOT / "app.py")
    logic = (ast.If, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.While)
    assert len(lines) < 40
    assert not [node for node in ast.walk(tree) if isinstance(node, logic)]


def test_nobody_imports_what_another_room_keeps_to_itself() -> None:
    found = []
    for path in python_files(ROOMS):
        room = path.relative_to(ROOMS).parts[0]
        for module in imported_modules(parse(path)):
            parts = module.split(".")
            if (
                parts[0] == "chalicelib"
                and len(parts) > 2
                and parts[1] not in {room, "aws"} | FOR_ALL
            ):
                found += [f"{path.name} of {room}: {module}"] * (parts[2] in PRIVATE)
    assert not {each for each in found if not any(each.startswith(known) for known in KNOWN)}


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.relative_to(ROOMS).as_posix()
        for path in python_files(ROOMS)
        if re.search(r"os\.environ|os\.getenv|from os import .*environ", path.read_text())
    }
    assert readers <= {"settings.py"} | READS_TO_EMPTY


def test_names_say_something() -> None:
    modules = {path.stem for path in python_files(ROOMS)}
    functions = {
        node.name
        for folder in ("chalicelib", "infra", "local")
        for path in python_files(ROOT / folder)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef)
    }
    assert not modules & FORBIDDEN_NAMES
    assert not {f for f in functions if EMPTY_VERBS.fullmatch(f) and not THEIRS.fullmatch(f)}


def test_functions_and_files_keep_a_good_size() -> None:
    sizes, long_files = [], []
    for path in python_files(ROOMS):
        text = path.read_text()
        if text.count("\n") > 300:
            long_files.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                first = node.body[0].lineno
                docstring = ast.get_docstring(node) is not None
                begins = node.body[1].lineno if docstring and len(node.body) > 1 else first
                sizes.append((node.end_lineno or begins) - begins + 1)
    sizes.sort()
    assert sizes[int(len(sizes) * 0.95)] <= 20
    assert not long_files


def test_nothing_needs_the_shared_memory_that_lambda_lacks() -> None:
    assert not [p.name for p in python_files(ROOMS) if NO_SHARED_MEMORY.search(p.read_text())]


def test_every_notice_has_its_three_files() -> None:
    folders = [path for path in (ROOT / "templates" / "emails").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        assert {"subject.txt", "body.txt", "body.html"} <= {path.name for path in folder.iterdir()}


def test_a_lambda_has_one_name_everywhere() -> None:
    handlers = {
        (node.name, word.value.value)
        for path in ROOMS.glob("*/events.py")
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        for word in decorator.keywords
        if word.arg == "name" and isinstance(word.value, ast.Constant)
    }
    assert all(function == name for function, name in handlers)
    assert {name for _, name in handlers} == set(lambda_names()) - {"api_handler"}


def test_every_event_handler_logs_with_its_context() -> None:
    handlers = [
        (node.name, [ast.unparse(each) for each in node.decorator_list])
        for path in ROOMS.glob("*/events.py")
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef) and node.name in lambda_names()
    ]
    assert {name for name, _ in handlers} == set(lambda_names()) - {"api_handler"}
    assert not [name for name, decorators in handlers if decorators[-1] != "event_handler"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    assert not [line for line in lines if line and line[0] != "-" and not PINNED.fullmatch(line)]


def test_the_tree_names_no_registry() -> None:
    found = [p.name for p in written_files() if REGISTRIES.search(p.read_text(errors="replace"))]
    assert [name for name in found if name != "test_rooms.py"] == []
