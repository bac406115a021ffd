"""The zip and the template, toys included, built once for every test of a run that looks at them or deploys them."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from infra.package import Package, build_package
from infra.paths import ROOT, TEMPLATE_NAME, ZIP_NAME
from infra.zipping import weigh

TOYS = ROOT / "tests" / "toys"
"""Systems of the tests' own: every stack that tests deploy has them beside those of the tree."""


def share_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Build the package, or wait for the worker of this run that builds it and take its own.

    The workers' folders of a run stand in one folder; a run without workers has its own.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "package"
    folder.mkdir(exist_ok=True)
    with (folder / "building").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        return _read(folder) if (folder / TEMPLATE_NAME).exists() else build_package(folder, TOYS)


def _read(folder: Path) -> Package:
    zip_path = folder / ZIP_NAME
    template = json.loads((folder / TEMPLATE_NAME).read_text(encoding="utf-8"))
    return Package(zip_path, template, weigh(zip_path))
