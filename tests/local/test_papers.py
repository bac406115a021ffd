"""The papers of the demonstration and of the browser's journeys can be read, and say what their forms say."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from chalicelib.form.models import DossierForm
from chalicelib.form.read_step import to_form
from chalicelib.form.values import Form
from chalicelib.readings.model import PaperReadings
from chalicelib.readings.radar import Radar, compare
from chalicelib.readings.read_paper import read_paper
from local import demonstration, papers
from tests.browser import journey
from tests.form.whole_form import whole_form

TODAY = date(2026, 6, 1)


def demonstrated() -> Form:
    return to_form(DossierForm.model_validate_json(json.dumps(demonstration.FORM)))


def look(house: papers.Household, form: Form, folder: Path) -> Radar:
    """Draw the papers, read them as the child does, and compare them."""
    drawn = {
        "facture": papers.draw_bill(house, TODAY - timedelta(days=20)),
        "mairie": papers.draw_town_hall_decision(house, TODAY - timedelta(days=40)),
        "consuel": papers.draw_consuel(house, "CSL-26-118402", TODAY),
    }
    read: list[PaperReadings] = []
    for slot, content in drawn.items():
        path = folder / slot
        path.write_bytes(content)
        has_text, readings = read_paper(path, slot, most_pages=5, most_characters=50_000)
        read.append(PaperReadings(slot, slot, has_text, 1, readings))
    return compare(form, read, TODAY)


@pytest.mark.parametrize("who", ["demonstration", "journey"])
def test_nothing_in_the_papers_contradicts_the_form_or_is_unread(who: str, tmp_path: Path) -> None:
    if who == "demonstration":
        radar = look(demonstration.HOUSE, demonstrated(), tmp_path)
    else:
        radar = look(journey.HOUSE, whole_form(), tmp_path)
    assert radar.differences == ()
    assert radar.unread == ()
    assert len(radar.agreements) >= 12
