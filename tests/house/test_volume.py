"""Lists, searches and queues over ten thousand dossiers cost what they cost over ten.

Every address that shows many dossiers is asked for beside ten, beside as many as fill each of its
reads, and beside ten thousand; calls to AWS, rows and read units are counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

import pytest

from bench.watch import Tally
from chalicelib.accounts.enrol import enrol_firm
from chalicelib.aws.ids import new_id
from chalicelib.dossiers.statuses import Status
from chalicelib.partner_library.shelf import forget_shelf
from chalicelib.web.routes import ROUTES
from tests.crowd import add_clone, asked_by_key, rows_of
from tests.peopled import Peopled, open_peopled

FEW, FULL, MANY = 10, 2_000, 10_000
OTHER_FIRMS = 20
"""One dossier in eleven is another firm's."""

MOST_ROWS = 200
"""What one read may look at (decision 0064)."""

NAMES = ("Martin", "Durand", "Lefort", "Moreau", "Renard", "Thomas")
QUESTIONS = ("martin", "camille mo", "lyon", "69003", "06 12", "07123456789012", "zz")
FILTERS = (
    "tri=created",
    "tri=-created",
    "tri=commissioned",
    "tri=-commissioned",
    "tri=-changed",
    "signee=yes",
    "signee=no",
    "gestionnaire=enedis",
    "offre=solaire",
    "cree_du=2026-01-01&cree_au=2026-02-01",
    "tri=created&gestionnaire=enedis",
)
LISTS = re.compile(r'href="(/dossiers\?[^"#]*)"')
DOORKEEPER = ("S", "T")
"""The read by which every page finds who asks (`bench.calls`)."""


@dataclass(frozen=True)
class Costs:
    """What each address cost, by the number of dossiers that stood beside it."""

    by_number: Mapping[int, Mapping[str, Tally]]


def list_addresses(peopled: Peopled) -> list[tuple[str, str]]:
    """Every page without a place, every filter and sort, every question, and the lists they link."""
    asked = [
        (who, one.path)
        for one in ROUTES
        if one.kind == "page" and one.method == "GET" and "{" not in one.path
        for who in ("installer", "agent")
        if who in one.allow
    ]
    asked += [("installer", f"/dossiers?{one}") for one in FILTERS]
    asked += [("installer", f"/dossiers?statut={one}&{FILTERS[0]}") for one in Status]
    asked += [(who, f"/recherche?q={one}") for who in ("installer", "agent") for one in QUESTIONS]
    reference = peopled.life.load(peopled.places["dossier_id"][0]).head.reference
    asked += [(who, f"/recherche?q={reference}") for who in ("installer", "agent")]
    for who in ("installer", "agent"):
        links = LISTS.findall(peopled.ask(who, "/dossiers").body)
        asked += [(who, unescape(one)) for one in links if "debut=" not in one]
    return list(dict.fromkeys(asked))


def count(peopled: Peopled, addresses: list[tuple[str, str]]) -> dict[str, Tally]:
    found = {}
    for who, address in addresses:
        forget_shelf()
        with peopled.life.stage.watch.counting() as tally:
            answer = peopled.ask(who, address)
        assert answer.status < 500, f"{who} {address}: {answer.status}"
        if answer.status in {200, 422}:
            found[f"{who} {address}"] = tally.without(*DOORKEEPER)
    return found


@pytest.fixture(scope="module")
def costs() -> Iterator[Costs]:
    with open_peopled() as peopled, pytest.MonkeyPatch.context() as patch:
        addresses = list_addresses(peopled)
        sources = [rows_of(one) for one in peopled.places["dossier_id"]]
        ids, firm_id = peopled.places["dossier_id"], peopled.life.installer.firm_id
        firms = [
            enrol_firm(peopled.life.stage.table, f"Firme {one}", code=f"f{one}").firm_id
            for one in range(OTHER_FIRMS)
        ]
        present, found = len(ids), {}
        for number in (FEW, FULL, MANY):
            for place in range(present, number):
                kind = place % len(ids)
                renamed = {ids[kind]: new_id("dos"), "Martin": NAMES[place % len(NAMES)]}
                renamed["martin"] = renamed["Martin"].lower()
                if place % 11 == 0:
                    renamed[firm_id] = firms[place % OTHER_FIRMS]
                add_clone(sources[kind], renamed)
            present = number
            with asked_by_key(patch.setattr):
                count(peopled, addresses[:1])
                found[number] = count(peopled, addresses)
        yield Costs(found)


def test_every_list_search_and_queue_makes_the_same_calls_beside_ten_and_ten_thousand(
    costs: Costs,
) -> None:
    few, many = costs.by_number[FEW], costs.by_number[MANY]
    assert len(few) > 50
    assert {name: tally.words() for name, tally in many.items()} == {
        name: tally.words() for name, tally in few.items()
    }
    assert not [name for name, tally in many.items() if tally.count("dynamodb", "Scan")]


def test_they_read_no_more_beside_ten_thousand_than_where_their_reads_are_full(
    costs: Costs,
) -> None:
    full, many = costs.by_number[FULL], costs.by_number[MANY]
    assert {name: tally.rru for name, tally in many.items()} == {
        name: tally.rru for name, tally in full.items()
    }


def test_no_read_looks_at_more_rows_than_the_design_allows(costs: Costs) -> None:
    calls = [(name, one) for name, tally in costs.by_number[MANY].items() for one in tally.calls]
    assert not [(name, one) for name, one in calls if one.rows > MOST_ROWS]


def test_the_crowd_is_there_to_be_read(costs: Costs) -> None:
    many = costs.by_number[MANY]
    assert (
        max(one.rows for one in many["installer /dossiers?gestionnaire=enedis"].calls) == MOST_ROWS
    )
    for question in ("martin", "lyon", "69003"):
        assert sum(one.rows for one in many[f"agent /recherche?q={question}"].calls) >= 25
