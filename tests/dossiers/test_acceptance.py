"""Which rule accepts a readable file: the stage's policy, applied to a dossier and its reading."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.dossiers.acceptance import accept_anew, accept_by_rule, find_policy
from chalicelib.dossiers.model import Dossier, Head, Piece, PieceState
from chalicelib.dossiers.paper_rows import put_reading
from chalicelib.readings.model import PaperReadings, Subject
from chalicelib.reference.acceptance import Policy
from chalicelib.rows.dossiers import READING
from chalicelib.settings import load_settings
from tests.dossiers.papers import CONSUEL, reading
from tests.form.whole_form import whole_form

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NUMBER = Subject.CONSUEL_NUMBER


@pytest.fixture(autouse=True)
def production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting at all: production's policy."""
    monkeypatch.delenv("ACCEPTANCE", raising=False)
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def readable(slot: str = "consuel", **more: object) -> Piece:
    whole = Piece("doc_1", slot, PieceState.READABLE, NOW, "usr_1", served_key="served/x.pdf")
    return replace(whole, **more)  # type: ignore[arg-type] # fields of a piece


def paper(says: Mapping[Subject, str]) -> PaperReadings:
    return PaperReadings("doc_1", "consuel", True, 1, tuple(reading(*one) for one in says.items()))


def dossier(*pieces: Piece, number: str = "CSL-26-1") -> Dossier:
    form = whole_form()
    form = {**form, "documents": {**form.get("documents", {}), "consuel_number": number}}
    return Dossier(Head("dos_1", "frm_1", "usr_1", NOW, NOW, operator="enedis"), form, pieces)


def decide(says: Mapping[Subject, str] | None, **more: str) -> Piece:
    read = None if says is None else paper(says)
    return accept_by_rule(dossier(**more), readable(), read, NOW)


@pytest.mark.parametrize(
    ("setting", "policy"),
    [("", "production"), ("trial", "trial"), ("production", "production"), ("trail", "production")],
)
def test_a_setting_that_names_no_policy_is_productions(
    setting: str, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCEPTANCE", setting)
    load_settings.cache_clear()
    assert find_policy() is Policy(policy)


def test_a_consuel_that_agrees_in_number_name_and_power_is_accepted_by_that_rule() -> None:
    after = decide(CONSUEL)
    assert (after.state, after.accepted_by) == (PieceState.ACCEPTED, "rule:reading_agrees")
    assert after.accepted_at == NOW


@pytest.mark.parametrize("subject", [NUMBER, Subject.HOLDER_NAME, Subject.INSTALLED_POWER])
def test_a_consuel_that_leaves_one_of_the_three_open_waits_for_a_person(subject: Subject) -> None:
    after = decide({one: said for one, said in CONSUEL.items() if one is not subject})
    assert (after.state, after.accepted_by, after.accepted_at) == (PieceState.READABLE, "", None)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (NUMBER, "CSL-26-2"),
        (Subject.HOLDER_NAME, "Paul Moreau"),
        (Subject.INSTALLED_POWER, "9"),
        (Subject.CONSUEL_TYPE, "violet"),
    ],
)
def test_a_consuel_that_differs_in_anything_waits_for_a_person(subject: Subject, said: str) -> None:
    assert decide({**CONSUEL, subject: said}).state is PieceState.READABLE


def test_what_could_not_be_read_or_compared_is_no_agreement() -> None:
    assert decide(None).state is PieceState.READABLE
    assert decide({}).state is PieceState.READABLE
    assert decide(CONSUEL, number="").state is PieceState.READABLE


@pytest.mark.parametrize(
    ("slot", "state"),
    [
        ("photo_installation", PieceState.ACCEPTED),
        ("facture", PieceState.READABLE),
        ("mandat", PieceState.READABLE),
        ("autre", PieceState.READABLE),
    ],
)
def test_a_format_alone_accepts_what_nothing_rests_on(slot: str, state: PieceState) -> None:
    assert accept_by_rule(dossier(), readable(slot), None, NOW).state is state


def with_reading(whole: Dossier) -> Dossier:
    item = put_reading("dos_1", paper(CONSUEL)).item
    return replace(whole, rows={READING.sk("doc_1"): item})


def test_what_a_reading_accepted_waits_for_a_person_once_the_form_says_otherwise() -> None:
    by_reading = decide(CONSUEL)
    assert accept_anew(with_reading(dossier(by_reading)), NOW) == ()
    (after,) = accept_anew(with_reading(dossier(by_reading, number="CSL-26-7")), NOW)
    assert (after.state, after.accepted_by) == (PieceState.READABLE, "")


def test_a_corrected_form_lets_the_rule_accept_and_a_persons_word_stays() -> None:
    (after,) = accept_anew(with_reading(dossier(readable())), NOW)
    assert after.accepted_by == "rule:reading_agrees"
    by_person = readable(state=PieceState.ACCEPTED, accepted_by="usr_7", accepted_at=NOW)
    assert accept_anew(with_reading(dossier(by_person, number="CSL-26-7")), NOW) == ()
