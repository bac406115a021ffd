"""The zip: the same sources give the same bytes, and too heavy a one is refused by name."""

from pathlib import Path

import pytest

from infra import zipping
from infra.failure import CommandFailed
from infra.zipping import compile_tree, weigh, write_zip


def a_tree(folder: Path) -> Path:
    (folder / "room").mkdir(parents=True)
    (folder / "room" / "model.py").write_text("NAMES = frozenset({'a', 'b', 'c'})\n")
    (folder / "app.py").write_text("import room.model\n")
    return folder


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    zips = []
    for name in ("first", "second"):
        tree = a_tree(tmp_path / name)
        compile_tree(tree)
        write_zip(tree, tmp_path / f"{name}.zip")
        zips.append((tmp_path / f"{name}.zip").read_bytes())
    assert zips[0] == zips[1]


def test_a_module_that_does_not_compile_fails_the_package(tmp_path: Path) -> None:
    tree = a_tree(tmp_path / "tree")
    (tree / "broken.py").write_text("def :\n")
    with pytest.raises(CommandFailed, match="does not compile"):
        compile_tree(tree)


def test_a_zip_above_the_ceiling_names_its_largest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_zip(a_tree(tmp_path / "tree"), tmp_path / "small.zip")
    assert weigh(tmp_path / "small.zip") > 0
    monkeypatch.setattr(zipping, "CEILING_BYTES", 10)
    with pytest.raises(CommandFailed, match=r"over 0\.0 MB: room .*, app\.py"):
        weigh(tmp_path / "small.zip")


def test_appending_keeps_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "both.zip"
    write_zip(a_tree(tmp_path / "tree"), target)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "late.txt").write_text("late")
    before = weigh(target)
    write_zip(tmp_path / "more", target, append=True)
    assert weigh(target) == before + len("late")
