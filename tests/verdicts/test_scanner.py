"""Only the scanner's one clean word is clean; whatever goes wrong on the way is no answer (R21, R22)."""

import socket
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.aws.table import Table
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.clamd import is_answering, scan_file
from chalicelib.verdicts.scan import Scan
from chalicelib.verdicts.scanner import GUARDDUTY_TAG, SCANNERS, TAG_TRIES, scan_arrival
from chalicelib.verdicts.scanner_state import load_scanner_state, note_answer, note_silence
from tests.verdicts.clamd_stand_in import (
    ANSWERS,
    TEST_VIRUS,
    ClamdStandIn,
    Mood,
    clamd_stand_in,
)

ARRIVAL = Arrival("uploads", "in/x", "v1")
TOLD = Arrival("uploads", "in/x", "v1", is_scanned=True)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHORT_S = 0.3


@pytest.fixture
def clamd() -> Iterator[ClamdStandIn]:
    with clamd_stand_in() as daemon:
        yield daemon


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(b"%PDF-1.7 " + b"x" * 300_000)
    return path


def never() -> Path:
    raise AssertionError("this scanner does not ask for the bytes")


def test_clamd_is_sent_every_byte_and_says_clean(clamd: ClamdStandIn, file: Path) -> None:
    assert scan_file(file, clamd.address) is Scan.CLEAN
    assert clamd.streams == [file.read_bytes()]


def test_clamd_finds_the_test_virus_wherever_it_stands(clamd: ClamdStandIn, file: Path) -> None:
    file.write_bytes(b"x" * 100_000 + TEST_VIRUS + b"y")
    assert scan_file(file, clamd.address) is Scan.INFECTED


def test_clamd_is_reached_by_a_unix_socket_too(tmp_path: Path, file: Path) -> None:
    with clamd_stand_in(tmp_path / "clamd.sock") as clamd:
        assert clamd.address.startswith("/")
        assert scan_file(file, clamd.address) is Scan.CLEAN
        assert is_answering(clamd.address)


@pytest.mark.parametrize("mood", ["mute", *ANSWERS])
def test_whatever_goes_wrong_with_clamd_is_silence(
    clamd: ClamdStandIn, file: Path, mood: Mood
) -> None:
    clamd.mood = mood
    assert scan_file(file, clamd.address, wall_s=SHORT_S) is Scan.SILENT
    assert not is_answering(clamd.address) or mood == "well"


def test_a_file_longer_than_clamd_takes_is_silence_though_it_hangs_up_in_the_middle(
    clamd: ClamdStandIn, file: Path
) -> None:
    clamd.most_bytes = 70_000
    file.write_bytes(b"x" * 8_000_000)
    assert scan_file(file, clamd.address) is Scan.SILENT


@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:notaport", "/no/such/socket", ":"])
def test_an_address_that_is_none_is_silence(file: Path, address: str) -> None:
    assert scan_file(file, address) is Scan.SILENT
    assert not is_answering(address)


def test_a_daemon_that_is_off_is_silence(file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    assert scan_file(file, address) is Scan.SILENT
    assert not is_answering(address)


def test_clamd_is_asked_through_the_port_with_the_bytes_it_wants(
    clamd: ClamdStandIn, file: Path
) -> None:
    found = scan_arrival(ARRIVAL, "clamd", address=clamd.address, fetch=lambda: file)
    assert found is Scan.CLEAN
    assert is_answering(clamd.address)
    assert clamd.pings == 1


@pytest.mark.parametrize("scanner", ["", "stand_in", "GuardDuty", "clamav"])
def test_an_unknown_scanner_is_silent(scanner: str) -> None:
    assert scanner not in SCANNERS
    assert scan_arrival(ARRIVAL, scanner, fetch=never) is Scan.SILENT


@pytest.mark.parametrize(
    ("word", "scan"),
    [
        ("NO_THREATS_FOUND", Scan.CLEAN),
        ("THREATS_FOUND", Scan.INFECTED),
        ("UNSUPPORTED", Scan.UNSCANNABLE),
        ("ACCESS_DENIED", Scan.SILENT),
        ("FAILED", Scan.SILENT),
        ("no_threats_found", Scan.SILENT),
        ("NO_THREATS_FOUND ", Scan.SILENT),
    ],
)
def test_guardduty_is_read_by_its_own_words(word: str, scan: Scan) -> None:
    found = scan_arrival(
        ARRIVAL, "guardduty", fetch=never, tags=lambda *_: {GUARDDUTY_TAG: word, "x": "y"}
    )
    assert found is scan


def test_a_tag_that_comes_a_moment_after_its_event_is_waited_for() -> None:
    answers: Iterator[Mapping[str, str]] = iter([{}, {}, {GUARDDUTY_TAG: "NO_THREATS_FOUND"}])
    pauses: list[float] = []
    found = scan_arrival(
        TOLD, "guardduty", fetch=never, tags=lambda *_: next(answers), pause=pauses.append
    )
    assert found is Scan.CLEAN
    assert len(pauses) == 2


def test_a_tag_that_never_comes_is_waited_for_within_a_bound() -> None:
    pauses: list[float] = []
    found = scan_arrival(TOLD, "guardduty", fetch=never, tags=lambda *_: {}, pause=pauses.append)
    assert found is Scan.SILENT
    assert len(pauses) == TAG_TRIES - 1


def test_without_news_of_a_result_nobody_waits_for_it() -> None:
    pauses: list[float] = []
    scan_arrival(ARRIVAL, "guardduty", fetch=never, tags=lambda *_: {}, pause=pauses.append)
    assert pauses == []


def test_a_scanner_that_was_never_asked_is_neither_up_nor_down(table: Table) -> None:
    assert load_scanner_state(table, "clamd").is_answering is None


def test_a_scanner_is_down_from_its_silence_to_its_next_answer(table: Table) -> None:
    note_answer(table, "clamd", NOON)
    assert load_scanner_state(table, "clamd").is_answering is True
    note_silence(table, "clamd", NOON + timedelta(seconds=5))
    assert load_scanner_state(table, "clamd").is_answering is False
    note_answer(table, "clamd", NOON + timedelta(seconds=9))
    assert load_scanner_state(table, "clamd").is_answering is True


def test_answers_are_noted_once_a_minute(table: Table) -> None:
    for seconds in (0, 20, 59):
        note_answer(table, "clamd", NOON + timedelta(seconds=seconds))
    assert load_scanner_state(table, "clamd").answered_at == NOON
    note_answer(table, "clamd", NOON + timedelta(seconds=61))
    assert load_scanner_state(table, "clamd").answered_at == NOON + timedelta(seconds=61)
