"""Nothing stays pending: checked again, then held; what never came is forgotten."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.trouble import TransientError
from chalicelib.cases.files.keys import list_arrivals
from chalicelib.cases.files.model import MOST_RECHECKS
from chalicelib.cases.files.recheck_unscanned import recheck_unscanned
from chalicelib.cases.files.rows import WAITS_FOR_SCANNER
from chalicelib.cases.files.sweep_pending import sweep_pending
from chalicelib.documents.decide_piece import check_piece_again
from chalicelib.dossiers.model import PieceState
from chalicelib.rows.listings import UNSCANNED
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.limits import HELD_AFTER_TRIES
from chalicelib.verdicts.scanner_state import note_answer, note_silence
from chalicelib.verdicts.verdict import ReasonCode
from tests.documents.worlds import AGENT, UPLOADS, World


def sweep(world: World, minutes: int) -> tuple[Any, list[Any]]:
    sent: list[Any] = []

    def send(messages: Sequence[Mapping[str, object]]) -> None:
        sent.extend(json.loads(json.dumps(dict(one))) for one in messages)

    done = sweep_pending(
        table=world.table,
        uploads_bucket=UPLOADS,
        send=send,
        real=real_now() + timedelta(minutes=minutes),
    )
    return dict(done), sent


def test_a_file_pending_for_less_than_ten_minutes_is_left_alone(world: World) -> None:
    world.deposit()
    assert sweep(world, 9) == ({}, [])


def test_a_lost_event_is_made_up_for(world: World) -> None:
    document_id, _ = world.deposit()
    done, sent = sweep(world, 11)
    assert done == {"checked_again": 1}
    world.check(*(arrival for message in sent for arrival in list_arrivals(message)))
    assert world.piece(document_id).state is PieceState.ACCEPTED
    assert sweep(world, 60) == ({}, [])


def test_after_its_last_try_a_file_is_held_and_an_agent_sees_it(world: World) -> None:
    for slot in ("facture", "photo_installation"):
        world.accept(slot)
    document_id, _ = world.deposit(slot="mairie")
    world.send()
    for _ in range(HELD_AFTER_TRIES):
        assert sweep(world, 11)[0] == {"checked_again": 1}
    assert sweep(world, 11)[0] == {"held": 1}
    piece = world.piece(document_id)
    assert piece.state is PieceState.HELD
    assert piece.reasons == (ReasonCode.NOT_JUDGED,)
    assert "held_piece" in world.dossier().rows["AGENTS"]["reasons"]
    check_piece_again(world.dossier_id, document_id, by=AGENT, table=world.table)
    _, sent = sweep(world, 11)
    world.check(*(arrival for message in sent for arrival in list_arrivals(message)))
    assert world.piece(document_id).state is PieceState.ACCEPTED


def test_a_silent_scanner_ends_in_held_with_its_own_reason(world: World) -> None:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    world.check(arrival)
    assert world.piece(document_id).waiting_for == WAITS_FOR_SCANNER
    for _ in range(HELD_AFTER_TRIES + 1):
        sweep(world, 11)
    assert world.piece(document_id).reasons == (ReasonCode.SCANNER_SILENT,)


def recheck(world: World) -> int:
    """Bring back what was held for the scanner, and check what is announced."""
    sent: list[Any] = []
    done = recheck_unscanned(
        table=world.table,
        uploads_bucket=UPLOADS,
        send=sent.extend,
        scanner=world.scanner,
        real=real_now(),
    )
    world.check(*(arrival for message in sent for arrival in list_arrivals(message)))
    return done["brought_back"]


def hold_for_scanner(world: World) -> tuple[str, Arrival]:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    world.check(arrival)
    for _ in range(HELD_AFTER_TRIES + 1):
        sweep(world, 11)
    assert world.piece(document_id).state is PieceState.HELD
    return document_id, arrival


def test_what_was_held_for_the_scanner_comes_back_by_itself_when_it_answers(world: World) -> None:
    document_id, arrival = hold_for_scanner(world)
    assert recheck(world) == 0
    note_silence(world.table, "guardduty", real_now())
    assert recheck(world) == 0
    world.tag(arrival, "NO_THREATS_FOUND")
    note_answer(world.table, "guardduty", real_now())
    assert recheck(world) == 1
    assert world.piece(document_id).state is PieceState.ACCEPTED
    assert recheck(world) == 0


def test_a_file_that_cannot_be_brought_back_keeps_no_other_from_it(world: World) -> None:
    document_id, arrival = hold_for_scanner(world)
    world.table.put(
        {"pk": "C#dos_0", "sk": "PIECE#facture#doc_0", "document_id": "doc_0"}
        | {"upload_key": "in/dos_0/facture/doc_0.pdf", **UNSCANNED.entry(at="2020-01-01")}
    )
    world.tag(arrival, "NO_THREATS_FOUND")
    note_answer(world.table, "guardduty", real_now())
    with pytest.raises(ExceptionGroup):
        recheck(world)
    assert world.piece(document_id).state is PieceState.PENDING


def test_a_file_on_which_the_scanner_stays_silent_waits_for_a_person_in_the_end(
    world: World,
) -> None:
    document_id, _ = hold_for_scanner(world)
    note_answer(world.table, "guardduty", real_now())
    for _ in range(MOST_RECHECKS):
        assert recheck(world) == 1
        for _ in range(HELD_AFTER_TRIES + 1):
            sweep(world, 11)
        assert world.piece(document_id).state is PieceState.HELD
    assert recheck(world) == 0


def test_a_file_that_no_check_ever_finished_is_held_for_that_though_a_scanner_is_there(
    world: World,
) -> None:
    world.scanner = "guardduty"
    document_id, _ = world.deposit()
    for _ in range(HELD_AFTER_TRIES + 1):
        sweep(world, 11)
    assert world.piece(document_id).reasons == (ReasonCode.NOT_JUDGED,)


def test_what_arrives_after_it_was_forgotten_is_taken_back(world: World) -> None:
    ticket = world.ticket()
    assert sweep(world, 26)[0] == {"forgotten": 1}
    world.check(world.put(world.key(ticket), b"good after all"))
    assert world.piece(ticket.document_id).state is PieceState.ACCEPTED
    assert world.objects(UPLOADS) == []


def test_what_arrives_after_it_was_forgotten_and_the_dossier_sent_changes_nothing(
    world: World,
) -> None:
    ticket = world.ticket()
    sweep(world, 26)
    world.accept("facture")
    world.send()
    before = world.dossier()
    world.check(world.put(world.key(ticket), b"good after all"))
    assert world.dossier() == before
    assert world.objects(UPLOADS) == []


def test_a_ticket_that_was_never_used_is_forgotten_once_its_form_has_expired(
    world: World,
) -> None:
    ticket = world.ticket()
    assert sweep(world, 12)[0] == {"still_expected": 1}
    assert world.piece(ticket.document_id).state is PieceState.PENDING
    assert sweep(world, 26)[0] == {"forgotten": 1}
    assert world.piece(ticket.document_id).state is PieceState.SUPERSEDED
    assert sweep(world, 60) == ({}, [])


def test_one_file_in_trouble_keeps_no_other_from_its_turn(world: World) -> None:
    world.deposit()
    world.deposit(slot="photo_compteur")
    sent: list[Any] = []

    def send(messages: Sequence[Mapping[str, object]]) -> None:
        sent.extend(messages)
        if len(sent) == 1:
            raise TransientError("sqs", "Throttling")

    with pytest.raises(ExceptionGroup):
        sweep_pending(
            table=world.table,
            uploads_bucket=UPLOADS,
            send=send,
            real=real_now() + timedelta(minutes=11),
        )
    assert len(sent) == 2
