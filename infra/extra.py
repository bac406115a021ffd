"""Systems beside those of the tree, for a stage that tries kinds of case out.

A folder holds them: modules, a `kinds.json` as `chalicelib/kinds.json` is, and what templates their
mails have. Packaging puts the folder into the staged copy under its own name, so that its modules are
imported in a Lambda as they are here, and marks the template: only a stage that says so takes it.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from chalicelib.cases.registry import FILE, Registered, list_kinds, read_kinds, registered
from chalicelib.web.render import TEMPLATES
from infra.failure import CommandFailed
from infra.paths import ROOT
from infra.stages import takes_extra_kinds
from infra.template import Template

KINDS = "kinds.json"
MARK = "ExtraKinds"
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", "*.md", "test_*", "conftest.py", KINDS)


def registering(folder: Path | None) -> AbstractContextManager[None]:
    """Register a folder's kinds while a package is made, so that what follows from kinds knows them.

    Raises CommandFailed for a prefix or a name that the tree has already.
    """
    if folder is None:
        return nullcontext()
    more = read_kinds(folder / KINDS)
    if twice := _words_of(more) & _words_of(read_kinds(FILE)):
        raise CommandFailed(f"{folder / KINDS} registers again: {', '.join(sorted(twice))}")
    return registered(more)


def _words_of(kinds: Mapping[str, Registered]) -> set[str]:
    return {*kinds, *(one.name for one in kinds.values())}


def stage_extra(folder: Path, project: Path) -> None:
    """Put a folder and its kinds into a staged project: what stands in `vendor` is the zip's root."""
    shutil.copytree(folder, project / "vendor" / folder.relative_to(ROOT), ignore=NOT_SHIPPED)
    table = project / FILE.relative_to(ROOT)
    kinds = {**json.loads(table.read_text()), **json.loads((folder / KINDS).read_text())}
    table.write_text(json.dumps(kinds, indent=2) + "\n")


def mark(template: Template, folder: Path) -> None:
    """Write into a template which kinds it has beside the tree's."""
    template["Metadata"] = template.get("Metadata", {}) | {MARK: sorted(read_kinds(folder / KINDS))}


def refuse_extra(template: Template, stage: str) -> None:
    """Refuse a marked template for a stage that does not say that it takes one (CommandFailed)."""
    kinds = template.get("Metadata", {}).get(MARK, [])
    if kinds and not takes_extra_kinds(stage):
        raise CommandFailed(
            f"this package has kinds that are tried out ({', '.join(kinds)}): "
            f"stage {stage} does not take them, package the tree alone"
        )


def list_mail_folders() -> tuple[Path, ...]:
    """List the folders of the systems that keep their mails' templates themselves.

    Raises CommandFailed when two folders have a mail of the same name: one would never be sent.
    """
    folders = tuple(_find_mail_folders())
    names = Counter(path.name for one in (TEMPLATES / "emails", *folders) for path in one.iterdir())
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise CommandFailed(f"more than one folder has the mails: {', '.join(twice)}")
    return folders


def _find_mail_folders() -> Iterator[Path]:
    for kind in list_kinds():
        folder = kind.mails.get().templates if kind.mails else None
        if folder:
            yield folder
