"""Whose turn it was, in days: told by the journal, none counted twice, and the same as on the day."""

from datetime import timedelta

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.progress import follow_progress
from chalicelib.ledger.model import Holder, Ledger
from chalicelib.ledger.read_ledger import read_ledger
from chalicelib.ledger.replay import replay
from chalicelib.ledger.views import WIDTH, draw_strokes
from tests.ledger.worlds import BEGUN, FIRST, INSTALLER, World

H, M = Holder, Milestone


@pytest.fixture
def world(table: Table) -> World:
    world = World(table)
    world.begin()
    return world


def ledger(world: World) -> Ledger:
    return read_ledger(world.dossier_id, by=INSTALLER, table=world.table, now=world.now)[1]


def days(world: World) -> dict[Holder, tuple[int, int]]:
    return {one.holder: (one.days, one.alone) for one in ledger(world).shares}


def agree(world: World) -> None:
    """The replay's last moment awaits the same of the same as the dossier itself."""
    dossier = world.load()
    *_before, last = replay(world.journal(), dossier.head)
    assert turns(follow_progress(last.dossier, world.now)) == turns(
        follow_progress(dossier, world.now)
    )


def turns(progress: object) -> list[tuple[object, ...]]:
    return [(one.milestone, one.party, one.task) for one in progress.now]  # type: ignore[attr-defined] # a Progress


def complete(world: World) -> None:
    """From the draft to a dossier that is filed on the 6th day."""
    for slot in FIRST:
        world.piece(slot, PieceState.PENDING)
        world.piece(slot, PieceState.ACCEPTED)
    world.day(2)
    world.submit()
    world.day(3)
    world.accept("mairie")
    world.day(6)
    world.sign()
    world.file()


def test_a_day_belongs_to_those_whose_turn_it_was_and_tracks_overlap(world: World) -> None:
    complete(world)
    world.day(10)
    assert days(world) == {
        H.INSTALLER: (2, 2),
        H.TOWN_HALL: (1, 0),
        H.CLIENT: (4, 0),
        H.CONSUEL: (8, 0),
        H.OPERATOR: (4, 0),
    }
    assert ledger(world).days == 10


def test_a_party_of_two_tracks_has_each_day_once(world: World) -> None:
    for slot in FIRST:
        world.accept(slot)
    world.day(1)
    world.submit()
    world.piece("mairie", PieceState.PENDING)
    world.piece("consuel", PieceState.PENDING)
    world.day(5)
    found = ledger(world)
    ours = [span for span in found.spans if span.holder is H.US]
    assert {span.milestone for span in ours} == {M.PIECES_COMPLETE, M.CONSUEL_ACCEPTED}
    assert days(world)[H.US] == (4, 0)
    agree(world)


def test_a_piece_that_the_operator_awaits_is_the_installers_turn_until_it_has_it(
    world: World,
) -> None:
    complete(world)
    world.day(10)
    world.tell("INCPL")
    agree(world)
    world.day(17)
    slot = world.load().pieces[-1].slot
    world.accept(slot)
    world.tell("CPLR")
    agree(world)
    world.day(20)
    found = days(world)
    assert found[H.OPERATOR] == (4 + 3, 0)
    assert found[H.INSTALLER][0] == 2 + 7


def test_the_replay_agrees_with_the_dossier_at_every_step_of_a_hard_way(world: World) -> None:
    for slot in FIRST:
        world.accept(slot)
    agree(world)
    world.submit()
    agree(world)
    for number, (slot, state) in enumerate(
        [
            ("mairie", PieceState.PENDING),
            ("mairie", PieceState.HELD),
            ("mairie", PieceState.REJECTED),
            ("consuel", PieceState.PENDING),
            ("consuel", PieceState.REJECTED),
        ]
    ):
        world.day(number + 1)
        world.piece(slot, state)
        agree(world)
    world.piece("mairie", PieceState.PENDING, "doc_second")
    agree(world)
    world.day(8)
    world.piece("mairie", PieceState.ACCEPTED, "doc_second")
    agree(world)
    world.piece("facture", PieceState.EXPECTED, "doc_asked")
    agree(world)
    world.piece("facture", PieceState.PENDING, "doc_new")
    world.piece("facture", PieceState.ACCEPTED, "doc_new")
    world.piece("consuel", PieceState.ACCEPTED, "doc_consuel_2")
    agree(world)
    world.happen(EventKind.NOTICE_BOUNCED, client_unreachable=True)
    agree(world)
    world.happen(EventKind.CLIENT_CORRECTED, client_unreachable=False)
    agree(world)
    world.sign()
    world.file()
    for number, code in enumerate(("DMTR", "DMREC", "VALID", "MESC", "INPL", "INRP")):
        world.day(20 + number)
        world.tell(code)
        agree(world)
    for code in ("MESC", "CPRE"):
        world.day(40)
        world.tell(code)
        agree(world)


def test_an_operators_day_counts_from_when_it_says_not_from_when_we_heard(world: World) -> None:
    complete(world)
    world.accept("consuel")
    world.day(16)
    world.tell("VALID", at=BEGUN + timedelta(days=12))
    world.day(18)
    found = days(world)
    assert found[H.OPERATOR] == (6, 6)
    assert found[H.US] == (6, 6)


def test_the_ledger_ends_with_the_dossier(world: World) -> None:
    complete(world)
    world.day(20)
    for code in ("VALID", "MESC", "CPRE"):
        world.tell(code)
    world.day(300)
    found = ledger(world)
    assert found.is_over
    assert found.days == 20
    assert all(span.until is not None for span in found.spans)


def test_bars_stay_on_their_scale_and_cover_each_partys_days(world: World) -> None:
    complete(world)
    world.day(10)
    found = ledger(world)
    for share in found.shares:
        strokes = list(draw_strokes(found, share))
        assert all(one.x >= 0 and one.x + one.width <= WIDTH for one in strokes)
        covered = sum(one.width for one in strokes) / WIDTH * found.days
        assert round(covered) == share.days


def test_a_dossier_of_today_has_no_day_yet(world: World) -> None:
    found = ledger(world)
    assert (found.days, [one.days for one in found.shares]) == (0, [0])
    assert list(draw_strokes(found, found.shares[0])) == []
