"""What the house tests look at: the tree's own sources."""

import ast
from collections.abc import Iterator
from pathlib import Path

from infra.paths import ROOT

ROOMS = ROOT / "chalicelib"
OURS = ("app.py", "chalicelib", "infra", "local", "bench", "tests", "templates", "docs", ".chalice")
WRITTEN = {".py", ".md", ".html", ".txt", ".css", ".js", ".json", ".yaml", ".toml", ".sh", ".po"}


def python_files(folder: Path) -> Iterator[Path]:
    """Every module below a folder."""
    yield from sorted(folder.rglob("*.py"))


def written_files() -> Iterator[Path]:
    """Everything that people read in this tree."""
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for name in OURS:
        top = ROOT / name
        found = top.rglob("*") if top.is_dir() else iter([top])
        yield from (path for path in found if path.is_file() and path.suffix in WRITTEN)


def parse(path: Path) -> ast.Module:
    """A module's tree."""
    return ast.parse(path.read_text(), filename=str(path))


def imported_modules(tree: ast.Module) -> Iterator[str]:
    """Every module that a tree imports, at any depth of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
