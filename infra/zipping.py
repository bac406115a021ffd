"""Bytecode and a reproducible zip: the same sources give the same bytes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from infra.failure import CommandFailed

CEILING_BYTES = 100 * 1024 * 1024
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def compile_tree(tree: Path) -> None:
    """Compile every module for Lambda, where `/var/task` is read-only.

    Unchecked hashes, a fixed hash seed and the path of Lambda make the bytecode depend on
    the sources alone. Raises CommandFailed on a module that does not compile.
    """
    command = [sys.executable, "-m", "compileall", "-q", "-f", "-j", "1"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(tree), "-p", "/var/task"]
    done = subprocess.run(
        [*command, str(tree)],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CommandFailed(f"a module does not compile: {done.stdout.strip()}")


def write_zip(tree: Path, target: Path, *, append: bool = False) -> None:
    """Write the files of `tree` into the zip `target`, sorted, dated alike."""
    with ZipFile(target, "a" if append else "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in _files(tree):
            entry = ZipInfo(name, LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def _files(tree: Path) -> Iterator[tuple[str, Path]]:
    paths = (path for path in tree.rglob("*") if path.is_file())
    yield from sorted((path.relative_to(tree).as_posix(), path) for path in paths)


def weigh(zip_path: Path) -> int:
    """Weigh a zip unpacked, in bytes.

    Raises CommandFailed above the ceiling, naming the ten largest.
    """
    weights: dict[str, int] = {}
    with ZipFile(zip_path) as archive:
        for entry in archive.infolist():
            first = entry.filename.split("/", 1)[0]
            weights[first] = weights.get(first, 0) + entry.file_size
    total = sum(weights.values())
    if total > CEILING_BYTES:
        raise CommandFailed(
            f"the zip unpacks to {_mb(total)}, over {_mb(CEILING_BYTES)}: {_largest(weights)}"
        )
    return total


def _largest(weights: dict[str, int]) -> str:
    ten = sorted(weights.items(), key=lambda pair: -pair[1])[:10]
    return ", ".join(f"{name} {_mb(weight)}" for name, weight in ten)


def _mb(weight_bytes: int) -> str:
    return f"{weight_bytes / 1024 / 1024:.1f} MB"
