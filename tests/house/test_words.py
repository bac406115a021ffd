"""Where sentences are put together: where somebody reads them, and nowhere on the way to a row."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache

from tests.house.tree import ROOMS, parse, python_files

WORDS = "chalicelib.words"
TELLS = frozenset({"translate", "translate_plural", "typeset"})
WRITES = {
    "chalicelib.aws.items": frozenset({"Put", "Update", "Delete", "Operation"}),
    "chalicelib.dossiers.change": frozenset({"change_dossier"}),
}

READ_HERE = re.compile(
    r"pages\w*|api\w*|views?\w*|\w+_views?|\w+_page|words|\w+_words|labels|\w+_labels|render"
    r"|draw_\w+|write_\w+|show_\w+"
)
"""Names of modules that make what somebody reads: pages, answers of the API, words, documents."""

ALSO_READ: Mapping[str, str] = {
    "access.account": "pages of the door",
    "access.door": "pages of the door",
    "access.firm": "pages of the door",
    "access.passwords": "pages of the door",
    "connection_receipts.list_fields": "lines of a receipt",
    "connection_receipts.of_dossier": "lines of a receipt",
    "deposit.look_up": "a fragment of a step's page",
    "deposit.look_up_equipment": "a fragment of a step's page",
    "cases.files.answer_ticket": "what a page's script shows",
    "deposit.meanwhile": "a notice on a step's page",
    "deposit.problem_links": "links of the recap's page",
    "documents.pieces_ahead": "a page",
    "dossiers.overview": "the first page",
    "equipment.model_form": "a form's choices, beside what reads it",
    "exports.make_archive": "the list inside an archive",
    "following.course": "the page of a private link",
    "following.events": "the entries of a calendar",
    "following.ics": "a calendar's file",
    "form.field_help": "the help beside a field",
    "form.inputs": "the inputs of a step's page",
    "form.recap": "the recap's page",
    "connection_mails.facts": "what a mail says",
    "connection_mails.summary": "the Monday mail",
    "partner_library.sheet_form": "a form's choices, beside what reads it",
    "receipts.instants": "lines of a receipt",
    "receipts.list_files": "lines of a receipt",
    "receipts.plain_lines": "lines of a receipt",
    "search.lines": "the lines of a list",
    "sheets.template": "the workbook that is filled in",
    "subscription.panel": "a part of the dossier's page",
    "subscription.withdrawal_form": "the form of withdrawal, on paper",
    "transcripts.answer": "a page",
}
"""Modules by other names that somebody reads, and where. A module that writes is none of them."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name."""
    found = {}
    for path in python_files(ROOMS):
        name = ".".join(path.relative_to(ROOMS.parent).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = parse(path)
    return found


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module imports, at its top or inside its functions: a module and a name of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, one.name) for one in node.names)


def tells(tree: ast.Module) -> bool:
    """Whether a module puts texts, days or numbers into the reader's language."""
    return any(
        (module == f"{WORDS}.translation" and name in TELLS)
        or module == f"{WORDS}.formats"
        or (module, name) == (WORDS, "formats")
        for module, name in imported(tree)
    )


def writes(tree: ast.Module) -> bool:
    """Whether a module makes what is written to the table."""
    return any(name in WRITES.get(module, ()) for module, name in imported(tree))


def is_read(module: str) -> bool:
    """Whether a module is named as one that makes what somebody reads."""
    bare = module.removeprefix("chalicelib.")
    return bool(READ_HERE.fullmatch(bare.rpartition(".")[2])) or bare in ALSO_READ


def list_rooms() -> dict[str, ast.Module]:
    """The modules of the rooms: the words themselves and the web's own tools are none."""
    ours = (f"{WORDS}.", "chalicelib.web.")
    return {name: tree for name, tree in modules().items() if not name.startswith(ours)}


def find_ways() -> dict[str, str]:
    """What the writing modules import, however far, each with who imports it ("" for the first)."""
    first = [name for name, tree in list_rooms().items() if writes(tree) and not is_read(name)]
    ways, left = dict.fromkeys(first, ""), list(first)
    while left:
        name = left.pop()
        for module, one in imported(modules()[name]):
            below = f"{module}.{one}" if f"{module}.{one}" in modules() else module
            if below in modules() and below not in ways:
                ways[below] = name
                left.append(below)
    return ways


def test_what_writes_imports_nothing_that_tells() -> None:
    """Not by itself, nor through another module, at its top or inside a function."""
    ways = find_ways()
    assert len(ways) > 200
    found = [
        f"{name} <- {by}"
        for name, by in ways.items()
        if tells(modules()[name]) and not name.startswith(f"{WORDS}.")
    ]
    assert found == []


def test_sentences_are_put_together_where_somebody_reads_them() -> None:
    telling = {name for name, tree in list_rooms().items() if tells(tree)}
    assert {name for name in telling if not is_read(name)} == set()
    assert {f"chalicelib.{name}" for name in ALSO_READ} <= telling


def test_a_call_put_back_into_the_rules_is_found() -> None:
    source = "def weigh() -> str:\n    from chalicelib.words import formats\n    return formats.x()"
    assert tells(ast.parse(source))
    assert tells(ast.parse("from chalicelib.words.translation import _, translate"))
    assert not tells(ast.parse("from chalicelib.words.translation import _, in_language"))
