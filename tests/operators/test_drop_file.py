"""Dropped files: the attested shape is read, everything else is told line by line."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.operators.course import commissioning_day
from chalicelib.operators.drop_file import (
    MOST_BYTES,
    Outcome,
    _BadLine,
    read_day,
    read_drop_file,
    write_result,
)
from chalicelib.operators.model import read_request_key, request_key
from chalicelib.operators.outbound_file import Kind, write_request, write_word
from tests.operators.test_contract import FILING

HEADER = (
    "identifiantProjet,referenceDossier,dateMiseEnService,nouvelleReference,dateAccuseReception"
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_the_attested_shape_is_read() -> None:
    raw = f"{HEADER}\ndos_a-1,GA-1,28/02/2026,GA-2,2026-01-15\n".encode()
    (line,) = read_drop_file(raw).lines
    assert (line.project, line.reference, line.new_reference) == ("dos_a-1", "GA-1", "GA-2")
    assert [(told.number, told.code, told.at.date()) for told in line.told] == [
        (1, "dateAccuseReception", date(2026, 1, 15)),
        (2, "dateMiseEnService", date(2026, 2, 28)),
    ]
    assert commissioning_day(line.told[1].as_raw("dos_a-1"), "69100") == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("2026-04-28T00:00:00+02:00", "69100"),
        ("2026-04-27T22:00:00Z", "69100"),
        ("2026-04-28T23:59:59+02:00", "69100"),
        ("2026-04-28T00:00:00+04:00", "97400"),
        ("2026-04-28T23:30:00-03:00", "97300"),
        *(("28/04/2026", place) for place in ("69100", "98600", "98700", "98800", "97400")),
        *(("2026-04-28", place) for place in ("69100", "98600", "98700", "98800", "97400")),
    ],
)
def test_a_commissioning_is_of_the_day_that_is_lived_at_the_site(
    written: str, postcode: str
) -> None:
    raw = f"{HEADER}\ndos_a-1,GA-1,{written},,\n".encode()
    (told,) = read_drop_file(raw).lines[0].told
    assert commissioning_day(told.as_raw("dos_a-1"), postcode) == date(2026, 4, 28)


def test_semicolons_marks_and_old_encodings_are_read() -> None:
    text = HEADER.replace(",", ";") + ";codeJalon;libelleJalon;dateJalon;numeroJalon\r\n"
    text += "dos_a-1;;;;;INPL;Intervention planifiée;01/03/2026;4\r\n"
    for raw in (text.encode("utf-8-sig"), text.encode("cp1252")):
        (line,) = read_drop_file(raw).lines
        assert line.told[0].label == "Intervention planifiée"


def test_columns_come_in_any_order_and_others_are_passed_over() -> None:
    raw = b"autre,dateMiseEnService,identifiantProjet\nx,2026-02-28,dos_a-1\n"
    (line,) = read_drop_file(raw).lines
    assert (line.project, line.told[0].code) == ("dos_a-1", "dateMiseEnService")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("dos_a-1,GA-1,31/02/2026,,", "dateMiseEnService"),
        ("dos_a-1,GA-1,demain,,", "dateMiseEnService"),
        ("dos_a-1,GA-1,01/01/0026,,", "année"),
        (",,01/01/2026,,", "ni identifiantProjet"),
        ("dos_a-1,,,,", "ne dit rien"),
        ("dos_a-1,,,,,,,,", "plus de cellules"),
        ("dos_a-1," + "x" * 400 + ",,,", "caractères"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_the_others_are_read(row: str, said: str) -> None:
    raw = f"{HEADER}\n{row}\ndos_b-1,GA-9,01/02/2026,,\n".encode()
    read = read_drop_file(raw)
    assert [(one.line, said in one.reason) for one in read.refused] == [(2, True)]
    assert [line.project for line in read.lines] == ["dos_b-1"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"rien,du,tout\n1,2,3\n", b"x" * (MOST_BYTES + 1)])
def test_a_file_that_is_none_is_told(raw: bytes) -> None:
    read = read_drop_file(raw)
    assert not read.lines
    assert len(read.refused) == 1


@given(DAYS, st.booleans())
def test_both_ways_of_writing_a_day_are_that_day(day: date, french: bool) -> None:
    text = f"{day.day:02d}/{day.month:02d}/{day.year}" if french else day.isoformat()
    assert read_day("x", text).date() == day


@given(st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 1), timezones=st.timezones()))  # noqa: DTZ001 # the bounds are naive by contract
def test_an_instant_is_that_instant(instant: datetime) -> None:
    assert read_day("x", instant.isoformat()) == instant.astimezone(UTC)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_told_to_be_none(text: str) -> None:
    try:
        assert read_day("x", text).tzinfo is not None
    except _BadLine:
        return


@settings(max_examples=300)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode()))
def test_any_bytes_are_read_without_a_crash(raw: bytes) -> None:
    for prefix in (b"", HEADER.encode() + b"\n", HEADER.replace(",", ";").encode() + b"\r\n"):
        read = read_drop_file(prefix + raw)
        assert all(one.reason for one in read.refused)


CELL = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=20)


@given(st.lists(st.tuples(CELL, CELL, DAYS), min_size=1, max_size=8))
def test_what_a_csv_writer_writes_is_read_back(rows: list[tuple[str, str, date]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER.split(","))
    writer.writerows((project, reference, day, "", "") for project, reference, day in rows)
    lines = read_drop_file(out.getvalue().encode()).lines
    assert [(one.project, one.reference) for one in lines] == [row[:2] for row in rows]


def test_the_result_has_a_row_a_line_in_the_files_order() -> None:
    written = write_result([Outcome(3, "applied"), Outcome(2, "refused", "date ; illisible")])
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["ligne", "resultat", "motif"],
        ["2", "refused", "date ; illisible"],
        ["3", "applied", ""],
    ]


def test_a_requests_file_says_all_that_is_filed() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(write_request(FILING).decode("utf-8-sig")), delimiter=";", strict=True
        )
    )
    assert rows[0]["identifiantProjet"] == "dos_1-1"
    assert rows[0]["pdl"] == "01234567890123"
    assert Decimal(rows[0]["puissanceRaccordementKva"]) == 6
    assert rows[0]["type"] == "demande"


def test_what_a_spreadsheet_would_run_is_made_harmless() -> None:
    raw = write_word(Kind.COMPLEMENT, "dos_1-1", "GA-1", piece="=CMD()")
    assert b"'=CMD()" in raw


@given(st.integers(1, 999))
def test_a_request_key_is_read_back(number: int) -> None:
    assert read_request_key(request_key("dos_0123", number)) == ("dos_0123", number)


@given(st.text(max_size=30))
def test_any_text_is_a_request_key_or_none(text: str) -> None:
    found = read_request_key(text)
    assert found is None or found[0].startswith("dos_")


@pytest.mark.parametrize("number", ["0", "1000", "00100" + "9" * 200, "-1", "٣", "1.5", ""])
def test_a_coded_line_has_a_number_from_1_to_999_and_no_other(number: str) -> None:
    head = "identifiantProjet,codeJalon,dateJalon,numeroJalon"
    read = read_drop_file(f"{head}\ndos_a-1,INPL,2026-03-01,{number}\n".encode())
    assert (read.lines, [one.line for one in read.refused]) == ((), [2])


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\n@x", "\u00a0+33", "\uff1d1+1", "\t-2"])
def test_no_text_of_ours_is_a_formula_in_their_spreadsheet(text: str) -> None:
    raw = write_word(Kind.COMPLEMENT, "dos_a-1", "GA-1", piece=text).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(raw, newline=""), delimiter=";")
    assert row["piece"] == f"'{text}"
