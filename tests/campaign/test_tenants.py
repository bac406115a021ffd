"""The short forms of other tenants' ids, of access and of hostile input; what is broken is found out."""

from collections.abc import Iterator
from typing import Any

import pytest

from bench.campaign import access, inputs, swaps
from bench.campaign.figures import Figures
from bench.campaign.tenants import Tenants, open_tenants
from chalicelib.policy.model import Allowed, Ground


@pytest.fixture(scope="module")
def opened() -> Iterator[Tenants]:
    """The stage with both tenants, opened once."""
    with open_tenants(Figures()) as found:
        yield found


@pytest.fixture
def tenants(opened: Tenants) -> Tenants:
    """The stage, with nothing counted yet."""
    opened.figures = Figures()
    return opened


def test_other_tenants_ids_show_write_and_tell_nothing(tenants: Tenants) -> None:
    swaps.try_swaps(tenants, 0, 150)
    assert swaps.SECTION.missed(tenants.figures, is_short=True) == []
    assert tenants.figures["swaps"] == 150


def test_every_role_gets_the_answer_that_the_routes_declare(tenants: Tenants) -> None:
    access.try_routes(tenants, 0, 12)
    assert access.SECTION.missed(tenants.figures, is_short=True) == []
    assert tenants.figures["routes"] == 12


def test_hostile_input_gets_no_error_of_ours(tenants: Tenants) -> None:
    inputs.try_inputs(tenants, 0, 150)
    assert inputs.SECTION.missed(tenants.figures, is_short=True) == []
    assert tenants.figures["inputs"] == 150


def test_a_policy_that_allows_everything_is_found_out(
    tenants: Tenants, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = lambda *_told: Allowed(Ground.FIRM)  # noqa: E731 # one line says it
    for asking in ("policy.require", "cases.load", "dossiers.sight"):
        monkeypatch.setattr(f"chalicelib.{asking}.may", everything)
    pages = [
        one
        for one in swaps.list_swaps(tenants)
        if (one.who, one.route.method, one.route.path) == ("rival", "GET", "/dossiers/{dossier_id}")
    ]
    for one in pages:
        swaps.try_one(tenants, one, tenants.first_rows())
    assert tenants.figures["told apart"] == len(pages) > 0
    assert tenants.figures["leaks"]  # a bare draft names nobody


def test_an_error_of_ours_is_counted(tenants: Tenants, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_told: Any) -> None:
        raise KeyError("made")

    monkeypatch.setattr("chalicelib.web.page.show_refusal", fail)
    inputs.try_inputs(tenants, 0, 60)
    assert tenants.figures["5xx"]
