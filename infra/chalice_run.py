"""Running Chalice's packager on a staged copy of a project."""

import os
import subprocess
import sys
from pathlib import Path

from infra.failure import CommandFailed

STAGE = "stack"
MISSING = "Could not install dependencies"


def package_with_chalice(project: Path, out: Path, *, merge_template: Path | None = None) -> None:
    """Run `chalice package` on `project` into `out`.

    Raises CommandFailed with Chalice's last line, or when Chalice only warned that it left
    a dependency out of the zip.
    """
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", STAGE]
    if merge_template:
        command += ["--merge-template", str(merge_template)]
    done = subprocess.run(
        [*command, str(out)],
        cwd=project,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    _refuse_a_failure(done)


def _environment() -> dict[str, str]:
    """Give the region that Chalice wants, and no colour of the machine it runs on."""
    return {"AWS_DEFAULT_REGION": "eu-west-3", **os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _refuse_a_failure(done: subprocess.CompletedProcess[str]) -> None:
    said = f"{done.stdout}\n{done.stderr}".strip()
    if MISSING in said:
        left_out = " ".join(said.split(MISSING, 1)[1].split())
        raise CommandFailed(f"Chalice could not pack these dependencies for Lambda {left_out}")
    if done.returncode != 0:
        last = said.splitlines()[-1] if said else "no message"
        raise CommandFailed(f"chalice package failed: {last}\n{said}")
