"""Communes are found as people write them, by the beginning of a name or of a postcode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reference.communes import FILE, MOST_FOUND, find_communes, fold, list_communes_of
from infra.reduce_communes import HEADING, reduce_communes


def names(query: str) -> list[str]:
    return [one.name for one in find_communes(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("grenoble", "Grenoble"),
        ("GRENOBLE", "Grenoble"),
        ("38000", "Grenoble"),
        ("St Etienne", "Saint-Étienne"),
        ("saint-étienne", "Saint-Étienne"),
        ("l’hay", "L'Haÿ-les-Roses"),
        ("œuf", "Œuf-en-Ternois"),
        ("69002", "Lyon"),
        ("lyon 69002", "Lyon"),
        ("paris 15e", "Paris 15e Arrondissement"),
        ("97400", "Saint-Denis"),
    ],
)
def test_a_commune_is_found_as_it_is_written(query: str, first: str) -> None:
    assert names(query)[0] == first


def test_a_postcode_and_a_name_narrow_each_other() -> None:
    assert names("38110 rochetoirin") == ["Rochetoirin"]
    assert not names("69000 rochetoirin")


def test_a_word_inside_a_name_is_found_after_names_that_begin_so() -> None:
    found = [fold(one) for one in names("isle")]
    begins = [name.startswith("isle") for name in found]
    assert begins == sorted(begins, reverse=True)
    assert "Saint-Pierre-de-Chartreuse" in names("chartreuse")


def test_a_population_or_a_code_of_insee_is_no_postcode() -> None:
    assert {one.postcodes[0][:2] for one in find_communes("38")} == {"38"}


@pytest.mark.parametrize("query", ["", " ", "a", "3", "xx", "\t38", "%", "zz 38000"])
def test_what_names_no_commune_finds_none(query: str) -> None:
    assert find_communes(query) == () or query == "\t38"


def test_a_postcode_lists_its_communes() -> None:
    assert {"Grenoble"} <= {one.name for one in list_communes_of("38000")}
    assert len(list_communes_of("38110")) > 5
    assert list_communes_of("3811") == () == list_communes_of("٣٨١١٠")


@given(st.text(max_size=80))
def test_any_text_is_answered(query: str) -> None:
    assert len(find_communes(query)) <= MOST_FOUND


def test_the_file_says_where_it_comes_from_and_holds_every_commune() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert tuple(lines[: len(HEADING)]) == HEADING
    assert len(lines) > 34_000
    assert all(line.count("\t") == 4 for line in lines[len(HEADING) :])


def test_the_reduction_keeps_communes_with_a_postcode_largest_first() -> None:
    def commune(code: str, kind: str, people: int, *postcodes: str) -> dict[str, object]:
        return {
            "code": code,
            "nom": f"Ville-{code}",
            "type": kind,
            "population": people,
            "codesPostaux": list(postcodes),
        }

    text = reduce_communes(
        [
            commune("01001", "commune-actuelle", 10, "01400"),
            commune("01002", "commune-actuelle", 99, "01410", "01411"),
            commune("01003", "commune-deleguee", 50, "01400"),
            commune("01004", "commune-actuelle", 50),
        ]
    )
    assert text.splitlines()[len(HEADING) :] == [
        "ville 01002\tVille-01002\t01002\t01410,01411\t99",
        "ville 01001\tVille-01001\t01001\t01400\t10",
    ]
