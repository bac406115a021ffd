"""The agents' queue: every reason has its list, longest first, at the same cost for any volume."""

from collections import Counter
from typing import Any

import pytest

from chalicelib.aws.table import Table
from chalicelib.desk.take import take_case
from chalicelib.dossiers.attention import Reason, delay_flag
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_queue import COUNTED, OWN, count_queue, list_queue
from chalicelib.dossiers.model import PieceState, RequestState, Space
from chalicelib.dossiers.queue_filter import NOBODY, QueueFilter, read_queue_filter
from chalicelib.dossiers.queue_page import SLUGS
from chalicelib.dossiers.statuses import Status
from chalicelib.refusals import InvalidCursor, NotAllowed
from tests.desk.worlds import ANA, BEN, INSTALLER, Desk
from tests.dossiers.conftest import Callers


def ids(
    desk: Desk, bucket: str = "us", wanted: QueueFilter | None = None, **more: Any
) -> list[str]:
    found = list_queue(
        bucket, wanted or QueueFilter(), by=ANA, now=desk.now, table=desk.table, **more
    )
    return [line.dossier_id for line in found.lines]


def counts(desk: Desk) -> dict[str, int]:
    told = count_queue(SLUGS, by=ANA, table=desk.table)
    return {bucket: number for bucket, number in told.items() if number}


def test_each_reason_has_its_list_and_its_counter(desk: Desk) -> None:
    read, held, late, refused, nameless = (desk.send() for _ in range(5))
    desk.piece(read, PieceState.READABLE)
    desk.piece(held, PieceState.HELD)
    flag = delay_flag(Milestone.REQUEST_VALIDATED, "proposal")
    desk.happen(late, EventKind.DELAY_PASSED, flags=(flag,))
    desk.ask(refused, RequestState.REFUSED)
    desk.ask(nameless, RequestState.OPEN)
    assert ids(desk, Reason.TO_REVIEW) == [read]
    assert ids(desk, Reason.HELD_PIECE) == [held]
    assert ids(desk, Reason.LATE) == [late]
    assert ids(desk, Reason.MISSING_REFERENCE) == [nameless]
    assert counts(desk) == {
        "us": 3,
        "others": 2,
        Reason.TO_REVIEW: 1,
        Reason.HELD_PIECE: 1,
        Reason.LATE: 1,
        Reason.MISSING_REFERENCE: 1,
    }


def test_an_unknown_code_is_not_a_delay(desk: Desk) -> None:
    dossier_id = desk.send()
    desk.happen(dossier_id, EventKind.UNKNOWN_CODE_FLAGGED, flags=("unknown_code",))
    assert ids(desk, Reason.FLAGGED) == [dossier_id]
    assert ids(desk, Reason.LATE) == []


def test_a_reason_that_ends_takes_the_dossier_off_its_list(desk: Desk) -> None:
    dossier_id = desk.send()
    desk.piece(dossier_id, PieceState.HELD)
    desk.piece(dossier_id, PieceState.REJECTED)
    assert ids(desk, Reason.HELD_PIECE) == []
    assert ids(desk, "others") == [dossier_id]
    desk.happen(dossier_id, EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED)
    assert counts(desk) == {}
    assert [sk for sk in desk.load(dossier_id).rows if sk.startswith("WAITS#")] == []


def test_a_wait_for_us_goes_on_when_another_begins_or_the_status_changes(desk: Desk) -> None:
    first, second = desk.send(), desk.send()
    desk.piece(first, PieceState.HELD)
    begun = desk.now
    desk.later(days=1)
    desk.piece(second, PieceState.HELD)
    desk.later(days=4)
    desk.piece(first, PieceState.READABLE, slot="photo_compteur")
    desk.happen(first, EventKind.REQUEST_FILED, status=Status.WITH_OPERATOR)
    found = list_queue(by=ANA, now=desk.now, table=desk.table).lines
    assert [line.dossier_id for line in found] == [first, second]
    assert found[0].since == begun


def test_pieces_wait_for_a_look_since_they_were_accepted_and_the_dossier_sent(desk: Desk) -> None:
    dossier_id = desk.send()
    sent = desk.now
    desk.later(days=2)
    desk.piece(dossier_id, PieceState.READABLE)
    accepted = desk.now
    desk.later(days=2)
    desk.piece(dossier_id, PieceState.READABLE, slot="photo_compteur")
    (line,) = list_queue(Reason.TO_REVIEW, by=ANA, now=desk.now, table=desk.table).lines
    assert sent < line.since == accepted


def test_two_lanes_are_one_list_page_after_page(desk: Desk) -> None:
    made = [desk.send() for _ in range(7)]
    for number, dossier_id in enumerate(made):
        desk.later(hours=1)
        desk.piece(dossier_id, PieceState.HELD if number % 3 else PieceState.READABLE)
    seen: list[str] = []
    start, pages = None, 0
    while True:
        found = list_queue(by=ANA, now=desk.now, start=start, most=2, table=desk.table)
        seen += [line.dossier_id for line in found.lines]
        start, pages = found.next, pages + 1
        if start is None:
            break
    assert seen == made
    assert pages == 4


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (QueueFilter(operator="greenalp"), [1]),
        (QueueFilter(status=Status.WITH_OPERATOR), [2]),
        (QueueFilter(space=Space.LARGE), [3]),
        (QueueFilter(taken="moi"), [0]),
        (QueueFilter(taken=NOBODY), [1, 2, 3]),
        (QueueFilter(taken="usr_ana"), [0]),
        (QueueFilter(older_days=3), [0, 1]),
    ],
)
@pytest.mark.parametrize("bucket", ["us", Reason.HELD_PIECE])
def test_a_filter_keeps_what_it_says(
    desk: Desk, wanted: QueueFilter, kept: list[int], bucket: str
) -> None:
    made = [
        desk.send(),
        desk.send(operator="greenalp"),
        desk.send(status=Status.WITH_OPERATOR),
        desk.send(space=Space.LARGE),
    ]
    for number, dossier_id in enumerate(made):
        desk.piece(dossier_id, PieceState.HELD)
        desk.later(days=3 if number == 1 else 0, minutes=1)
    take_case(made[0], by=ANA, name="Ana", table=desk.table, now=desk.now)
    assert ids(desk, bucket, wanted) == [made[number] for number in kept]


