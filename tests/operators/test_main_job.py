"""A dossier's request from filing to commissioning, against the sandbox over HTTP."""

from datetime import timedelta

import pytest

from chalicelib.audit.model import platform, verify_chain
from chalicelib.dossiers.attention import Reason, list_reasons
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import PieceState, RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.health import read_connector
from chalicelib.operators.order_commissioning import order_commissioning
from chalicelib.operators.prepare_request import prepare_request, release_request
from chalicelib.operators.refusals import CommissioningNotReady, FilingNotReady
from chalicelib.settings import OperatorSetting
from tests.operators.worlds import AGENT, World


def order(world: World, dossier_id: str) -> None:
    order_commissioning(dossier_id, by=platform("machine"), table=world.table, now=world.now)


def follow(world: World, dossier_id: str) -> None:
    """Let the days pass until the end, ordering the commissioning whenever it is the time."""
    for _ in range(15):
        world.work(days=13)
        dossier = world.load(dossier_id)
        if dossier.head.status is Status.CLOSED:
            return
        request = dossier.current_request()
        if request is not None and request.state is RequestState.VALIDATED:
            order(world, dossier_id)


def test_a_request_goes_from_filing_to_commissioning(world: World) -> None:
    dossier_id = world.file()
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    world.work(days=11)
    assert world.load(dossier_id).reached(Milestone.REQUEST_QUALIFIED) is not None
    world.work(days=30)
    assert world.status(dossier_id) is Status.COMMISSIONING_PENDING
    order(world, dossier_id)
    world.work(minutes=1)
    assert world.status(dossier_id) is Status.COMMISSIONING_ORDERED
    world.work(days=6)
    assert world.request(dossier_id).planned_on is not None
    world.work(days=20)
    closed = world.load(dossier_id)
    assert closed.head.status is Status.CLOSED
    assert closed.head.commissioned_on == world.request(dossier_id).planned_on
    assert world.request(dossier_id).state is RequestState.DONE
    assert verify_chain(world.journal(dossier_id)) == len(world.journal(dossier_id))


def test_what_is_told_all_at_once_passes_through_every_status(world: World) -> None:
    dossier_id = world.file()
    world.later(days=50)
    external_id = world.request(dossier_id).external_id
    world.sandbox.desk.order(external_id, {"order_key": "somebody else's"})
    world.later(days=40)
    world.poll()
    statuses = [event.status_after for event in world.journal(dossier_id)]
    passed = [Status.WITH_OPERATOR, Status.COMMISSIONING_PENDING, Status.COMMISSIONING_ORDERED]
    assert list(dict.fromkeys(statuses))[-4:] == [*passed, Status.CLOSED]


def test_polling_again_and_again_changes_and_writes_nothing(world: World) -> None:
    dossier_id = world.file()
    world.work(days=11)
    before = world.load(dossier_id).head.version
    for _ in range(5):
        world.work(hours=7)
    assert world.load(dossier_id).head.version == before


def test_an_awaited_piece_is_asked_for_then_sent_and_the_request_goes_on(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:incomplete]")
    world.work(days=4)
    waiting = world.load(dossier_id)
    assert waiting.head.status is Status.AWAITING_PIECE
    asked = [piece for piece in waiting.pieces if piece.state is PieceState.EXPECTED]
    assert [piece.slot for piece in asked] == ["mairie"]
    world.work(days=30)
    assert world.status(dossier_id) is Status.AWAITING_PIECE
    world.hand_in(dossier_id, "mairie")
    world.work(hours=7)
    assert world.request(dossier_id).awaited_piece == ""
    follow(world, dossier_id)
    assert world.status(dossier_id) is Status.CLOSED


@pytest.mark.parametrize("word", ["replan", "not_done"])
def test_a_visit_that_fails_is_ordered_again(world: World, word: str) -> None:
    dossier_id = world.file(comment=f"[sandbox:{word}]")
    generation = world.load(dossier_id).head.generation
    follow(world, dossier_id)
    assert world.status(dossier_id) is Status.CLOSED
    assert world.kinds(dossier_id).count(EventKind.COMMISSIONING_REPLANNED) == 1
    assert world.kinds(dossier_id).count(EventKind.COMMISSIONING_ORDERED) == 2
    assert world.load(dossier_id).head.generation == generation + 1


def test_a_visit_that_came_to_nothing_is_told_to_agents_until_it_is_ordered_again(
    world: World,
) -> None:
    dossier_id = world.file(comment="[sandbox:replan]")
    told: list[bool] = []
    for _ in range(15):
        world.work(days=13)
        dossier = world.load(dossier_id)
        reasons = list_reasons(dossier, OperatorSetting("http"), world.now.date())
        told.append(Reason.REPLANNED in reasons)
        request = dossier.current_request()
        if request is not None and request.state is RequestState.VALIDATED:
            order(world, dossier_id)
    assert told.count(True) == 1
    assert told[-1] is False


