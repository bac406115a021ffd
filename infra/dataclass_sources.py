"""Notes what every dataclass of ours and of our libraries writes, for a deployed zip.

Run by itself, so that the modules are imported for the first time and in a process whose strings
nobody else holds: `python -m infra.dataclass_sources <target>`.
"""

import dataclasses
import os
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from infra.failure import CommandFailed
from infra.paths import ROOT

NOT_IN_LAMBDA = frozenset({"chalicelib.words.catalogues"})
"""What packaging alone imports."""


def write_dataclass_codes(target: Path) -> None:
    """Write the code of all dataclasses to `target`. Raises CommandFailed."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(target)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CommandFailed(f"a module does not import: {done.stderr.strip()}")


def note_sources() -> frozenset[str]:
    """Import every module of the application, and give what its dataclasses wrote meanwhile."""
    sources: set[str] = set()

    def run(source: str, scope: dict[str, object], names: dict[str, object]) -> None:
        sources.add(source)
        exec(source, scope, names)  # noqa: S102 # what dataclasses does with it

    dataclasses.__dict__["exec"] = run
    import chalicelib

    for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        if found.name not in NOT_IN_LAMBDA:
            import_module(found.name)
    return frozenset(sources)


def main() -> None:
    """Note, then compile."""
    sources = note_sources()
    from chalicelib.dataclass_code import write_codes

    write_codes(sources, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
