"""Production's policy from the verdict to the milestones: nothing is accepted before a person did."""

import pytest

from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.decide_piece import accept_piece, refuse_piece
from chalicelib.documents.read_piece import read_piece
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_queue import list_queue
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.settings import load_settings
from tests.documents.worlds import AGENT, INSTALLER, World, make_world

DUE = ("facture", "photo_compteur", "mairie")
"""What is due before the filing, but the photo that its format accepts."""


@pytest.fixture
def world(table: Table, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("ACCEPTANCE", "production")
    load_settings.cache_clear()
    return make_world(table)


def reached(world: World) -> set[Milestone]:
    return set(world.dossier(AGENT).head.milestones)


def list_to_review(world: World) -> list[str]:
    page = list_queue(Reason.TO_REVIEW, by=AGENT, now=business_now(), table=world.table)
    return [line.dossier_id for line in page.lines]


def accept(world: World, document_id: str) -> None:
    accept_piece(world.dossier_id, document_id, by=AGENT, table=world.table)


def test_a_consuel_is_read_by_people_and_accepted_by_nobody_until_an_agent_does(
    world: World,
) -> None:
    world.send()
    consuel = world.accept("consuel")
    assert (consuel.state, consuel.accepted_by) == (PieceState.READABLE, "")
    assert read_piece(world.dossier_id, consuel.document_id, by=INSTALLER, table=world.table)
    assert Milestone.CONSUEL_ACCEPTED not in reached(world)
    assert world.dossier().head.status is Status.NEW
    assert list_to_review(world) == [world.dossier_id]
    accept(world, consuel.document_id)
    after = world.piece(consuel.document_id)
    assert (after.state, after.accepted_by) == (PieceState.ACCEPTED, "usr_7")
    assert after.accepted_at is not None
    assert Milestone.CONSUEL_ACCEPTED in reached(world)
    assert list_to_review(world) == []
    kinds = [EventKind(one.kind) for one in list_whole_journal(world.table, world.dossier_id)]
    assert kinds[-2:] == [EventKind.PIECE_READABLE, EventKind.PIECE_ACCEPTED]


def test_nothing_is_filed_before_the_last_piece_is_accepted(world: World) -> None:
    world.send()
    photo = world.accept("photo_installation")
    assert photo.accepted_by == "rule:format_check"
    pieces = [world.accept(slot) for slot in DUE]
    assert {one.state for one in pieces} == {PieceState.READABLE}
    for one in pieces:
        assert Milestone.PIECES_COMPLETE not in reached(world)
        accept(world, one.document_id)
    assert Milestone.PIECES_COMPLETE in reached(world)


def test_an_agent_refuses_what_could_be_read_and_the_next_file_ends_the_wait(world: World) -> None:
    world.send()
    first = world.accept("consuel")
    words = "Le nom n’est pas le bon."
    refuse_piece(
        world.dossier_id,
        first.document_id,
        FileReason.INCORRECT,
        words,
        by=AGENT,
        table=world.table,
    )
    refused = world.piece(first.document_id)
    assert (refused.state, refused.decided_by) == (PieceState.REFUSED, "usr_7")
    assert world.dossier().head.status is Status.AWAITING_PIECE
    second = world.accept("consuel")
    assert second.state is PieceState.READABLE
    assert world.piece(first.document_id).state is PieceState.SUPERSEDED
    assert world.dossier().head.status is Status.NEW
    assert Milestone.CONSUEL_ACCEPTED not in reached(world)
