"""Nothing of the library stays pending: checked again, then held; what never came is forgotten."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases.files.keys import list_arrivals
from chalicelib.cases.files.model import FileState
from chalicelib.cases.files.sweep_pending import sweep_pending
from chalicelib.partner_library.change_item import change_document
from chalicelib.partner_library.check_again import check_version_again
from chalicelib.partner_library.slots import SLOTS
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.limits import HELD_AFTER_TRIES
from chalicelib.verdicts.verdict import ReasonCode
from tests.documents.worlds import UPLOADS
from tests.partner_library.worlds import AGENT, World


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


def test_a_lost_event_is_made_up_for(world: World) -> None:
    item_id = world.add().item_id
    document_id, _ = world.deposit(item_id)
    assert sweep(world, 9) == ({}, [])
    done, sent = sweep(world, 11)
    assert done == {"checked_again": 1}
    world.check(*(arrival for message in sent for arrival in list_arrivals(message)))
    assert world.version(item_id, document_id).state is FileState.ACCEPTED
    assert sweep(world, 60) == ({}, [])


def test_after_its_last_try_a_version_is_held_and_may_be_checked_again(world: World) -> None:
    item_id = world.add().item_id
    document_id, _ = world.deposit(item_id)
    for _ in range(HELD_AFTER_TRIES):
        assert sweep(world, 11)[0] == {"checked_again": 1}
    assert sweep(world, 11)[0] == {"held": 1}
    version = world.version(item_id, document_id)
    assert (version.state, version.reasons) == (FileState.HELD, (ReasonCode.NOT_JUDGED,))
    assert sweep(world, 60) == ({}, [])
    check_version_again(item_id, document_id, by=AGENT, table=world.table)
    done, sent = sweep(world, 11)
    assert done == {"checked_again": 1}
    world.check(*(arrival for message in sent for arrival in list_arrivals(message)))
    assert world.version(item_id, document_id).state is FileState.ACCEPTED


def test_a_silent_scanner_ends_in_held_with_its_own_reason(world: World) -> None:
    world.scanner = "guardduty"
    item_id = world.add().item_id
    document_id, arrival = world.deposit(item_id)
    for _ in range(HELD_AFTER_TRIES + 1):
        world.check(arrival)
        sweep(world, 11)
    assert world.version(item_id, document_id).reasons == (ReasonCode.SCANNER_SILENT,)


def test_what_never_came_is_forgotten_once_its_form_has_expired_unless_it_comes_after_all(
    world: World,
) -> None:
    item_id = world.add().item_id
    ticket = world.ticket(item_id)
    assert sweep(world, 12)[0] == {"still_expected": 1}
    assert sweep(world, 26)[0] == {"forgotten": 1}
    assert world.version(item_id, ticket.document_id).state is FileState.SUPERSEDED
    assert sweep(world, 60) == ({}, [])
    world.check(world.put(ticket.post.fields["key"], b"good file"))
    assert world.version(item_id, ticket.document_id).state is FileState.ACCEPTED


def test_one_version_in_trouble_keeps_no_other_from_its_turn(world: World) -> None:
    item_id = world.add().item_id
    world.deposit(item_id, b"good one")
    world.deposit(item_id, b"good two")
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


def test_an_object_that_goes_before_its_check_is_forgotten_in_the_end(world: World) -> None:
    item_id = world.add().item_id
    document_id, arrival = world.deposit(item_id)
    client("s3").delete_object(Bucket=UPLOADS, Key=arrival.key, VersionId=arrival.version_id)
    assert sweep(world, 26)[0] == {"forgotten": 1}
    assert world.version(item_id, document_id).state is FileState.SUPERSEDED


class JudgedMeanwhile(Table):
    """A table in which a version gets its verdict right after its document was read."""

    world: World
    arrival: Arrival | None = None

    def query_all(self, pk: str, **named: Any) -> tuple[Item, ...]:
        rows = super().query_all(pk, **named)
        arrival, self.arrival = self.arrival, None
        if arrival:
            self.world.check(arrival)
        return rows


def test_a_version_judged_while_it_is_forgotten_keeps_its_verdict(world: World) -> None:
    item_id = world.add().item_id
    document_id, arrival = world.deposit(item_id)
    table = JudgedMeanwhile(world.table.name, world.table._client)
    table.world, table.arrival = world, arrival
    change_document(
        item_id, lambda case, now: SLOTS.forget(case, document_id, now), by=AGENT, table=table
    )
    assert world.version(item_id, document_id).state is FileState.ACCEPTED
