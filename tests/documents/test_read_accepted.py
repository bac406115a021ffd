"""What an accepted paper says is read once, kept with its verdict, and never costs one."""

import logging
from dataclasses import dataclass
from pathlib import Path

import pytest

from chalicelib.cases.files.check_arrival import check_arrival
from chalicelib.documents.decide_piece import withdraw_piece
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.paper_rows import find_reading, list_papers
from chalicelib.readings.model import PaperReadings, Reading, Subject
from chalicelib.verdicts.check_version import Desk
from chalicelib.verdicts.verdict import FileKind, Outcome, Verdict
from tests.documents.worlds import DOCUMENTS, INSTALLER, RuleJudge, World

PDL = Reading(Subject.PDL, "01234567890123", "01 234 567 890 123", 1, "PDL : 01 234 567 890 123")


def kept(world: World, document_id: str) -> PaperReadings | None:
    return find_reading(world.dossier(), world.piece(document_id))


def test_what_a_paper_says_is_kept_with_where_it_stood(world: World) -> None:
    world.judge.says = (PDL,)
    piece = world.accept("facture")
    assert world.judge.read_in == [(b"served good file", "facture")]
    paper = kept(world, piece.document_id)
    assert paper == PaperReadings(piece.document_id, "facture", True, 1, (PDL,))


def test_a_paper_without_text_takes_no_row_and_counts_as_unread(world: World) -> None:
    piece = world.accept("facture")
    assert kept(world, piece.document_id) is None
    (paper,) = list_papers(world.dossier())
    assert (paper.document_id, paper.has_text, paper.readings) == (piece.document_id, False, ())


def test_the_reading_is_in_the_transaction_of_the_verdict(world: World) -> None:
    world.judge.says = (PDL,)
    document_id, arrival = world.deposit()
    before = world.dossier().head.version
    world.check(*[arrival] * 3)
    assert world.dossier().head.version == before + 1
    assert len(list_papers(world.dossier())) == 1
    assert len(world.judge.read_in) == 1
    assert kept(world, document_id) is not None


def test_a_photograph_and_a_slot_that_claims_nothing_are_not_opened(world: World) -> None:
    piece = world.accept("photo_compteur")
    assert world.judge.read_in == []
    assert kept(world, piece.document_id) is None


class Pictures(RuleJudge):
    """Takes everything for a photograph."""

    def judge(self, path: Path, file_name: str, kinds: frozenset[FileKind]) -> Verdict:
        return Verdict(Outcome.ACCEPTED, (), FileKind.JPEG)


def test_a_photograph_of_a_bill_has_no_text_and_is_not_opened(world: World) -> None:
    world.judge = Pictures(says=(PDL,))
    document_id, arrival = world.deposit()
    world.check(arrival)
    assert world.judge.read_in == []
    (paper,) = list_papers(world.dossier())
    assert (paper.document_id, paper.has_text, paper.readings) == (document_id, False, ())


@dataclass
class Broken(RuleJudge):
    """Cannot read."""

    def read(self, path: Path, slot: str) -> tuple[bool, tuple[Reading, ...]]:
        raise ValueError(slot)


def test_a_reading_that_fails_costs_no_verdict(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    document_id, arrival = world.deposit()
    with caplog.at_level(logging.ERROR):
        check_arrival(arrival, Desk(Broken(), "not_configured", DOCUMENTS, world.table))
    assert world.piece(document_id).state is PieceState.ACCEPTED
    assert [paper.has_text for paper in list_papers(world.dossier())] == [False]
    assert "a paper was not read" in caplog.text


def test_a_refused_file_and_a_late_result_leave_no_reading(world: World) -> None:
    world.judge.says = (PDL,)
    refused, arrival = world.deposit(b"bad")
    world.check(arrival)
    assert kept(world, refused) is None
    late, coming = world.deposit()
    world.judge.before = lambda: withdraw_piece(
        world.dossier_id, late, by=INSTALLER, table=world.table
    )
    world.check(coming)
    assert kept(world, late) is None
    assert list_papers(world.dossier()) == ()


def test_a_replaced_paper_counts_no_more(world: World) -> None:
    world.judge.says = (PDL,)
    first = world.accept("consuel")
    second = world.accept("consuel")
    assert first.document_id != second.document_id
    assert [paper.document_id for paper in list_papers(world.dossier())] == [second.document_id]