def test_a_lapsed_proposal_is_followed_by_another_request(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:lapse]")
    world.work(days=41)
    world.work(days=5)
    world.work(hours=7)
    assert EventKind.REQUEST_LAPSED in world.kinds(dossier_id)
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    first, second = world.load(dossier_id).requests
    assert (first.state, second.state) == (RequestState.LAPSED, RequestState.OPEN)
    assert first.external_id != second.external_id
    follow(world, dossier_id)
    assert world.status(dossier_id) is Status.CLOSED


@pytest.mark.parametrize("word", ["refuse", "refuse_late"])
def test_a_refused_request_waits_for_an_agent_before_it_is_filed_anew(
    world: World, word: str
) -> None:
    dossier_id = world.file(comment=f"[sandbox:{word}]")
    world.work(days=41)
    world.work(days=4)
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    first, second = world.load(dossier_id).requests
    assert (first.state, second.state) == (RequestState.REFUSED, RequestState.TO_FILE)
    reasons = list_reasons(world.load(dossier_id), OperatorSetting("http"), world.now.date())
    assert reasons == (Reason.REFUSED_REQUEST,)
    release_request(dossier_id, by=AGENT, table=world.table, now=world.now)
    follow(world, dossier_id)
    assert world.status(dossier_id) is Status.CLOSED


def test_an_unknown_code_is_kept_and_flagged_and_the_request_goes_on(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:unknown_code]")
    follow(world, dossier_id)
    _, flags, _ = read_connector(world.table, "enedis")
    assert [(flag.code, flag.dossier_id) for flag in flags] == [("ZZ99", dossier_id)]
    assert world.kinds(dossier_id).count(EventKind.UNKNOWN_CODE_FLAGGED) == 1
    assert "unknown_code" in world.load(dossier_id).head.flags
    assert world.status(dossier_id) is Status.CLOSED


def test_a_lost_reply_to_a_filing_makes_one_request(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:lost_reply]")
    assert world.request(dossier_id).state is RequestState.TO_FILE
    assert world.request(dossier_id).attempts == 1
    world.work(minutes=5)
    filed = world.request(dossier_id)
    assert (filed.state, filed.attempts) == (RequestState.OPEN, 0)
    assert filed.external_id.endswith("000001")


def test_preparing_twice_makes_one_request(world: World) -> None:
    dossier_id = world.file()
    prepare_request(dossier_id, by=platform("machine"), table=world.table, now=world.now)
    assert len(world.load(dossier_id).requests) == 1


def test_nothing_is_filed_or_ordered_too_early(world: World) -> None:
    dossier_id = world.send()
    world.forget(dossier_id, Milestone.SUBSCRIPTION_SIGNED)
    with pytest.raises(FilingNotReady):
        prepare_request(dossier_id, by=platform("machine"), table=world.table, now=world.now)
    filed = world.file()
    with pytest.raises(CommissioningNotReady):
        order(world, filed)


def test_commissioning_is_not_ordered_without_the_consuel(world: World) -> None:
    dossier_id = world.file()
    world.work(days=41)
    world.forget(dossier_id, Milestone.CONSUEL_ACCEPTED)
    with pytest.raises(CommissioningNotReady):
        order(world, dossier_id)


def test_a_cancelled_dossier_is_cancelled_with_its_operator(world: World) -> None:
    dossier_id = world.file()
    cancel_dossier(dossier_id, "Le client renonce", by=AGENT, table=world.table, now=world.now)
    world.work(days=1)
    request = world.request(dossier_id)
    assert request.state is RequestState.CANCELLED
    _, entry = world.sandbox.desk.show(request.external_id)
    assert isinstance(entry, dict)
    assert entry["milestones"][-1][2] == "ANNUL"
    world.work(days=60)
    assert world.status(dossier_id) is Status.CANCELLED


def test_a_request_cancelled_before_its_filing_was_recorded_is_cancelled_by_its_key(
    world: World,
) -> None:
    dossier_id = world.file(comment="[sandbox:lost_reply]")
    cancel_dossier(dossier_id, "Le client renonce", by=AGENT, table=world.table, now=world.now)
    world.work(days=1)
    assert world.request(dossier_id).state is RequestState.CANCELLED
    _, entry = world.sandbox.desk.show(f"{world.now:%y%m}P4E000001")
    assert isinstance(entry, dict)
    assert entry["milestones"][-1][2] == "ANNUL"


def test_the_commissioning_date_is_the_operators(world: World) -> None:
    dossier_id = world.file()
    world.work(days=41)
    order(world, dossier_id)
    world.work(minutes=1)
    ordered_on = world.now.date()
    world.work(days=40)
    assert world.load(dossier_id).head.commissioned_on == ordered_on + timedelta(days=25)
