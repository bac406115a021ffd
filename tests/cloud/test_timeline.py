"""The timeline on the deployed stack: followed by the stream, without it, and after its death.

Dossiers are sent by the use cases, with the stack's own table; everything after is the deployed
functions', each under its own role.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import boto3
import pytest

from chalicelib.audit.model import platform, verify_chain
from chalicelib.audit.relayed import read_aside
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.items import Update
from chalicelib.aws.machine import RunState, forget_machine, open_machine
from chalicelib.aws.session import client
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.retention.erase_person import prove_erasure
from chalicelib.retention.store import add_erasure
from chalicelib.rows.journal import JOURNAL
from chalicelib.settings import load_settings
from chalicelib.timeline import store
from local.stage import LocalStage
from tests.cloud.steps import wait_for
from tests.timeline.worlds import World

pytestmark = pytest.mark.cloud

WAITED_FOR = {"subscription_signed", "pieces_complete", "consuel_accepted"}
BY = platform("queue")


@pytest.fixture
def world(stage: LocalStage) -> World:
    forget_machine()
    return World(stage.table(), now=real_now())


def send(world: World) -> str:
    return world.send(uuid.uuid4().hex)


def waiting(world: World, dossier_id: str, generation: int) -> set[str]:
    dossier = load_dossier(dossier_id, seen_by=BY, table=world.table)
    tokens = store.tokens_in(dossier.rows)
    return {str(one.milestone) for one in tokens if one.generation == generation}


def is_running(dossier_id: str, generation: int) -> bool:
    found = open_machine(PROCESS.name).find(f"{dossier_id}-g{generation}")
    return found is not None and found.state is RunState.RUNNING


@contextmanager
def stream_off(stage: LocalStage) -> Iterator[None]:
    """Switch the relay's stream off for a while."""
    functions = boto3.client("lambda")
    name = stage.place.function_name("relay")
    (mapping,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    yield
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def age_events(world: World, dossier_id: str) -> None:
    """Make a dossier's events look recorded an hour ago, so that the replay takes them now."""
    long_ago = (real_now() - timedelta(hours=1)).isoformat()
    for event in list_whole_journal(world.table, dossier_id):
        place = f"E#{event.seq:08d}"
        world.table.write(Update(JOURNAL.pk(dossier_id), place, set={"wa": long_ago}))


def test_the_stream_starts_the_execution_of_a_sent_dossier(world: World) -> None:
    dossier_id = send(world)
    wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR)
    assert is_running(dossier_id, 1)


def test_a_milestone_wakes_the_deployed_step(world: World) -> None:
    dossier_id = send(world)
    wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR)
    world.move(dossier_id, reached=(Milestone.CONSUEL_ACCEPTED,))
    wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR - {"consuel_accepted"})


def test_a_dead_execution_is_carried_on_by_the_supervisor(world: World, stage: LocalStage) -> None:
    dossier_id = send(world)
    wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR)
    assert open_machine(PROCESS.name).stop(f"{dossier_id}-g1", "killed by a test")
    stage.invoke("supervise")
    wait_for(lambda: waiting(world, dossier_id, 2) == WAITED_FOR)
    assert is_running(dossier_id, 2)


def test_a_cancelled_dossier_stops_its_execution(world: World) -> None:
    dossier_id = send(world)
    wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR)
    world.move(dossier_id, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    wait_for(lambda: not is_running(dossier_id, 1))
    wait_for(lambda: not waiting(world, dossier_id, 1))


def test_with_the_stream_off_the_replay_alone_relays_everything(
    world: World, stage: LocalStage
) -> None:
    with stream_off(stage):
        dossier_id = send(world)
        age_events(world, dossier_id)
        assert not is_running(dossier_id, 1)
        stage.invoke("replay_unrelayed")
        wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR)
        rows = load_dossier(dossier_id, seen_by=BY, table=world.table).rows
        assert sum(sk.startswith("NOTICE#") for sk in rows) == 2
    journal = world.table.query_all(JOURNAL.pk(dossier_id), prefix="E#")
    assert not [row for row in journal if "wk" in row]


def test_a_poison_event_is_told_and_harms_no_other(world: World, stage: LocalStage) -> None:
    poison = {"pk": JOURNAL.pk(uuid.uuid4().hex), "sk": "E#00000001"}
    with stream_off(stage):
        world.table.put(poison | {"wk": "UNRELAYED#0", "wa": "2026-01-01T00:00:00+00:00"})
        dossier_id = send(world)
        age_events(world, dossier_id)
        stage.invoke("replay_unrelayed")
        assert read_aside(world.table).count >= 1
        wait_for(lambda: waiting(world, dossier_id, 1) == WAITED_FOR)
    world.table.update(Update(poison["pk"], poison["sk"], remove=("wk", "wa")))


def test_a_person_is_erased_by_the_deployed_job_and_the_journal_verifies(
    world: World, stage: LocalStage
) -> None:
    dossier_id = send(world)
    uploads = load_settings().uploads_bucket
    client("s3").put_object(Bucket=uploads, Key=f"in/{dossier_id}/facture/x.pdf", Body=b"%PDF-")
    world.move(dossier_id, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    add_erasure(world.table, dossier_id, "usr_agent", business_now())
    stage.invoke("purge")
    proof = prove_erasure(dossier_id, by=BY, table=world.table)
    assert (proof.files, proof.values, proof.named) == (0, 0, 0)
    journal = list_whole_journal(world.table, dossier_id)
    verify_chain(journal)
    assert journal[-1].kind == EventKind.PERSON_ERASED
