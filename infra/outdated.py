"""What of our pins is behind its newest release, and what has a known advisory.

    python -m infra.outdated

pip tells the first, pip-audit the second, of where pip is configured to look. What cannot be looked
up is said: no answer is never taken for a good one. Exits with 1 when an advisory is known.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infra.paths import ROOT

LAMBDAS, WORKSHOP = "requirements.txt", "requirements-dev.txt"
ALL_PINS = "constraints.txt"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Behind:
    """A pin that is behind: which, what it is, what it could be, and who has it."""

    name: str
    pinned: str
    newest: str
    place: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What is known of advisories: by pin, and the pins of which nothing could be learnt."""

    advisories: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def plain(name: str) -> str:
    """Write a distribution's name as the index does."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_pins(file: str) -> dict[str, str]:
    """Read the pins of a requirements file, by plain name."""
    return {plain(name): version for name, version in PIN.findall((ROOT / file).read_text())}


def list_behind(outdated: Iterable[Mapping[str, str]]) -> list[Behind]:
    """List our pins that pip calls outdated; `outdated` is what `pip list --outdated` says."""
    lambdas, workshop, pinned = (read_pins(one) for one in (LAMBDAS, WORKSHOP, ALL_PINS))
    found = []
    for one in outdated:
        name = plain(one["name"])
        version = lambdas.get(name) or workshop.get(name) or pinned.get(name)
        if version and version != one["latest_version"]:
            place = LAMBDAS if name in lambdas else WORKSHOP if name in workshop else ALL_PINS
            found.append(Behind(name, version, one["latest_version"], place))
    return sorted(found, key=lambda one: (one.place != LAMBDAS, one.place, one.name))


def read_audit(told: Mapping[str, Any]) -> Audit:
    """Read the JSON of pip-audit."""
    advisories = {
        f"{one['name']} {one['version']}": tuple(
            f"{advisory['id']} (mended in {', '.join(advisory['fix_versions']) or 'no release yet'})"
            for advisory in one["vulns"]
        )
        for one in told["dependencies"]
        if one.get("vulns")
    }
    unknown = tuple(one["name"] for one in told["dependencies"] if "skip_reason" in one)
    return Audit(advisories, unknown)


def tell(behind: Iterable[Behind], audit: Audit) -> str:
    """Put both into lines."""
    lines = [f"{one.name:24} {one.pinned:16} {one.newest:16} {one.place}" for one in behind]
    head = f"{'behind':24} {'pinned':16} {'newest':16} in"
    told = [head, *lines] if lines else ["No pin is behind its newest release."]
    told += [f"ADVISORY {name}: {'; '.join(those)}" for name, those in audit.advisories.items()]
    if audit.unknown:
        count = len(audit.unknown)
        told.append(f"Of {count} pins no advisory could be looked up: {', '.join(audit.unknown)}")
    elif not audit.advisories:
        told.append("No advisory is known of any pin.")
    return "\n".join(told)


def main() -> int:
    """Ask both, and print; 1 when an advisory is known."""
    outdated = json.loads(_run("pip", "list", "--outdated", "--format", "json"))
    with TemporaryDirectory() as folder:
        report = f"{folder}/audit.json"
        words = (
            "--requirement",
            ALL_PINS,
            "--no-deps",
            "--disable-pip",
            "--progress-spinner",
            "off",
        )
        _run("pip_audit", *words, "--format", "json", "--output", report, may_fail=True)
        audit = read_audit(json.loads(Path(report).read_text(encoding="utf-8")))
    print(tell(list_behind(outdated), audit))
    return 1 if audit.advisories else 0


def _run(module: str, *words: str, may_fail: bool = False) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=not may_fail)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
