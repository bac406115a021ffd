"""Gather every text that people read into `locale/`: `python -m local.messages`.

Texts are found by Babel in templates (`_`, `many`, `trans`), and in Python as what `_("…")`
marks, as the `message` of refusals and field problems, and as the labels of reference data.
The template `raccordo.pot` names where each is; catalogues keep what was translated, and an
offered language must have everything (a test says so). Packaging compiles them. `--check`
changes nothing and fails when the tree and `locale/` differ.
"""

import ast
import io
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from chalicelib.words.catalogues import CATALOGUES, catalogue_path

ROOT = Path(__file__).parents[1]
TEMPLATE = CATALOGUES / "raccordo.pot"
LANGUAGES = ("fr", "en", "pt_BR")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "many": (1, 2)}
PLURAL_FUNCTIONS = frozenset({"translate_plural", "ngettext"})
MARKED_NAMES = frozenset({"message"})
REFERENCE_NAMES = frozenset({"label", "where", "hint", "legend", "title", "help"})
LINES_OF_PLACE = 0
"""Places are files without lines, so that a moved line changes no catalogue."""

HEADER = "# Texts of Raccordo. French is the source; written by python -m local.messages."
PERSONAL = ("PO", "Report-Msgid", "Last-Translator", "Language-Team", "Generated-By")
"""Beginnings of header lines that say when and by whom: left out, for equal texts are equal bytes."""

type Found = tuple[str | tuple[str, str], str]
"""A text (or its singular and plural), and the file that holds it."""


def read_templates() -> Iterator[Found]:
    """Find the texts of pages and mails, those of a system's own folder too."""
    options = {"trimmed": "true", "silent": "false"}
    for path in sorted(chain(*((ROOT / one).rglob("*") for one in ("templates", "chalicelib")))):
        if path.suffix not in {".html", ".txt"}:
            continue
        place = path.relative_to(ROOT).as_posix()
        source = io.BytesIO(path.read_bytes())
        for _line, text, _comments, _context in extract(
            "jinja2.ext:babel_extract", source, KEYWORDS, (), options
        ):
            if isinstance(text, str) and text:
                yield text, place
            elif isinstance(text, tuple) and len(text) > 1:
                yield (text[0], text[1]), place


def read_modules() -> Iterator[Found]:
    """Find the texts of the code."""
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        is_reference = "reference" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for text in _texts_of(node, is_reference=is_reference):
                yield text, place


def _texts_of(node: ast.AST, *, is_reference: bool) -> Iterator[str | tuple[str, str]]:
    if isinstance(node, ast.Call):
        yield from _texts_of_call(node, is_reference=is_reference)
    if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        named = {target.id for target in targets if isinstance(target, ast.Name)}
        if named & MARKED_NAMES and isinstance(node.value.value, str) and node.value.value:
            yield node.value.value


def _texts_of_call(node: ast.Call, *, is_reference: bool) -> Iterator[str | tuple[str, str]]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
    if name == "_" and texts and isinstance(texts[0], str):
        yield texts[0]
    if name in PLURAL_FUNCTIONS and len(texts) > 1:
        yield str(texts[0]), str(texts[1])
    names = MARKED_NAMES | (REFERENCE_NAMES if is_reference else frozenset())
    for keyword in node.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg in names and isinstance(value, str) and value:
            yield value


def gather() -> Catalog:
    """Gather all texts in a catalogue, each with the files that hold it."""
    catalog = Catalog(project="Raccordo", version="1", fuzzy=False, charset="utf-8")
    catalog.header_comment = HEADER
    for text, place in (*read_templates(), *read_modules()):
        catalog.add(text, locations=[(place, LINES_OF_PLACE)])
    return catalog


def write_catalogue(catalog: Catalog) -> bytes:
    """Write a catalogue as it is kept: sorted, without dates or names."""
    out = io.BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=False, include_lineno=False, width=100)
    kept = (
        line
        for line in out.getvalue().splitlines(keepends=True)
        if not line.startswith(tuple(f'"{one}'.encode() for one in PERSONAL))
    )
    return b"".join(kept)


def update_language(language: str, template: Catalog) -> Catalog:
    """Bring a language's catalogue to today's texts; what was translated stays."""
    path = catalogue_path(language)
    if path.exists():
        with path.open("rb") as source:
            catalog = read_po(source, locale=language)
    else:
        catalog = Catalog(locale=language, project="Raccordo", version="1", fuzzy=False)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    return catalog


def write_all() -> dict[Path, bytes]:
    """Write the template and every catalogue: path and content."""
    template = gather()
    files = {TEMPLATE: write_catalogue(template)}
    for language in LANGUAGES:
        catalog = update_language(language, template)
        files[catalogue_path(language)] = write_catalogue(catalog)
    return files


def list_stale(files: dict[Path, bytes]) -> list[Path]:
    """List the files of `locale/` that are not what the tree says."""
    return [path for path, content in files.items() if not _holds(path, content)]


def _holds(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def main(arguments: list[str]) -> int:
    """Write what is stale, or with `--check` only say it."""
    files = write_all()
    stale = list_stale(files)
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run python -m local.messages")
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
