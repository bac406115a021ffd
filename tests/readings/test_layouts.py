"""Every subject of every layout is read right, or not read at all."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.readings.model import Paper, Reading, Subject
from chalicelib.readings.slots import SLOTS
from tests.readings.layouts.registry import list_layouts
from tests.readings.papers import KINDS, ConsuelTruth, Draw, Site, TownHallTruth, Truth
from tests.readings.reading import list_wrong, read_drawn

LAYOUTS = list(list_layouts())
ALL = pytest.mark.parametrize(
    ("kind", "draw"), [pytest.param(kind, draw, id=name) for kind, name, draw in LAYOUTS]
)
MOST_UNREAD = Decimal("0.05")
"""Of what a slot expects: above this share of misses over all layouts, readers are not worth it."""

TOWN_HALL = (Paper.TOWN_HALL_RECEIPT, Paper.TOWN_HALL_DECISION, Paper.TOWN_HALL_DECLARATION)
FAMILIES = ("DURAND", "LE GOFF", "MARTIN-LEROY", "D'ALMEIDA", "LEFÈVRE", "NGUYEN", "DE LA TOUR")
GIVENS = ("Claire", "Jean-Pierre", "Éloïse", "Anne Marie", "Ali", "Zoé")
FIRMS = (
    "SARL Soleil du Midi",
    "Énergies Nouvelles SAS",
    "EURL Martin & Fils",
    "SAS Électricité Bernard",
    "Toits Solaires d'Alsace SARL",
)
STREETS = (
    "12 rue des Lilas",
    "3 bis avenue du Général Leclerc",
    "148 chemin de la Côte Saint-André",
    "7 impasse Jean Moulin",
    "25 boulevard de l'Hôpital",
)
TOWNS = (
    ("69003", "Lyon"),
    ("97410", "Saint-Pierre"),
    ("01000", "Bourg-en-Bresse"),
    ("31000", "Toulouse"),
)


@ALL
def test_nothing_is_read_wrong(kind: str, draw: Draw[Any]) -> None:
    truth = KINDS[kind]
    assert not list(list_wrong(read_drawn(draw, truth), truth))


def test_what_a_slot_expects_is_read_in_nearly_every_layout() -> None:
    missed = Counter[str]()
    asked = 0
    for kind, name, draw in LAYOUTS:
        truth = KINDS[kind]
        read = {one.subject for one in read_drawn(draw, truth)}
        expected = SLOTS[truth.slot].expects
        asked += len(expected)
        missed.update(f"{name}: {one}" for one in expected if one not in read)
    assert missed.total() <= MOST_UNREAD * asked, missed


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_eight_layouts_of_our_own(kind: str) -> None:
    own = [name for each, name, _draw in LAYOUTS if each == kind and "blind" not in name]
    assert len(own) >= 8


persons = st.builds(
    lambda civility, given, family: f"{civility} {given} {family}",
    st.sampled_from(("M.", "Mme")),
    st.sampled_from(GIVENS),
    st.sampled_from(FAMILIES),
)
sites = st.builds(
    lambda street, town: Site(address=street, postcode=town[0], city=town[1]),
    st.sampled_from(STREETS),
    st.sampled_from(TOWNS),
)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
digits = st.text("0123456789", min_size=14, max_size=14)
powers = st.sampled_from([Decimal(one) for one in ("3", "6", "9", "12", "4.6", "36", "33.25")])
peaks = st.sampled_from([Decimal(one) for one in ("2.4", "8.5", "9.72", "36.4")])


@st.composite
def truths(choose: st.DrawFn, kind: str) -> Truth:
    """A truth of that kind with other people, places, figures and days."""
    truth: Any = KINDS[kind]
    drawn: dict[str, st.SearchStrategy[Any]] = {
        "site": sites,
        "holder_name": persons,
        "installer_name": st.sampled_from(FIRMS),
        "pdl": digits,
        "subscribed_kva": powers,
        "connection_kva": powers,
        "installed_kva": powers,
        "peak_kwc": peaks,
        "has_storage": st.booleans(),
        "issued_on": days,
        "received_on": days,
        "paper": st.sampled_from(TOWN_HALL),
    }
    fields = truth.__dataclass_fields__
    changed: Truth = replace(
        truth, **{name: choose(how) for name, how in drawn.items() if name in fields}
    )
    return changed


@ALL
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_nothing_is_read_wrong_whoever_and_wherever(
    kind: str, draw: Draw[Any], data: st.DataObject
) -> None:
    truth = data.draw(truths(kind))
    assert not list(list_wrong(read_drawn(draw, truth), truth))


def find(readings: tuple[Reading, ...], subject: Subject) -> str | None:
    return next((one.value for one in readings if one.subject is subject), None)


@pytest.mark.parametrize("has_storage", [True, False])
def test_the_colour_of_a_consuel_is_read_in_nearly_every_layout(has_storage: bool) -> None:
    truth = ConsuelTruth(has_storage=has_storage)
    draws = [draw for kind, _name, draw in LAYOUTS if kind == "consuel"]
    read = [find(read_drawn(draw, truth), Subject.CONSUEL_TYPE) for draw in draws]
    right = truth.expected()[Subject.CONSUEL_TYPE]
    assert set(read) <= {right, None}
    assert read.count(None) <= len(draws) // 8


@pytest.mark.parametrize("paper", TOWN_HALL)
def test_the_papers_of_a_town_hall_are_told_apart(paper: Paper) -> None:
    truth = TownHallTruth(paper=paper)
    draws = [draw for kind, _name, draw in LAYOUTS if kind == "town_hall"]
    found = [read_drawn(draw, truth) for draw in draws]
    assert not [wrong for readings in found for wrong in list_wrong(readings, truth)]
    read = [find(readings, Subject.PAPER) for readings in found]
    assert read.count(None) <= len(draws) // 8


@ALL
def test_every_reading_says_where_it_was_found(kind: str, draw: Draw[Any]) -> None:
    for one in read_drawn(draw, KINDS[kind]):
        assert one.page >= 1
        assert one.written
        assert one.near
