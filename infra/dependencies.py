"""The libraries' half of the zip: built by Chalice, pruned, compiled, kept until a pin changes."""

import fcntl
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from infra.chalice_run import STAGE, package_with_chalice
from infra.paths import CACHE, INFRA, ROOT
from infra.pruning import prune
from infra.zipping import compile_tree, write_zip

REQUIREMENTS = ("requirements.txt", "constraints.txt")
# What decides the bytes of this half, besides the requirements.
MAKERS = ("dependencies.py", "pruning.py", "locale_data.py", "zipping.py", "chalice_run.py")
# Chalice packs nothing for an application without a function.
PLACEHOLDER_APP = """from chalice.app import Chalice

app = Chalice(app_name="dependencies")


@app.lambda_function()
def nothing(event, context):
    return None
"""
CHALICES_OWN = ("app.py", "chalice", "chalicelib")


def build_dependencies() -> Path:
    """Give the zip of the pruned, compiled libraries; nothing is built when no pin changed.

    Who asks while another process builds waits for that one's.
    """
    kept = CACHE / f"dependencies-{_fingerprint()}.zip"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "building").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if not kept.exists():
            _build(kept)
            for old in CACHE.glob("dependencies-*.zip"):
                if old != kept:
                    old.unlink()
    return kept


def dependencies_are_built() -> bool:
    """Say whether the libraries of the present pins are there already."""
    return (CACHE / f"dependencies-{_fingerprint()}.zip").exists()


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in [ROOT / name for name in REQUIREMENTS] + [INFRA / name for name in MAKERS]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _build(kept: Path) -> None:
    with TemporaryDirectory() as scratch:
        project = _stage_empty_project(Path(scratch) / "project")
        package_with_chalice(project, Path(scratch) / "out")
        tree = Path(scratch) / "tree"
        with ZipFile(Path(scratch) / "out" / "deployment.zip") as archive:
            archive.extractall(tree)
        for own in CHALICES_OWN:
            path = tree / own
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        prune(tree)
        compile_tree(tree)
        half_done = kept.with_suffix(f".part-{os.getpid()}")
        write_zip(tree, half_done)
        half_done.rename(kept)


def _stage_empty_project(project: Path) -> Path:
    settings = project / ".chalice"
    settings.mkdir(parents=True)
    for name in REQUIREMENTS:
        shutil.copy(ROOT / name, project)
    (project / "app.py").write_text(PLACEHOLDER_APP)
    stage = {"autogen_policy": False, "iam_policy_file": "policy.json"}
    config = {"version": "2.0", "app_name": "dependencies", "stages": {STAGE: stage}}
    (settings / "config.json").write_text(json.dumps(config))
    (settings / "policy.json").write_text('{"Version": "2012-10-17", "Statement": []}')
    return project
