"""The radar: what form and papers say, side by side; what is unread is never an agreement."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.fields import find_field, find_step_of
from chalicelib.readings.findings import DifferenceKind
from chalicelib.readings.model import ConsuelType, Paper, PaperReadings, Reading, Subject
from chalicelib.readings.paper_checks import receipt_counts_on
from chalicelib.readings.radar import Difference, Radar, Severity, compare
from chalicelib.readings.rules import RULES
from chalicelib.readings.slots import SLOTS
from chalicelib.readings.words import SENTENCES, explain
from chalicelib.reference.calendars import add_months
from chalicelib.words.translation import translate
from chalicelib.words.values import Number
from tests.form.whole_form import whole_form

TODAY = date(2026, 3, 2)
PDL = "01234567890123"


def paper(slot: str, document_id: str = "doc_1", /, **said: str) -> PaperReadings:
    """A paper of that slot on which those subjects were read."""
    readings = tuple(
        Reading(Subject(subject), value, value, 1, f"{subject} : {value}")
        for subject, value in said.items()
    )
    return PaperReadings(document_id, slot, has_text=True, pages_read=1, readings=readings)


def radar(*papers: PaperReadings, on: date = TODAY, **steps: dict[str, Any]) -> Radar:
    return compare(whole_form(**steps), papers, on)


def told(found: Difference) -> str:
    """What somebody reads of it."""
    sentence, values = explain(found)
    return translate(sentence, **values)


def only(found: Radar) -> Difference:
    assert len(found.differences) == 1
    return found.differences[0]


def test_a_bill_that_says_what_the_form_says_agrees() -> None:
    found = radar(
        paper(
            "facture",
            pdl=PDL,
            holder_name="M. DURAND CLAIRE",
            subscribed_power="9.00",
            address="12, R. DES LILAS",
            city="LYON",
            client_type="particulier",
        )
    )
    assert found.differences == ()
    assert {one.subject for one in found.agreements} == {
        Subject.PDL,
        Subject.HOLDER_NAME,
        Subject.SUBSCRIBED_POWER,
        Subject.ADDRESS,
        Subject.CITY,
        Subject.CLIENT_TYPE,
    }
    assert found.unread == ()


def test_the_power_of_a_consuel_that_differs_blocks_and_names_both() -> None:
    found = only(radar(paper("consuel", installed_power="9")))
    assert (found.severity, found.field) == (Severity.BLOCKING, "installed_power_kva")
    assert (found.typed, found.read) == (Number(Decimal(8), "kVA"), Number(Decimal(9), "kVA"))
    message = told(found)
    assert "8 kVA" in message
    assert "9 kVA" in message


@pytest.mark.parametrize(
    ("slot", "said", "field", "severity"),
    [
        ("facture", {"pdl": "01234567890124"}, "pdl", Severity.BLOCKING),
        ("mandat", {"pdl": "01234567890124"}, "pdl", Severity.BLOCKING),
        ("facture", {"client_type": "professionnel"}, "client_type", Severity.BLOCKING),
        ("facture", {"holder_name": "M. Paul MARTIN"}, "last_name", Severity.BLOCKING),
        ("facture", {"holder_name": "M. Paul DURAND"}, "last_name", Severity.WARNING),
        ("consuel", {"consuel_type": ConsuelType.VIOLET}, "has_battery", Severity.BLOCKING),
        ("facture", {"subscribed_power": "6"}, "subscribed_power_kva", Severity.WARNING),
        ("attestation_bridage", {"connection_power": "6"}, "connection_power_kva", Severity.WARNING),
        ("attestation_bridage", {"installed_power": "6"}, "installed_power_kva", Severity.WARNING),
        ("consuel", {"peak_power": "9"}, "peak_power_kwc", Severity.WARNING),
        ("consuel", {"installer_name": "SAS Vent du Nord"}, "installer_name", Severity.WARNING),
        ("consuel", {"consuel_request_number": "DEM-2026-18"}, "consuel_request_number", Severity.WARNING),
        ("consuel", {"inverter_model": "Fronius Symo 8.2"}, "inverters", Severity.WARNING),
        ("mandat", {"panel_model": "DualSun 500"}, "panels", Severity.WARNING),
        ("mairie", {"postcode": "21000"}, "postcode", Severity.WARNING),
        ("mairie", {"city": "Dijon"}, "city", Severity.WARNING),
        ("mairie", {"address": "14 rue des Lilas"}, "address", Severity.WARNING),
    ],
)  # fmt: skip
def test_each_rule_has_its_field_and_severity(
    slot: str, said: dict[str, str], field: str, severity: Severity
) -> None:
    found = only(radar(paper(slot, **said)))
    assert (found.field, found.severity) == (field, severity)
    assert found.typed
    assert found.read
    assert str(found.typed) in told(found)


def test_every_rule_compares_a_field_of_the_form_in_slots_that_are_read() -> None:
    for rule in RULES:
        for name in rule.fields:
            step = find_step_of(name)
            assert step is not None
            assert find_field(step, name)
        for slot in rule.slots:
            assert rule.subject in SLOTS[slot].subjects
        assert rule.why


def test_a_peak_power_is_rounded_by_papers() -> None:
    assert radar(paper("consuel", peak_power="8.51")).differences == ()
    assert only(radar(paper("consuel", peak_power="8.6"))).code == "peak-power-differs"


def test_violet_goes_with_a_battery_and_blue_without() -> None:
    with_battery = {"has_battery": True}
    violet = paper("consuel", consuel_type=ConsuelType.VIOLET)
    blue = paper("consuel", consuel_type=ConsuelType.BLUE)
    assert radar(violet, plant=with_battery).differences == ()
    assert radar(blue).differences == ()
    assert only(radar(blue, plant=with_battery)).severity is Severity.BLOCKING


def test_each_kind_of_difference_has_its_sentence() -> None:
    assert set(SENTENCES) == set(DifferenceKind)


def test_what_the_form_leaves_empty_is_no_difference_and_no_agreement() -> None:
    found = radar(paper("consuel", consuel_number="AC 69 1234"))
    assert (found.differences, found.agreements) == ((), ())


def test_two_papers_are_compared_where_the_form_is_silent() -> None:
    bill = paper("facture", "doc_bill", pdl=PDL)
    mandate = paper("mandat", "doc_mandate", pdl="01234567890124")
    found = only(radar(bill, mandate, electricity={"pdl": None}))
    assert (found.severity, found.field) == (Severity.BLOCKING, "pdl")
    assert (found.document_id, found.other_document_id) == ("doc_mandate", "doc_bill")


def test_contract_and_consuel_bear_one_name() -> None:
    bill = paper("facture", "doc_bill", holder_name="M. Paul MARTIN")
    consuel = paper("consuel", "doc_consuel", holder_name="Mme Claire DURAND")
    found = only(radar(bill, consuel, electricity={"holder_name": "Paul Martin"}))
    assert found.code == "papers-differ-holder-name"
    assert found.severity is Severity.BLOCKING


def test_a_company_or_its_person_may_hold_the_contract() -> None:
    firm = {"client_type": "professionnel", "company_name": "Boulangerie Durand"}
    for name in ("SARL BOULANGERIE DURAND", "Mme Claire Durand"):
        found = radar(paper("facture", holder_name=name), client=firm)
        assert found.differences == ()


def receipt(received_on: date) -> PaperReadings:
    return paper("mairie", paper=Paper.TOWN_HALL_RECEIPT, received_on=f"{received_on}")


def test_a_receipt_counts_once_it_is_older_than_two_months() -> None:
    young = radar(receipt(date(2026, 1, 12)), on=date(2026, 3, 12))
    assert only(young).code == "receipt-too-young"
    assert "13 mars 2026" in told(young.differences[0])
    assert radar(receipt(date(2026, 1, 12)), on=date(2026, 3, 13)).differences == ()


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_two_months_are_calendar_months(received_on: date) -> None:
    first = receipt_counts_on(received_on)
    assert (first - add_months(received_on, 2)).days == 1
    assert radar(receipt(received_on), on=first).differences == ()
    assert radar(receipt(received_on), on=add_months(received_on, 2)).differences


def test_a_non_opposition_needs_no_delay_and_lifts_that_of_the_receipt() -> None:
    decision = paper("mairie", "doc_2", paper=Paper.TOWN_HALL_DECISION)
    assert radar(decision).differences == ()
    assert radar(receipt(TODAY), decision).differences == ()


def test_a_bill_of_more_than_a_year_is_told() -> None:
    assert radar(paper("facture", issued_on="2025-03-02")).differences == ()
    assert only(radar(paper("facture", issued_on="2025-03-01"))).code == "bill-too-old"


def test_a_paper_in_the_wrong_slot_is_told() -> None:
    found = only(radar(paper("consuel", paper=Paper.BILL)))
    assert (found.code, found.field) == ("wrong-paper", "")
    assert "une facture d’électricité" in told(found)


def test_blocking_differences_come_first() -> None:
    found = radar(paper("facture", subscribed_power="6", pdl="01234567890124"))
    assert [one.severity for one in found.differences] == [Severity.BLOCKING, Severity.WARNING]


@pytest.mark.parametrize("slot", SLOTS)
def test_a_scan_is_unread_whatever_the_form_says(slot: str) -> None:
    scan = replace(paper(slot), has_text=False, pages_read=0)
    found = radar(scan)
    assert found.differences == ()
    assert found.agreements == ()
    (unread,) = found.unread
    assert set(SLOTS[slot].expects) <= set(unread.subjects)


def test_only_what_is_missing_of_a_paper_is_unread() -> None:
    (unread,) = radar(paper("facture", pdl=PDL, subscribed_power="9")).unread
    assert unread.subjects == (Subject.HOLDER_NAME,)


def test_a_receipt_without_its_day_is_unread_and_a_decision_is_not() -> None:
    named = {"holder_name": "Claire Durand"}
    (unread,) = radar(paper("mairie", paper=Paper.TOWN_HALL_RECEIPT, **named)).unread
    assert unread.subjects == (Subject.RECEIVED_ON,)
    assert radar(paper("mairie", paper=Paper.TOWN_HALL_DECISION, **named)).unread == ()


@pytest.mark.parametrize("slot", ["photo_installation", "autre", "plan_de_masse"])
def test_papers_that_claim_nothing_are_not_asked_about(slot: str) -> None:
    assert radar(paper(slot, pdl="01234567890124")) == Radar()