def test_a_filter_goes_on_where_its_bounded_read_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.dossiers.list_queue.READ_AT_MOST", 2)
    for _ in range(3):
        desk.piece(desk.send(), PieceState.HELD)
        desk.later(minutes=1)
    last = desk.send(operator="greenalp")
    desk.piece(last, PieceState.HELD)
    wanted = QueueFilter(operator="greenalp")
    first = list_queue("us", wanted, by=ANA, now=desk.now, table=desk.table)
    assert (first.lines, first.rows_read) == ((), 2)
    assert ids(desk, "us", wanted, start=first.next) == [last]


def test_a_wrong_filter_is_told_at_its_field_and_left_out() -> None:
    wanted, problems = read_queue_filter({"statut": "brouillon", "attente": "2", "espace": "gar"})
    assert wanted == QueueFilter(space=Space.SMALL)
    assert [one.field for one in problems] == ["statut", "attente"]


@pytest.mark.parametrize("start", ["x", "0.0.0", "abc.0", "%%.0"])
def test_a_cursor_of_another_list_is_refused(desk: Desk, start: str) -> None:
    with pytest.raises(InvalidCursor):
        list_queue(by=ANA, now=desk.now, start=start, table=desk.table)


def test_only_agents_have_a_queue(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        list_queue(by=INSTALLER, now=desk.now, table=desk.table)
    with pytest.raises(NotAllowed):
        count_queue(SLUGS, by=INSTALLER, table=desk.table)


class Counting(Table):
    """A table that counts its calls."""

    def __init__(self, table: Table) -> None:
        super().__init__(table.name, table._client)
        self.calls: Counter[str] = Counter()

    def _call(self, method: str, **request: Any) -> Any:
        assert method != "scan"
        self.calls[method] += 1
        return super()._call(method, **request)


def cost(desk: Desk) -> Counter[str]:
    counting = Counting(desk.table)
    for bucket in ("us", "others", OWN, Reason.HELD_PIECE, Reason.TO_REVIEW):
        list_queue(bucket, by=ANA, now=desk.now, table=counting)
    count_queue(SLUGS, by=ANA, table=counting)
    return counting.calls


def test_a_page_costs_the_same_calls_beside_one_dossier_and_beside_many(desk: Desk) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            dossier_id = desk.send()
            desk.piece(dossier_id, PieceState.HELD)
            take_case(dossier_id, by=ANA, name="Ana", table=desk.table, now=desk.now)

    fill(1)
    few = cost(desk)
    fill(40)
    assert cost(desk) == few
    assert few["batch_get_item"] == 2
    assert few["query"] <= 6 + len(SLUGS)


def test_a_counter_stops_at_what_it_knows(desk: Desk) -> None:
    class Crowded(Table):
        def count(self, pk: str, *, index: Any, most: int) -> int:
            assert most == COUNTED + 1
            return most

    crowded = Crowded(desk.table.name, desk.table._client)
    assert set(count_queue(["us", "others"], by=ANA, table=crowded).values()) == {COUNTED + 1}


def test_the_page_shows_lists_counters_filters_and_who_is_at_it(
    desk: Desk, callers: Callers
) -> None:
    dossier_id = desk.send("Durand")
    desk.piece(dossier_id, PieceState.HELD)
    take_case(dossier_id, by=BEN, name="Ben Lopez", table=desk.table, now=desk.now)
    agent = callers.browser("agent")
    page = agent.get("/dossiers?file=retenues&suivi=usr_ben&attente=7").body
    assert "Durand" in page
    assert "Ben Lopez" in page
    assert "Pièce à examiner" in page
    assert "Il y a" in page
    assert 'href="/dossiers?file=retenues&amp;attente=7"' in page
    assert "Durand" not in agent.get("/dossiers?file=retenues&suivi=personne").body
    wrong = agent.get("/dossiers?statut=rien")
    assert wrong.status == 422
    assert "choisissez une des réponses proposées" in wrong.body


def test_more_than_ninety_nine_is_said_in_words(
    desk: Desk, callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Table, "count", lambda *_args, **_named: COUNTED + 1)
    page = callers.browser("agent").get("/dossiers").body
    assert "plus de 99" in page
    assert "99+" in page


def test_erasing_nothing_of_the_usual_way_a_dossier_without_rare_reason_has_no_row_more(
    desk: Desk,
) -> None:
    dossier_id = desk.send()
    desk.piece(dossier_id, PieceState.READABLE)
    rows = desk.load(dossier_id).rows
    assert not [sk for sk in rows if sk.startswith("WAITS#") or sk == "TAKEN"]
