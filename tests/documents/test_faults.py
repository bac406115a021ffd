"""Duplicated, reordered, late, lost, killed at every step: one end, that of the quiet run (R24, R29).

Each case is played quietly first. Then it is played again in worlds of its own where things go
wrong, and all that is left there (every row but its times, every object) is compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.cases.files.keys import list_arrivals
from chalicelib.cases.files.sweep_pending import sweep_pending
from chalicelib.cases.files.sweep_uploads import sweep_uploads
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.upload_form import BY_METADATA
from tests.documents.faults import Killed, Moment, state_of, watched
from tests.documents.worlds import INSTALLER, UPLOADS, World

DOC = "doc_" + "7" * 24
LATER = timedelta(minutes=11)
MOMENTS: tuple[Moment, ...] = ("before-call", "after-call")


@dataclass(frozen=True)
class Case:
    """What is stored in a fresh world: the document's id, and S3's news of it in order."""

    name: str
    store: Callable[[World], tuple[str, list[Arrival]]]
    scanner: str = "not_configured"


def _one(content: bytes) -> Callable[[World], tuple[str, list[Arrival]]]:
    def store(world: World) -> tuple[str, list[Arrival]]:
        document_id, arrival = world.deposit(content)
        return document_id, [arrival]

    return store


def _replayed(world: World) -> tuple[str, list[Arrival]]:
    ticket = world.ticket()
    contents = (b"good 1", b"bad 2", b"good 3")
    return ticket.document_id, [world.put(world.key(ticket), one) for one in contents]


def _unannounced(world: World) -> tuple[str, list[Arrival]]:
    metadata = {"name": "mairie.pdf", BY_METADATA: INSTALLER.person_id}
    return DOC, [world.put(world.place("mairie", DOC), b"good", **metadata)]


def _scanned(word: str) -> Callable[[World], tuple[str, list[Arrival]]]:
    def store(world: World) -> tuple[str, list[Arrival]]:
        document_id, arrival = world.deposit()
        world.tag(arrival, word)
        return document_id, [arrival]

    return store


CASES = (
    Case("accepted", _one(b"good file")),
    Case("refused", _one(b"bad file")),
    Case("no copy can be made", _one(b"bomb")),
    Case("a form used three times", _replayed),
    Case("without JavaScript", _unannounced),
    Case("infected", _scanned("THREATS_FOUND"), "guardduty"),
    Case("held by the scanner", _scanned("UNSUPPORTED"), "guardduty"),
)
FEW = CASES[3], CASES[4]
KILLED = CASES[0], CASES[1], CASES[3], CASES[4], CASES[6]


@dataclass
class Play:
    """One case in a world of its own."""

    world: World
    document_id: str
    news: list[Arrival]

    def state(self) -> dict[str, Any]:
        return state_of(self.world, dossier=self.world.dossier_id, document=self.document_id)

    def sweep(self) -> None:
        """Sweep as the schedule does eleven minutes later, and check what is announced."""
        sent: list[Any] = []
        how: dict[str, Any] = {"table": self.world.table, "uploads_bucket": UPLOADS}
        how |= {"send": sent.extend, "real": real_now() + LATER}
        sweep_pending(**how)
        sweep_uploads(**how)
        self.world.check(*(arrival for message in sent for arrival in list_arrivals(message)))


@pytest.fixture
def play(world: World) -> Callable[[Case], Play]:
    """Begin a case in a world that is empty but for a new draft."""

    def begin(case: Case) -> Play:
        world.begin_anew()
        world.scanner = case.scanner
        document_id, news = case.store(world)
        return Play(world, document_id, news)

    return begin


def quiet_end(play: Callable[[Case], Play], case: Case) -> dict[str, Any]:
    """Give the state after every event came once, in order."""
    begun = play(case)
    begun.world.check(*begun.news)
    return begun.state()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_quiet_end_leaves_no_upload_but_what_is_held(
    play: Callable[[Case], Play], case: Case
) -> None:
    end = quiet_end(play, case)
    held = case.name == "held by the scanner"
    assert len(end["uploads"]) == held
    assert not [row for row in end["rows"] if row.get("wk") == "PENDING"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_events_that_come_up_to_five_times_end_as_those_that_come_once(
    play: Callable[[Case], Play], case: Case
) -> None:
    quiet = quiet_end(play, case)
    for times in (2, 5):
        begun = play(case)
        begun.world.check(*(begun.news * times))
        assert begun.state() == quiet


def test_events_in_any_order_end_as_those_in_theirs(play: Callable[[Case], Play]) -> None:
    case = CASES[3]
    quiet = quiet_end(play, case)
    for order in [*permutations((0, 1, 2)), (2,), (1, 1, 0), (2, 0, 2, 1)]:
        begun = play(case)
        begun.world.check(*(begun.news[one] for one in order))
        assert begun.state() == quiet, order


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lost_events_are_made_up_for_by_one_sweep(play: Callable[[Case], Play], case: Case) -> None:
    quiet = quiet_end(play, case)
    begun = play(case)
    begun.sweep()
    assert begun.state() == quiet


@pytest.mark.parametrize("case", KILLED, ids=lambda case: case.name)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_checker_killed_at_any_step_leaves_what_one_sweep_brings_to_its_end(
    play: Callable[[Case], Play], case: Case, moment: Moment
) -> None:
    quiet = quiet_end(play, case)
    deaths = 0
    while True:
        begun = play(case)
        try:
            with watched(moment, deaths + 1):
                begun.world.check(begun.news[0])
        except Killed:
            deaths += 1
        else:
            break
        begun.sweep()
        assert begun.state() == quiet, (moment, deaths)
    assert deaths > 5


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.name)
def test_a_checker_killed_at_any_step_is_followed_by_the_same_news_again(
    play: Callable[[Case], Play], case: Case
) -> None:
    quiet = quiet_end(play, case)
    deaths = 0
    while True:
        begun = play(case)
        try:
            with watched("after-call", deaths + 1):
                begun.world.check(*begun.news)
        except Killed:
            deaths += 1
        else:
            break
        begun.world.check(*begun.news)
        assert begun.state() == quiet, deaths
    assert deaths > 5


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.name)
def test_a_checker_may_be_killed_again_and_again(play: Callable[[Case], Play], case: Case) -> None:
    quiet = quiet_end(play, case)
    begun = play(case)
    for dies_at in (3, 5, 7, 8, 9, 10, 11, 12):
        for moment in MOMENTS:
            try:
                with watched(moment, dies_at):
                    begun.world.check(*begun.news)
            except Killed:
                continue
    begun.sweep()
    assert begun.state() == quiet
