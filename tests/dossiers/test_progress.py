"""Where a dossier stands: what is done, what is awaited, of whom, since and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.model import Reached
from chalicelib.dossiers.answers import TimelineAnswer
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import (
    Dossier,
    Head,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.overview import show_turns, show_until, tell_suspension
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.progress import LABELS, State, follow_progress
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.until import Until
from chalicelib.dossiers.view_dossier import view_progress
from chalicelib.dossiers.waits import Asker, Suspended, Wait

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
M = Milestone
WAY = (M.SUBMITTED, M.SUBSCRIPTION_SIGNED, M.PIECES_COMPLETE, M.REQUEST_FILED,
       M.REQUEST_QUALIFIED, M.REQUEST_VALIDATED, M.CONSUEL_ACCEPTED, M.COMMISSIONING_ORDERED,
       M.COMMISSIONED)  # fmt: skip


def dossier(*reached: Milestone, status: Status = Status.NEW, **more: Any) -> Dossier:
    milestones = {name: Reached(AT + place * DAY, place) for place, name in enumerate(reached, 1)}
    head = Head("dos_1", "frm_1", "usr_1", AT, AT + 30 * DAY, status=status, milestones=milestones)
    head = replace(head, **more.pop("head", {}))
    return Dossier(head, **more)


def piece(slot: str, state: PieceState) -> Piece:
    return Piece(f"doc_{slot}", slot, state, AT + 5 * DAY, "usr_1", decided_at=AT + 6 * DAY)


def awaited(given: Dossier) -> dict[Milestone, Party]:
    return {stage.milestone: stage.party for stage in follow_progress(given).now}


def test_a_draft_waits_for_its_installer_since_it_was_created() -> None:
    progress = follow_progress(dossier(status=Status.DRAFT))
    assert [(one.milestone, one.party, one.since) for one in progress.now] == [
        (M.SUBMITTED, Party.INSTALLER, AT)
    ]


def test_tracks_run_in_parallel_once_the_dossier_is_sent() -> None:
    assert awaited(dossier(M.SUBMITTED)) == {
        M.SUBSCRIPTION_SIGNED: Party.CLIENT,
        M.PIECES_COMPLETE: Party.INSTALLER,
        M.CONSUEL_ACCEPTED: Party.CONSUEL,
    }


def test_filing_is_awaited_of_us_only_when_signed_and_complete() -> None:
    assert M.REQUEST_FILED not in awaited(dossier(M.SUBMITTED, M.SUBSCRIPTION_SIGNED))
    both = awaited(dossier(M.SUBMITTED, M.SUBSCRIPTION_SIGNED, M.PIECES_COMPLETE))
    assert both[M.REQUEST_FILED] is Party.US


def test_a_stage_is_awaited_since_the_last_one_before_it() -> None:
    now = follow_progress(dossier(M.SUBMITTED, M.PIECES_COMPLETE, M.SUBSCRIPTION_SIGNED)).now
    filed = next(stage for stage in now if stage.milestone is M.REQUEST_FILED)
    assert filed.since == AT + 3 * DAY


@pytest.mark.parametrize(
    ("state", "party"),
    [
        (PieceState.PENDING, Party.US),
        (PieceState.HELD, Party.US),
        (PieceState.REJECTED, Party.INSTALLER),
        (PieceState.EXPECTED, Party.INSTALLER),
        (PieceState.ACCEPTED, Party.INSTALLER),
    ],
)
def test_pieces_in_check_are_our_turn_and_refused_ones_the_installers(
    state: PieceState, party: Party
) -> None:
    given = dossier(M.SUBMITTED, pieces=(piece("facture", state),))
    assert awaited(given)[M.PIECES_COMPLETE] is party


@pytest.mark.parametrize(
    ("state", "party"),
    [(PieceState.PENDING, Party.US), (PieceState.REJECTED, Party.INSTALLER)],
)
def test_a_consuel_that_was_handed_in_is_no_longer_the_consuels_turn(
    state: PieceState, party: Party
) -> None:
    given = dossier(M.SUBMITTED, pieces=(piece("consuel", state),))
    assert awaited(given)[M.CONSUEL_ACCEPTED] is party


def test_a_piece_asked_for_after_filing_is_awaited_again_since_it_was_asked() -> None:
    given = dossier(
        *WAY[:4],
        status=Status.AWAITING_PIECE,
        pieces=(piece("mairie", PieceState.REJECTED),),
    )
    stages = {stage.milestone: stage for stage in follow_progress(given).now}
    assert stages[M.PIECES_COMPLETE].party is Party.INSTALLER
    assert stages[M.PIECES_COMPLETE].since == AT + 6 * DAY
    assert M.REQUEST_QUALIFIED in stages


def test_a_client_who_cannot_be_reached_is_the_installers_turn() -> None:
    given = dossier(M.SUBMITTED, head={"client_unreachable": True})
    assert awaited(given)[M.SUBSCRIPTION_SIGNED] is Party.INSTALLER


def test_an_operator_that_awaits_a_piece_waits_for_the_installer() -> None:
    request = OperatorRequest(1, "enedis", RequestState.OPEN, AT, None, awaited_piece="mairie")
    given = dossier(*WAY[:4], requests=(request,))
    assert awaited(given)[M.REQUEST_QUALIFIED] is Party.INSTALLER


def test_a_qualification_that_was_never_told_is_done_with_the_validation() -> None:
    given = dossier(*WAY[:4], M.REQUEST_VALIDATED)
    states = {one.milestone: one.state for one in follow_progress(given).stages}
    assert states[M.REQUEST_QUALIFIED] is State.DONE


def due(awaits: Milestone, starts: Milestone, seq: int, **more: Any) -> dict[str, Any]:
    row = {"awaits": awaits, "starts": starts, "seq": seq, "grade": "law", "legal_ref": "L342-8"}
    return row | {"dates": ["2026-06-02T22:00:00+00:00"]} | more


def until_of(rows: dict[str, dict[str, Any]]) -> datetime | None:
    given = dossier(*WAY[:5], status=Status.WITH_OPERATOR, rows=rows)
    stage = next(one for one in follow_progress(given).now if one.milestone is M.REQUEST_VALIDATED)
    return stage.until.at if stage.until else None


def test_until_is_the_legal_date_of_the_plan_and_none_where_no_text_gives_one() -> None:
    row = due(M.REQUEST_VALIDATED, M.REQUEST_QUALIFIED, 5)
    assert until_of({"DUE#proposal#00000005": row}) == datetime(2026, 6, 2, 22, tzinfo=UTC)
    assert until_of({}) is None


def test_a_date_of_a_former_start_or_of_a_house_reminder_is_no_limit() -> None:
    former = due(M.REQUEST_VALIDATED, M.REQUEST_QUALIFIED, 3)
    house = due(M.REQUEST_VALIDATED, M.REQUEST_QUALIFIED, 5, grade="house")
    assert until_of({"DUE#a": former, "DUE#b": house}) is None


def test_a_planned_visit_is_the_date_of_the_commissioning() -> None:
    request = OperatorRequest(
        1, "enedis", RequestState.ORDERED, AT, None, planned_on=date(2026, 5, 4)
    )
    given = dossier(*WAY[:8], status=Status.COMMISSIONING_ORDERED, requests=(request,))
    (stage,) = follow_progress(given).now
    assert stage.until is not None
    assert stage.until.at.date() == date(2026, 5, 4)


def test_a_cancelled_dossier_waits_for_nobody() -> None:
    given = dossier(M.SUBMITTED, status=Status.CANCELLED, head={"closed_at": AT + 9 * DAY})
    progress = follow_progress(given)
    assert progress.now == ()
    assert progress.stopped_at == AT + 9 * DAY


def test_a_commissioned_dossier_is_done_from_end_to_end() -> None:
    progress = follow_progress(dossier(*WAY, status=Status.CLOSED))
    assert progress.done == len(LABELS)
    assert progress.now == ()
    assert progress.next is None


@given(st.sets(st.sampled_from(WAY)), st.sampled_from([Status.NEW, Status.AWAITING_PIECE]))
def test_an_awaited_stage_always_says_who_what_and_since_when(
    reached: set[Milestone], status: Status
) -> None:
    for stage in follow_progress(dossier(*sorted(reached), status=status)).stages:
        if stage.state is State.NOW:
            assert stage.task
            assert stage.since is not None
        if stage.state is State.DONE:
            assert stage.at is not None


def waiting(*waits: Wait, reached: tuple[Milestone, ...] = WAY[:5], **more: Any) -> Dossier:
    asked = piece("mairie", PieceState.EXPECTED)
    return dossier(
        *reached,
        status=Status.AWAITING_PIECE,
        head={"waits": waits, "came_from": Status.WITH_OPERATOR},
        pieces=more.pop("pieces", (asked,)),
        **more,
    )


def test_while_a_piece_is_awaited_the_clock_stands_still_and_says_how_long() -> None:
    former = Wait(AT, 3, Asker.US, AT + 2 * DAY)
    given = waiting(former, Wait(AT + 10 * DAY, 7, Asker.US))
    progress = follow_progress(given, AT + 14 * DAY)
    assert progress.waits_for is M.PIECES_COMPLETE
    stage = next(one for one in progress.now if one.milestone is M.PIECES_COMPLETE)
    assert (stage.party, stage.since) == (Party.INSTALLER, AT + 10 * DAY)
    assert progress.suspended == Suspended(AT + 10 * DAY, Asker.US, 4, 6)
    assert progress.days_waited == 6


def test_a_dossier_that_waits_no_more_remembers_for_how_long_it_did() -> None:
    given = dossier(*WAY[:4], head={"waits": (Wait(AT, 3, Asker.US, AT + 2 * DAY),)})
    progress = follow_progress(given, AT + 30 * DAY)
    assert (progress.suspended, progress.waits_for, progress.days_waited) == (None, None, 2)


def test_what_is_ours_to_do_is_not_our_turn_while_a_piece_is_awaited() -> None:
    reached = (*WAY[:7],)
    wait = Wait(AT + 10 * DAY, 7)
    assert M.COMMISSIONING_ORDERED in awaited(dossier(*reached))
    assert M.COMMISSIONING_ORDERED not in awaited(waiting(wait, reached=reached))


def test_a_refused_consuel_alone_is_awaited_once_at_its_own_stage() -> None:
    refused = piece("consuel", PieceState.REJECTED)
    wait = Wait(AT + 10 * DAY, 7)
    progress = follow_progress(waiting(wait, pieces=(refused,)), AT + 12 * DAY)
    turns = [(one.milestone, one.party) for one in progress.now if one.party is Party.INSTALLER]
    assert turns == [(M.CONSUEL_ACCEPTED, Party.INSTALLER)]
    assert progress.waits_for is M.CONSUEL_ACCEPTED


LEGAL = datetime(2026, 6, 2, 22, tzinfo=UTC)


def proposal(waits: tuple[Wait, ...], now: datetime, **row: Any) -> Until | None:
    planned = due(M.REQUEST_VALIDATED, M.REQUEST_QUALIFIED, 5, since=AT.isoformat())
    given = waiting(*waits, rows={"DUE#proposal#00000005": planned | row})
    stages = follow_progress(given, now).now
    return next(one for one in stages if one.milestone is M.REQUEST_VALIDATED).until


def test_an_operators_delay_waits_with_the_piece_that_it_asked_for() -> None:
    wait = Wait(AT + 10 * DAY, 7, Asker.OPERATOR)
    found = proposal((wait,), AT + 14 * DAY, suspended_by="operator_asks")
    assert found == Until(LEGAL + 4 * DAY, date(2026, 6, 6), "L342-8", 4)


def test_a_legal_delay_that_no_text_suspends_is_not_moved() -> None:
    ours = Wait(AT + 10 * DAY, 7, Asker.US)
    theirs = Wait(AT + 10 * DAY, 7, Asker.OPERATOR)
    unmoved = Until(LEGAL, date(2026, 6, 2), "L342-8")
    assert proposal((ours,), AT + 14 * DAY, suspended_by="operator_asks") == unmoved
    assert proposal((theirs,), AT + 14 * DAY) == unmoved


def test_a_page_tells_the_last_day_of_a_delay_and_not_the_one_after() -> None:
    planned = due(M.REQUEST_VALIDATED, M.REQUEST_QUALIFIED, 5, since=AT.isoformat())
    given = waiting(rows={"DUE#proposal#00000005": planned})
    told = [show_until(one) for one in follow_progress(given, AT + 14 * DAY).now if one.until]
    assert told == ["2 juin 2026 (L342-8)"]


def test_the_page_says_whose_turn_it_is_and_what_stands_still() -> None:
    given = waiting(Wait(AT + 10 * DAY, 7, Asker.OPERATOR))
    turns = show_turns(follow_progress(given, AT + 14 * DAY), "enedis", Party.INSTALLER)
    assert turns[0]["title"] == "C’est à vous"
    assert turns[0]["since"] == "12 mars 2026"
    text = str(turns[0]["text"])
    assert "Déposer les pièces demandées ou refusées." in text
    assert "délai du gestionnaire de réseau est suspendu depuis le 12 mars 2026 (4 jours)." in text


def test_the_page_says_by_how_many_days_a_limit_was_moved() -> None:
    row = due(M.REQUEST_VALIDATED, M.REQUEST_QUALIFIED, 5, since=AT.isoformat())
    wait = Wait(AT + 10 * DAY, 7, Asker.OPERATOR, AT + 14 * DAY)
    given = dossier(
        *WAY[:5],
        status=Status.WITH_OPERATOR,
        head={"waits": (wait,)},
        rows={"DUE#proposal#00000005": row | {"suspended_by": "operator_asks"}},
    )
    turns = show_turns(follow_progress(given, AT + 20 * DAY), "enedis", Party.US)
    untils = [str(turn["until"]) for turn in turns]
    assert any("reporté de 4 jours d’attente de pièce" in until for until in untils)


def test_the_reminders_of_a_wait_are_no_limit_of_any_stage() -> None:
    reminder = {"grade": "house", "seq": 7, "dates": ["2026-03-15T09:30:00+00:00"]}
    given = waiting(Wait(AT + 10 * DAY, 7), rows={"DUE#piece_reminder_1#00000007": reminder})
    assert all(stage.until is None for stage in follow_progress(given, AT + 12 * DAY).now)


def test_the_api_tells_what_stands_still_in_its_described_shape() -> None:
    theirs = Wait(AT + 10 * DAY, 7, Asker.OPERATOR)
    given = waiting(Wait(AT, 3, Asker.US, AT + 2 * DAY), theirs)
    told = view_progress(follow_progress(given, AT + 14 * DAY))
    TimelineAnswer.model_validate(told)
    assert told["suspended"] == {
        "since": AT + 10 * DAY,
        "asked_by": "operator",
        "days": 4,
        "days_in_all": 6,
    }
    runs = view_progress(follow_progress(dossier(*WAY[:3])))
    TimelineAnswer.model_validate(runs)
    assert (runs["suspended"], runs["days_waited"]) == (None, 0)


def test_on_the_first_day_nobody_counts_to_zero() -> None:
    progress = follow_progress(waiting(Wait(AT + 10 * DAY, 7)), AT + 10 * DAY)
    assert progress.suspended is not None
    told = tell_suspension(progress.suspended)
    assert told.endswith("est suspendu depuis le 12 mars 2026.")
