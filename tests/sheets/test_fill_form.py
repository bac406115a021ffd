"""A line's texts as a form: read as a page's are, wrong ones told at their field."""

import pytest

from chalicelib.form.completeness import list_obstacles
from chalicelib.sheets.columns import list_columns
from chalicelib.sheets.fill_form import fill_form, key_of
from chalicelib.sheets.model import LONGEST_CELL, SheetLine
from chalicelib.sheets.template import EXAMPLES, explain
from chalicelib.words.translation import translate


def line(reference: str = "", **texts: str) -> SheetLine:
    return SheetLine(2, reference, {path.replace("__", "."): text for path, text in texts.items()})


def told(one: SheetLine) -> list[str]:
    return [translate(problem.message, **problem.values) for problem in fill_form(one).problems]


def test_the_template_s_line_fills_a_form_that_lacks_nothing_but_the_consuel() -> None:
    filled = fill_form(SheetLine(2, "A1", EXAMPLES))
    assert filled.problems == ()
    assert filled.lacks == 0
    assert list_obstacles(filled.form) == ()
    assert filled.form["documents"]["consuel_requested_on"] == "2026-03-31"
    assert filled.form["plant"]["plant_connection"] == "surplus"
    assert filled.form["electricity"]["operator"] == "enedis"
    assert filled.form["equipment"]["panels"] == [
        {
            "type": "Monocristallin",
            "brand": "Voltec",
            "model": "Tarka 126",
            "count": 20,
            "unit_power_w": 425,
        }
    ]


def test_a_line_of_a_few_answers_makes_a_draft_that_says_what_it_lacks() -> None:
    filled = fill_form(line(last_name="Durand"))
    assert filled.form == {"client": {"last_name": "Durand"}}
    assert filled.lacks > 10


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("client_type", "PROFESSIONNEL", "professionnel"),
        ("plant_connection", "Injection de la totalité", "totalite"),
        ("plant_connection", "sans_injection", "sans_injection"),
        ("operator", "Strasbourg", None),
        ("operator", "greenalp", "greenalp"),
        ("has_contract", "Non", False),
        ("mobile", "0612345678", "+33612345678"),
        ("consuel_requested_on", "46112", "2026-03-31"),
        ("consuel_requested_on", "2026-03-31", "2026-03-31"),
        ("subscribed_power_kva", "9,5", None),
        ("parcels__0__section", "ab", None),
    ],
)
def test_an_answer_is_taken_by_its_words_or_its_code(path: str, text: str, value: object) -> None:
    filled = fill_form(line(**{path: text}))
    if value is not None:
        (values,) = filled.form.values()
        assert values[path] == value
    assert filled.form or filled.problems


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("pdl", "1234567890123", "PDL"),
        ("postcode", "1000", "Code postal"),
        ("client_type", "association", "Type de client"),
        ("subscribed_power_kva", "neuf", "Puissance souscrite : indiquez un nombre"),
        ("panels__0__count", "2,5", "Nombre de panneaux : indiquez un nombre entier"),
        ("email", "claire", "Adresse e-mail"),
        ("consuel_requested_on", "hier", "Date de la demande de Consuel : indiquez une date"),
        ("last_name", "=A1", "Nom du client : une formule n’est pas lue"),
        ("comment", "x" * (LONGEST_CELL + 1), "Commentaire de l’installateur : "),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_with_what_to_do(
    path: str, text: str, said: str
) -> None:
    one = line(**{path: text})
    assert told(one)[0].startswith(said)
    assert fill_form(one).form == {}


def test_every_mistake_of_a_line_is_told_at_once() -> None:
    assert len(told(line(pdl="1", postcode="x", peak_power_kwc="beaucoup"))) == 3


def test_a_line_that_says_nothing_and_an_endless_reference_are_told() -> None:
    assert told(line(reference="A1")) == ["Cette ligne ne dit rien du client."]
    assert told(line(reference="x" * 41, last_name="Durand")) == [
        "Votre référence : 40 caractères au plus."
    ]


def test_a_line_is_known_by_its_reference_or_by_all_that_it_says() -> None:
    assert key_of(line("A1", last_name="Durand")) == key_of(line("A1", last_name="Morel"))
    assert key_of(line(last_name="Durand")) != key_of(line(last_name="Morel"))
    assert key_of(line(last_name="a", city="b")) == key_of(
        SheetLine(9, "", {"city": "b", "last_name": "a"})
    )


def test_a_second_row_of_a_group_without_a_first_is_the_first() -> None:
    filled = fill_form(line(panels__1__brand="Voltec"))
    assert filled.form["equipment"]["panels"] == [{"brand": "Voltec"}]


def test_every_column_is_explained_with_what_it_takes() -> None:
    rows = list(explain())
    assert len(rows) == len(list_columns()) + 2
    assert all(allowed for _heading, _due, allowed, _hint in rows)
    assert not [allowed for _h, _d, allowed, _hint in rows if "{" in allowed]
    assert not [allowed for _h, _d, allowed, _hint in rows if ", ou Un" in allowed]
