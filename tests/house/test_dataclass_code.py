"""The code of what dataclasses write: found by its source, and compiled as ever where it is not."""

import subprocess
import sys
from pathlib import Path

from chalicelib.dataclass_code import digest_of, read_codes, write_codes

SOURCES = frozenset({"one = 1\n", "def two():\n return 2\n"})

MARKED = """
import dataclasses, marshal
from chalicelib.dataclass_code import digest_of, use_codes

wrote = []
vars(dataclasses)["exec"] = lambda source, *scopes: (wrote.append(source), exec(source, *scopes))

@dataclasses.dataclass(frozen=True)
class Place:
    x: int

(source,) = wrote
use_codes({digest_of(source): marshal.dumps(compile(source.replace("x=", "kept="), "", "exec"))})

@dataclasses.dataclass(frozen=True)
class Place:
    x: int

@dataclasses.dataclass(frozen=True)
class Other:
    x: int
    y: int

print(Place(1), Other(1, 2))
"""


def test_codes_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_codes(SOURCES, tmp_path / "codes")
    assert set(read_codes(tmp_path / "codes")) == {digest_of(one) for one in SOURCES}


def test_the_same_sources_give_the_same_codes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_codes(SOURCES, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_another_interpreters_codes_are_none(tmp_path: Path) -> None:
    write_codes(SOURCES, tmp_path / "codes")
    content = (tmp_path / "codes").read_bytes()
    (tmp_path / "codes").write_bytes(b"\x00\x00" + content[2:])
    assert read_codes(tmp_path / "codes") == {}
    assert read_codes(tmp_path / "none") == {}


def test_a_known_source_runs_its_code_and_an_unknown_one_is_compiled() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MARKED], capture_output=True, text=True, check=True
    )
    assert done.stdout == "Place(kept=1) Other(x=1, y=2)\n"
