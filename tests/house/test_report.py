"""The written result of the benches: one section anew leaves the others as they stand."""

from pathlib import Path

from bench.measure import Measure, Section, Table
from bench.report import write_report


def section(title: str, value: float) -> Section:
    measure = Measure("9", f"what {title} costs", value, "ms", 500)
    return Section(title, "How it was looked at.", (measure,), (Table("T", ("a",), (("b",),)),))


def test_a_bench_alone_writes_its_own_section_and_counts_the_bars_of_all(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    write_report([section("Cold", 10), section("Files", 20)], path)
    whole = path.read_text()
    assert "2 of 2 bars are kept." in whole
    write_report([section("Files", 700)], path, keeps_others=True)
    again = path.read_text()
    assert (
        "1 of 2 bars are kept.\n- Missed: goal 9, what Files costs: 700 ms against ≤ 500." in again
    )
    assert again.count("## Files\n") == again.count("## Cold\n") == 1
    assert "| 9 | what Cold costs | 10 ms | ≤ 500 | kept |" in again
    write_report([section("Files", 20)], path, keeps_others=True)
    assert path.read_text() == whole


def test_a_section_that_is_new_comes_last(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    write_report([section("Cold", 10)], path)
    write_report([section("Files", 20)], path, keeps_others=True)
    text = path.read_text()
    assert text.index("## Cold") < text.index("## Files")
