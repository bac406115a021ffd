"""What a section counted, as it is written: judged by its bars, beside what others wrote before."""

from pathlib import Path

import pytest

from bench.campaign.figures import Figures, total
from bench.campaign.log_lines import FOUND, LINES, search_lines
from bench.campaign.made_people import LAST_NAME
from bench.campaign.parts import slice_of, split
from bench.campaign.report import write_report
from bench.campaign.run_section import Ran
from bench.campaign.writers import SECTION
from chalicelib.logs.line import log


def ran(**counts: int) -> Ran:
    figures = Figures()
    for name, number in counts.items():
        figures.add(name.replace("_", " "), number)
    return Ran("writers", figures, 7, 12.0, 2)


def test_a_page_tells_each_figure_with_its_command_and_judges_it(tmp_path: Path) -> None:
    page = tmp_path / "reliability.md"
    page.write_text("# Reliability\n\n## Another\n\n| a | 1 | 0 | **missed** |\n")
    write_report([ran(dossiers=60, acknowledged=1_960)], page)
    text = page.read_text()
    assert "`python -m bench.campaign writers --seed 7`" in text
    assert "| writes acknowledged | 1 960 |  |  |" in text
    assert "| dossiers written by sixteen at once | 60 | ≥ 50 | kept |" in text
    assert "5 of 6 promises are kept" in text


def test_a_lost_update_is_a_promise_missed() -> None:
    lost = ran(dossiers=60, lost_updates=1)
    assert len(SECTION.missed(lost.figures)) == 1
    assert SECTION.missed(ran(dossiers=1).figures, is_short=True) == []
    assert len(SECTION.missed(ran(dossiers=1).figures)) == 1


def test_figures_of_parts_add_up_and_parts_share_a_whole() -> None:
    assert total([ran(dossiers=2).figures, ran(dossiers=3).figures])["dossiers"] == 5
    parts = [slice_of("abcdefg", seed, 3, count) for seed, count in split(7, 3, 5)]
    assert parts == ["abc", "def", "g"]


@pytest.mark.parametrize("said", [LAST_NAME, "06 12 34 56 78", "rac_" + "x" * 30])
def test_a_person_or_a_secret_in_a_line_is_found(said: str) -> None:
    figures = Figures()
    with search_lines(figures, {"rac_" + "x" * 30}):
        log.info("a line", extra={"said": said})
        log.info("another", extra={"said": "nothing"})
    assert (figures[LINES], figures[FOUND]) == (2, 1)
