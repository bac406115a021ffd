"""`make package`: the zip and the template that every stage deploys, left in out/.

Chalice packs twice: the libraries once for each set of pins, kept; the application every
time, on a staged copy of the tree without requirements. The two halves become one zip with
bytecode, cut service descriptions and fixed dates.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from chalicelib.dataclass_code import FILE
from chalicelib.web.render import COMPILED, compile_templates
from chalicelib.web.rooms import INDEX
from chalicelib.words.catalogues import compile_words
from chalicelib.words.translation import COMPILED as COMPILED_WORDS
from infra.chalice_run import package_with_chalice
from infra.dataclass_sources import write_dataclass_codes
from infra.dependencies import build_dependencies, dependencies_are_built
from infra.descriptions import write_descriptions
from infra.extra import list_mail_folders, mark, registering, stage_extra
from infra.failure import run_command
from infra.gateway import open_one_route
from infra.paths import OUT, ROOT, TEMPLATE_NAME, ZIP_NAME
from infra.template import (
    Template,
    compose_resources,
    keep_our_event_sources,
    refuse_unknown_functions,
    write_template,
)
from infra.zipping import compile_tree, weigh, write_zip

SOURCES = ("app.py", "chalicelib", "vendor", ".chalice")
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", "deployments", "deployed", "*.md")


@dataclass(frozen=True, slots=True)
class Package:
    """What a deployment needs: the functions' zip and the template."""

    zip_path: Path
    template: Template
    unpacked_bytes: int


def build_package(out: Path = OUT, extra: Path | None = None) -> Package:
    """Build the zip and the template into `out`.

    `extra` is a folder of systems that are tried out beside the tree's: no production stage takes
    such a package. Raises CommandFailed when a dependency cannot be packed, when the zip is too
    heavy or when code and resources disagree.
    """
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, registering(extra):
        template = _package_application(Path(scratch), extra)
        tree = Path(scratch) / "tree"
        write_descriptions(tree)
        compile_templates(tree / COMPILED.name, list_mail_folders())
        compile_words(tree / COMPILED_WORDS.name)
        _write_route_index(tree / INDEX.name)
        write_dataclass_codes(tree / FILE.name)
        compile_tree(tree)
        zip_path = _join_halves(tree, out / ZIP_NAME)
    write_template(template, out / TEMPLATE_NAME)
    return Package(zip_path, template, weigh(zip_path))


def _package_application(scratch: Path, extra: Path | None) -> Template:
    """Run Chalice on a staged copy; leave the unpacked application in scratch/tree."""
    ours = compose_resources()
    resources = scratch / "resources.json"
    resources.write_text(json.dumps(ours))
    project = _stage(scratch / "project")
    if extra:
        stage_extra(extra, project)
    package_with_chalice(project, scratch / "out", merge_template=resources)
    with ZipFile(scratch / "out" / "deployment.zip") as archive:
        archive.extractall(scratch / "tree")
    merged: Template = json.loads((scratch / "out" / "sam.json").read_text())
    refuse_unknown_functions(merged, ours)
    keep_our_event_sources(merged, ours)
    open_one_route(merged)
    if extra:
        mark(merged, extra)
    return merged


def _write_route_index(target: Path) -> None:
    """Write which room serves each path, so that a cold start imports that room alone."""
    from app import app  # every room: only a packaging needs them all

    app.index.write(target)


def _stage(project: Path) -> Path:
    """Copy the sources, links followed, without the notes and caches that Chalice would pack."""
    project.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=NOT_SHIPPED)
        else:
            shutil.copy(source, project / name)
    (project / "requirements.txt").write_text("")
    return project


def _join_halves(application: Path, target: Path) -> Path:
    half_done = target.with_suffix(f".part-{os.getpid()}")
    shutil.copy(build_dependencies(), half_done)
    write_zip(application, half_done, append=True)
    half_done.rename(target)
    return target


def main() -> None:
    """Build the package and say what it weighs."""
    if not dependencies_are_built():
        print("Packing the libraries for Lambda (once for each set of pins) …", flush=True)
    build_dependencies()
    print("Packing the application …", flush=True)
    package = build_package()
    zipped = package.zip_path.stat().st_size / 1024 / 1024
    unpacked = package.unpacked_bytes / 1024 / 1024
    print(f"{package.zip_path.relative_to(ROOT)}: {zipped:.1f} MB, {unpacked:.1f} MB unpacked")
    print(
        f"{(OUT / TEMPLATE_NAME).relative_to(ROOT)}: {len(package.template['Resources'])} resources"
    )


if __name__ == "__main__":
    run_command(main)
