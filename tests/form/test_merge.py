"""Two sides of one step: what each changed is kept, and nothing is overwritten."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.merge import (
    Choice,
    Posted,
    Side,
    list_changed,
    merge_step,
    print_of,
    read_base,
    read_choice,
    write_base,
)
from chalicelib.form.steps import Step

SHOWN: dict[str, Any] = {"last_name": "Durand", "city": "Lyon"}
NAMES = st.sampled_from(["last_name", "first_name", "city", "mobile"])
SIDES = st.dictionaries(NAMES, st.sampled_from(["Durand", "Martin", "Lyon", "Bron"]))


def shown(values: dict[str, Any] | None = None, step: Step = Step.CLIENT) -> dict[str, str]:
    return read_base(write_base(step, SHOWN if values is None else values))


def posted(choices: dict[str, Choice] | None = None, **changed: Any) -> Posted:
    return Posted(SHOWN | changed, shown(), choices or {})


@given(SIDES, SIDES, SIDES)
def test_what_only_one_side_changed_is_kept_and_what_both_changed_is_never_overwritten(
    before: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge_step(Step.CLIENT, Posted(mine, shown(before)), theirs)
    for name in ("last_name", "first_name", "city", "mobile"):
        held = before.get(name), mine.get(name), theirs.get(name)
        if held[1] == held[2] or held[1] == held[0]:
            assert merged.values.get(name) == held[2]
        elif held[2] == held[0]:
            assert merged.values.get(name) == held[1]
        else:
            assert merged.values.get(name) == held[2]
            assert name in merged.conflicts


def test_a_field_that_the_other_side_alone_changed_is_named() -> None:
    merged = merge_step(Step.CLIENT, posted(city="Bron"), SHOWN | {"last_name": "Martin"})
    assert merged.values == {"last_name": "Martin", "city": "Bron"}
    assert merged.adopted == ("last_name",)


@pytest.mark.parametrize(("side", "name"), [(Side.MINE, "Petit"), (Side.THEIRS, "Martin")])
def test_a_choice_settles_a_conflict_on_the_value_that_was_seen(side: Side, name: str) -> None:
    theirs = SHOWN | {"last_name": "Martin"}
    seen = print_of(Step.CLIENT, theirs, "last_name")
    merged = merge_step(
        Step.CLIENT, posted({"last_name": Choice(side, seen)}, last_name="Petit"), theirs
    )
    assert (merged.values["last_name"], merged.conflicts) == (name, ())


def test_a_choice_made_on_an_older_value_settles_nothing() -> None:
    seen = print_of(Step.CLIENT, {"last_name": "Martin"}, "last_name")
    newest = SHOWN | {"last_name": "Petitjean"}
    choice = {"last_name": Choice(Side.MINE, seen)}
    merged = merge_step(Step.CLIENT, posted(choice, last_name="Petit"), newest)
    assert (merged.values["last_name"], merged.conflicts) == ("Petitjean", ("last_name",))


def test_what_the_same_page_sent_before_without_an_answer_is_no_conflict() -> None:
    lost = SHOWN | {"last_name": "Mart"}
    mine = Posted(SHOWN | {"last_name": "Martin"}, shown(), sent=lost)
    assert merge_step(Step.CLIENT, mine, lost).values["last_name"] == "Martin"
    assert merge_step(Step.CLIENT, mine, SHOWN | {"last_name": "Petit"}).conflicts == ("last_name",)


def test_what_is_typed_wrongly_is_merged_like_what_is_right() -> None:
    before: dict[str, Any] = {"postcode": "69003"}
    mine = Posted({"as_typed": {"postcode": "690"}}, shown(before))
    assert merge_step(Step.CLIENT, mine, before).values == {"as_typed": {"postcode": "690"}}
    merged = merge_step(Step.CLIENT, mine, {"postcode": "38000"})
    assert (merged.values, merged.conflicts) == ({"postcode": "38000"}, ("postcode",))


def test_an_email_and_its_confirmation_are_one_field() -> None:
    wrong: dict[str, Any] = {"as_typed": {"email": "a@b.fr", "email_confirmation": "a@c.fr"}}
    merged = merge_step(Step.CLIENT, Posted({"email": "z@b.fr"}, shown({})), wrong)
    assert (merged.values, merged.conflicts) == (wrong, ("email",))


def test_rows_are_compared_as_one_whole() -> None:
    before: dict[str, Any] = {"panels": [{"brand": "Voltec", "count": 20}]}
    more: dict[str, Any] = {"panels": [*before["panels"], {"brand": "DualSun"}]}
    mine = Posted({"panels": [{"brand": "Voltec", "count": 22}]}, shown(before, Step.EQUIPMENT))
    merged = merge_step(Step.EQUIPMENT, mine, more)
    assert (merged.values, merged.conflicts) == (more, ("panels",))


def test_a_page_that_does_not_say_what_it_was_shown_counts_as_it_is() -> None:
    merged = merge_step(Step.CLIENT, Posted({"city": "Bron"}), SHOWN)
    assert merged.values == {"city": "Bron"}


def test_a_number_and_a_box_that_is_not_ticked_are_the_same_however_they_are_kept() -> None:
    one: dict[str, Any] = {"peak_power_kwc": Decimal("9.00"), "has_battery": False}
    assert list_changed(Step.PLANT, one, {"peak_power_kwc": 9}) == ()
    assert list_changed(Step.ELECTRICITY, {"has_contract": False}, {}) == ("has_contract",)


@given(st.text(max_size=60))
def test_whatever_comes_as_base_or_choice_is_read_or_passed_over(text: str) -> None:
    assert all(len(found) == 8 for found in read_base(text).values())
    choice = read_choice(text)
    assert choice is None or choice.side in Side
