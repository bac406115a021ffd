"""The five steps as JSON and as pages post them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.inputs import html_name
from chalicelib.form.models import STEP_MODELS
from chalicelib.form.read_step import merge_values, read_json, read_page
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.typed import to_texts
from chalicelib.form.values import FormValue
from chalicelib.refusals import InvalidFields
from chalicelib.words.translation import translate
from tests.form.whole_form import whole_form, whole_json

TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["9,5", "oui", "01234567890123", "particulier", "2026-01-02", "a@b.fr", "12"]),
)
NAMES = [
    name
    for step in STEPS
    for name in (html_name(path) for path in to_texts(step, whole_form()[step]))
] + [
    "panels-7-brand",
    "panels-x-brand",
    "panels--",
    "inverters-1-count",
    "unknown",
    "parcels-2-section",
]


def refused(step: Step, body: object) -> dict[str, str]:
    with pytest.raises(InvalidFields) as refusal:
        read_json(step, body)
    return {one.field: translate(one.message, **one.values) for one in refusal.value.problems}


def one(step: Step, **fields: str) -> Any:
    return read_page(step, {name: [text] for name, text in fields.items()})


@given(st.sampled_from(STEPS), st.dictionaries(st.sampled_from(NAMES), st.lists(TYPED, max_size=2)))
def test_whatever_a_page_posts_is_kept_right_or_as_it_was_typed(
    step: Step, posted: dict[str, list[str]]
) -> None:
    draft = read_page(step, posted)
    STEP_MODELS[step].model_validate(dict(draft.values))
    assert {problem.field for problem in draft.problems} >= set(draft.as_typed) - {"email"}
    again = to_texts(step, draft.to_keep())
    reread = read_page(step, {html_name(path): [text] for path, text in again.items()})
    assert reread.values == draft.values
    assert set(reread.as_typed) >= set(draft.as_typed) - {"email_confirmation"}


@pytest.mark.parametrize("step", STEPS)
def test_what_a_page_shows_of_a_step_it_reads_back_the_same(step: Step) -> None:
    values = whole_form()[step]
    posted = {html_name(path): [text] for path, text in to_texts(step, values).items()}
    draft = read_page(step, posted)
    assert draft.problems == ()
    assert {name: value for name, value in draft.values.items() if value is not False} == values


def test_a_number_is_typed_with_a_comma_or_a_point() -> None:
    assert one(Step.PLANT, peak_power_kwc="9,5").values["peak_power_kwc"] == Decimal("9.5")
    assert one(Step.PLANT, peak_power_kwc="9.5").values["peak_power_kwc"] == Decimal("9.5")


def test_a_wrong_answer_is_kept_as_typed_and_its_refusal_names_the_field() -> None:
    draft = one(Step.ELECTRICITY, pdl="1234", subscribed_power_kva="beaucoup", phases="triphase")
    assert draft.as_typed == {"pdl": "1234", "subscribed_power_kva": "beaucoup"}
    assert draft.values["phases"] == "triphase"
    told = {one.field: translate(one.message, **one.values) for one in draft.problems}
    assert told["pdl"].startswith("PDL : indiquez les 14 chiffres")
    assert told["subscribed_power_kva"] == (
        "Puissance souscrite : indiquez un nombre, par exemple 9 ou 9,5."
    )


def test_rows_are_numbered_anew_without_the_empty_ones() -> None:
    draft = one(
        Step.EQUIPMENT,
        **{"panels-0-brand": "", "panels-4-brand": "Voltec", "panels-10-brand": "DualSun"},
    )
    assert draft.values["panels"] == [{"brand": "Voltec"}, {"brand": "DualSun"}]


def test_a_wrong_cell_leaves_the_others_of_its_row() -> None:
    draft = one(Step.EQUIPMENT, **{"panels-0-brand": "Voltec", "panels-0-count": "0"})
    assert draft.values["panels"] == [{"brand": "Voltec"}]
    assert draft.as_typed == {"panels.0.count": "0"}


def test_an_email_counts_once_it_was_typed_twice_alike() -> None:
    assert one(Step.CLIENT, email="a@b.fr", email_confirmation="A@B.fr").values["email"] == "a@b.fr"
    for confirmation in ("", "a@c.fr"):
        draft = one(Step.CLIENT, email="a@b.fr", email_confirmation=confirmation)
        assert "email" not in draft.values
        assert draft.as_typed["email"] == "a@b.fr"
        assert [problem.field for problem in draft.problems] == ["email_confirmation"]
        assert draft.problems[0].code == ("email-confirmation" if confirmation else "email-again")


def test_the_api_may_leave_the_confirmation_out_but_not_contradict_it() -> None:
    assert read_json(Step.CLIENT, {"email": "a@b.fr"}) == {"email": "a@b.fr"}
    body = {"email": "a@b.fr", "email_confirmation": "a@c.fr"}
    assert "email_confirmation" in refused(Step.CLIENT, body)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0", 0), ("1000", 1000), ("5 000", 5000), ("999", None), ("5001", None), ("500", None)],
)
def test_a_preload_is_none_or_from_1000_to_5000_kwh(typed: str, kept: int | None) -> None:
    draft = one(Step.DOCUMENTS, preload_kwh=typed)
    assert draft.values.get("preload_kwh") == kept
    if kept is None:
        told = translate(draft.problems[0].message, **draft.problems[0].values)
        assert "0, ou une valeur entre 1\u202f000 et 5\u202f000 kWh" in told


def test_consuel_numbers_are_opaque_trimmed_and_forty_characters_at_most() -> None:
    assert one(Step.DOCUMENTS, consuel_number="  AB/12 é ").values["consuel_number"] == "AB/12 é"
    assert one(Step.DOCUMENTS, consuel_number="x" * 40).problems == ()
    assert one(Step.DOCUMENTS, consuel_number="x" * 41).problems[0].code == "too-long"


def test_a_date_is_read_as_it_is_written_in_france_too() -> None:
    draft = one(Step.DOCUMENTS, consuel_requested_on="31/03/2026")
    assert draft.values["consuel_requested_on"] == "2026-03-31"
    assert one(Step.DOCUMENTS, consuel_requested_on="31/02/2026").problems[0].code == "date"


def test_a_comment_has_lines_and_no_invisible_characters() -> None:
    assert one(Step.DOCUMENTS, comment="un\r\ndeux").values["comment"] == "un\ndeux"
    assert one(Step.DOCUMENTS, comment="a\x07b").problems[0].code == "control-characters"


@pytest.mark.parametrize(
    ("step", "body", "field", "words"),
    [
        (Step.ELECTRICITY, {"pdl": 12345678901234}, "pdl", "PDL : indiquez un texte."),
        (Step.PLANT, {"peak_power_kwc": "9"}, "peak_power_kwc", "indiquez un nombre"),
        (Step.PLANT, {"peak_power_kwc": True}, "peak_power_kwc", "indiquez un nombre"),
        (Step.PLANT, {"peak_power_kwc": 0}, "peak_power_kwc", "entre 0,1 et 5\u202f000 kWc"),
        (Step.PLANT, {"has_battery": "oui"}, "has_battery", "répondez par oui ou par non"),
        (Step.PLANT, {"roof": 1}, "roof", "n’existe pas dans cette étape"),
        (Step.EQUIPMENT, {"panels": [{"count": 1.5}]}, "panels.0.count", "nombre entier"),
        (Step.EQUIPMENT, {"panels": [{"colour": "x"}]}, "panels.0.colour", "n’existe pas"),
        (Step.EQUIPMENT, {"panels": [{}] * 21}, "panels", "20 lignes au plus"),
        (Step.EQUIPMENT, {"panels": "x"}, "panels", "liste de lignes"),
        (Step.ELECTRICITY, {"operator": "edf"}, "operator", "une des réponses proposées"),
        (Step.CLIENT, {"last_name": ""}, "last_name", "Nom du client : indiquez une valeur"),
    ],
)
def test_json_is_strict_and_each_refusal_names_its_field(
    step: Step, body: dict[str, Any], field: str, words: str
) -> None:
    told = refused(step, body)
    assert list(told) == [field]
    assert words in told[field]


def test_a_whole_form_passes_as_json() -> None:
    for step, body in whole_json().items():
        model = STEP_MODELS[Step(step)]
        assert model.model_validate_json(json.dumps(body)) is not None


def test_a_patch_keeps_the_rest_removes_nulls_and_replaces_what_was_typed_wrongly() -> None:
    current: dict[str, FormValue] = {
        "last_name": "Durand",
        "city": "Lyon",
        "as_typed": {"postcode": "69", "siret": "1"},
    }
    read = STEP_MODELS[Step.CLIENT].model_validate({"city": None, "postcode": "69003"})
    assert merge_values(current, read) == {
        "last_name": "Durand",
        "postcode": "69003",
        "as_typed": {"siret": "1"},
    }


@pytest.mark.parametrize("mark", ["\u0000", "\n", "\u2028", "\u2029", "\u202e", "\u2066"])
def test_a_name_holds_nothing_that_breaks_or_turns_its_line(mark: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        read_json(Step.CLIENT, {"last_name": f"Du{mark}rand"})
    assert refused.value.problems[0].code == "control-characters"


def test_a_name_keeps_its_accents_and_joiners() -> None:
    assert read_json(Step.CLIENT, {"last_name": "Ne\u0301e d’A\u00a0\u200d"})["last_name"]
