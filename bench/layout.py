"""The folders that a Lambda finds: the unpacked zip, and the SDK that its runtime brings."""

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from infra.package import Package, build_package

ROOT = Path(__file__).parents[1]
WORKSHOP = ROOT / ".local" / "bench"
CHILDREN = Path(__file__).parent / "children"
SDK = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each part of a Lambda's world was laid out."""

    package: Package
    task: Path
    runtime: Path
    children: Path

    @property
    def python_path(self) -> str:
        """Give the search path, in Lambda's order."""
        return ":".join(str(one) for one in (self.task, self.runtime, self.children))

    def sources(self) -> "Layout":
        """Copy the unpacked zip and the SDK without their bytecode."""
        copies = _clean(WORKSHOP / "sources")
        ignored = shutil.ignore_patterns("__pycache__")
        for folder in (self.task, self.runtime):
            shutil.copytree(folder, copies / folder.name, ignore=ignored)
        return replace(self, task=copies / "task", runtime=copies / "runtime")


@cache
def lay_out() -> Layout:
    """Package, and lay out the zip, the runtime's SDK and the benches' own children, compiled."""
    package = build_package()
    task = _clean(WORKSHOP / "task")
    with ZipFile(package.zip_path) as archive:
        archive.extractall(task)
    children = _clean(WORKSHOP / "children")
    shutil.copytree(CHILDREN, children, dirs_exist_ok=True)
    _compile(children)
    return Layout(package, task, _copy_runtime(), children)


def _copy_runtime() -> Path:
    """Copy the SDK with its bytecode, as the managed runtime has it."""
    runtime = _clean(WORKSHOP / "runtime")
    for name in SDK:
        spec = importlib.util.find_spec(name)
        assert spec and spec.origin, name
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            shutil.copytree(origin.parent, runtime / name)
        else:
            shutil.copy(origin, runtime)
    _compile(runtime)
    return runtime


def _compile(folder: Path) -> None:
    command = [sys.executable, "-m", "compileall", "-q", "-f"]
    subprocess.run([*command, "--invalidation-mode", "unchecked-hash", str(folder)], check=True)


def _clean(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
