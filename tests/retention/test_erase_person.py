"""A person's data can be erased and exported, and the journal still verifies."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.values import list_values
from chalicelib.aws.items import Delete, Operation
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.aws.versions import count_below, remove_below
from chalicelib.connection_data.model import DossierStillOpen, OperatorNotToldYet
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_dossiers import load_counters
from chalicelib.dossiers.list_for_client import put_client_row
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.paper_rows import Remark, RemarkKind, put_reading, put_remark
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.rows import put_reference
from chalicelib.readings.model import PaperReadings, Reading, Subject
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.retention import store
from chalicelib.retention.ask_erasure import ask_erasure
from chalicelib.retention.erase_person import Proof, erase_person, prove_erasure
from chalicelib.retention.export_person import export_person
from chalicelib.retention.purge import SCHEDULE, Purged, purge
from tests import tables
from tests.timeline.worlds import INSTALLER, NOW, World

AGENT = Actor("usr_7", "agent", "page")
NAME, EMAIL, CLIENT = "Delacroix-Fontanel", "camille@example.test", "usr_client_77"
UPLOADS, DOCUMENTS = (
    tables.ENVIRONMENT["UPLOADS_BUCKET"],
    tables.ENVIRONMENT["DOCUMENTS_BUCKET"],
)

PAPER = PaperReadings(
    "doc_1", "facture", True, 1, (Reading(Subject.HOLDER_NAME, NAME, NAME, 1, f"Titulaire {NAME}"),)
)
REMARK = Remark("f00", RemarkKind.EXPLAINED, "doc_1", "usr_1", "installer", NOW, f"{NAME} a raison")


@pytest.fixture
def world(table: Table) -> World:
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        bucket = tables.ENVIRONMENT[name]
        place: Any = {"LocationConstraint": "eu-west-3"}
        client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
        client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    return World(table)


def fill(world: World, dossier_id: str) -> None:
    """Give a dossier a person, files of two versions, a request and values in its journal."""
    piece = Piece("doc_1", "facture", PieceState.ACCEPTED, NOW, "usr_1", file_name=f"{NAME}.pdf")
    request = OperatorRequest(
        1,
        "enedis",
        RequestState.DONE,
        NOW,
        None,
        external_id="1234P4E567",
        former_ids=("0987P4E654",),
    )
    references = tuple(
        put_reference("enedis", one, dossier_id, 1)
        for one in (request.external_id, *request.former_ids)
    )

    def decide(dossier: Dossier, _now: Any) -> Change:
        head = replace(
            dossier.head, last_name=NAME, email=EMAIL, phone="+33612345678", client_id=CLIENT
        )
        return Change(
            EventKind.CLIENT_CORRECTED,
            head,
            form={"client": {"last_name": NAME, "email": EMAIL}},
            pieces=(piece,),
            requests=(request,),
            fields=("email", "last_name"),
            values={"email": EMAIL, "last_name": NAME},
            also=(
                *references,
                put_client_row(head),
                put_reading(dossier_id, PAPER),
                put_remark(dossier_id, REMARK),
            ),
        )

    change_dossier(dossier_id, decide, by=INSTALLER, table=world.table, now=world.now)
    for bucket, prefix in ((UPLOADS, "in"), (DOCUMENTS, "evidence"), (DOCUMENTS, "served")):
        for version in (b"1", b"2"):
            key = f"{prefix}/{dossier_id}/facture/doc_1.pdf"
            client("s3").put_object(Bucket=bucket, Key=key, Body=version)
    client("s3").delete_object(Bucket=UPLOADS, Key=f"in/{dossier_id}/facture/doc_1.pdf")
    drop = tables.ENVIRONMENT["DROP_BUCKET"]
    client("s3").put_object(Bucket=drop, Key=f"outbound/enedis/{dossier_id}-1.csv", Body=b"x")


@pytest.fixture
def over(world: World) -> str:
    """Give a dossier with a person, cancelled."""
    dossier_id = world.send()
    fill(world, dossier_id)
    world.follow_all(dossier_id)
    world.move(dossier_id, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    return dossier_id


def erase(world: World, dossier_id: str) -> Proof:
    return erase_person(dossier_id, by=SCHEDULE, why="usr_7", table=world.table, now=world.now)


def everything(world: World) -> str:
    """Read the whole table as text, as only a test may."""
    return str(client("dynamodb").scan(TableName=world.table.name)["Items"])


def test_nothing_of_the_person_is_left_but_the_journal(world: World, over: str) -> None:
    events = len(world.journal(over))
    assert NAME in everything(world)
    proof = erase(world, over)
    assert proof == Proof(files=0, rows=0, values=0, named=0, events=events + 1)
    assert proof.is_complete
    for personal in (NAME, EMAIL, "+33612345678", "1234P4E567", "0987P4E654", CLIENT):
        assert personal not in everything(world)


def test_the_journal_still_verifies_and_says_what_was_erased(world: World, over: str) -> None:
    erase(world, over)
    journal = world.journal(over)
    verify_chain(journal)
    assert journal[-1].kind == EventKind.PERSON_ERASED
    assert (journal[-1].details["files"], journal[-1].details["values"]) == (8, 1)
    assert journal[-1].details["why"] == "usr_7"
    corrected = next(one for one in journal if one.kind == EventKind.CLIENT_CORRECTED)
    assert set(corrected.digests) == {"email", "last_name"}


def test_an_erasure_done_twice_leaves_one_event(world: World, over: str) -> None:
    erase(world, over)
    before = len(world.journal(over))
    assert erase(world, over).is_complete
    assert len(world.journal(over)) == before


class Dying(Table):
    """A table whose process dies at the first erasable value."""

    def write(self, operation: Operation) -> None:
        if isinstance(operation, Delete) and operation.sk.startswith("V#"):
            raise RuntimeError("out of time")
        super().write(operation)


def test_an_erasure_cut_short_is_finished_by_the_next(world: World, over: str) -> None:
    dying = Dying(world.table.name, world.table._client)
    with pytest.raises(RuntimeError):
        erase_person(over, by=SCHEDULE, why="usr_7", table=dying, now=world.now)
    assert not prove_erasure(over, by=SCHEDULE, table=world.table).is_complete
    assert erase(world, over).is_complete


def test_an_erasure_by_a_rule_that_was_cut_short_is_finished_by_the_next_purge(
    world: World, over: str
) -> None:
    purge(table=world.table, now=world.now)
    world.now += timedelta(days=3 * 366)
    dying = Dying(world.table.name, world.table._client)
    with pytest.raises(ExceptionGroup):
        purge(table=dying, now=world.now)
    assert purge(table=world.table, now=world.now).erased == 1
    assert prove_erasure(over, by=SCHEDULE, table=world.table).is_complete
    assert not list(store.list_to_look_at(world.table, world.now + timedelta(days=9999)))


class Busy(Table):
    """A table on which somebody writes into a dossier while its person is being erased."""

    write_meanwhile: Callable[[], object]

    def transact(self, operations: Sequence[Operation]) -> None:
        super().transact(operations)
        self.write_meanwhile()


def test_what_is_written_while_a_person_is_erased_goes_too(world: World, over: str) -> None:
    def write() -> None:
        key = f"served/{over}/doc_1-0.pdf"
        client("s3").put_object(Bucket=DOCUMENTS, Key=key, Body=b"late")
        world.table.write(put_reading(over, PAPER))

    busy = Busy(world.table.name, world.table._client)
    busy.write_meanwhile = write
    assert erase_person(over, by=SCHEDULE, why="usr_7", table=busy, now=world.now).is_complete


def test_an_erasure_that_left_something_is_begun_again(world: World, over: str) -> None:
    ask_erasure(over, by=AGENT, table=world.table)
    late = Late(world.table.name, world.table._client)
    late.dossier_id = over
    with pytest.raises(ExceptionGroup):
        purge(table=late, now=world.now)
    assert purge(table=world.table, now=world.now).erased == 1
    assert prove_erasure(over, by=SCHEDULE, table=world.table).is_complete
    assert purge(table=world.table, now=world.now).erased == 0


class Late(Table):
    """A table beside which a copy is stored whenever a row is removed, the last one too."""

    dossier_id: str

    def write(self, operation: Operation) -> None:
        super().write(operation)
        key = f"served/{self.dossier_id}/late.pdf"
        client("s3").put_object(Bucket=DOCUMENTS, Key=key, Body=b"late")
        super().write(put_reading(self.dossier_id, PAPER))


def test_a_dossier_under_way_is_not_erased(world: World) -> None:
    dossier_id = world.send()
    fill(world, dossier_id)
    with pytest.raises(DossierStillOpen):
        erase(world, dossier_id)
    with pytest.raises(DossierStillOpen):
        ask_erasure(dossier_id, by=AGENT, table=world.table)
    assert list_values(world.table, dossier_id)
    assert count_below(DOCUMENTS, f"served/{dossier_id}/") == 2


def test_a_request_still_to_be_cancelled_keeps_its_reference(world: World, over: str) -> None:
    request = replace(world.load(over).requests[0], state=RequestState.TO_CANCEL)

    def decide(dossier: Dossier, _now: Any) -> Change:
        return Change(EventKind.REQUEST_MILESTONE, dossier.head, requests=(request,))

    change_dossier(over, decide, by=SCHEDULE, table=world.table, now=world.now)
    with pytest.raises(OperatorNotToldYet):
        ask_erasure(over, by=AGENT, table=world.table)


def test_an_agent_asks_and_the_daily_job_erases(world: World, over: str) -> None:
    assert ask_erasure(over, by=AGENT, table=world.table) is True
    assert ask_erasure(over, by=AGENT, table=world.table) is False
    assert purge(table=world.table, now=world.now).erased == 1
    assert purge(table=world.table, now=world.now).erased == 0
    assert ask_erasure(over, by=AGENT, table=world.table) is False
    assert world.load(over).head.erased_at == world.now


def test_only_agents_ask_for_an_erasure(world: World, over: str) -> None:
    with pytest.raises(NotAllowed):
        ask_erasure(over, by=INSTALLER, table=world.table)


def test_a_draft_left_for_three_years_goes_by_itself(world: World) -> None:
    dossier_id = world.send("k1")
    draft_id = draft_of(world)
    world.now += timedelta(days=3 * 365)
    assert purge(table=world.table, now=world.now) == Purged(erased=0, kept=2)
    world.now += timedelta(days=2)
    assert purge(table=world.table, now=world.now) == Purged(erased=1, kept=0)
    assert world.load(draft_id).head.status is Status.CANCELLED
    assert world.load(dossier_id).head.erased_at is None
    counters = load_counters(by=INSTALLER, now=world.now, table=world.table)
    assert (counters.by_status[Status.DRAFT], counters.by_status[Status.CANCELLED]) == (0, 1)


def draft_of(world: World) -> str:
    form: Any = {"client": {"last_name": NAME}}
    draft = create_draft(form, idempotency_key="k9", by=INSTALLER, table=world.table, now=world.now)
    return draft.head.dossier_id


def test_a_draft_that_is_worked_on_stays(world: World) -> None:
    draft_id = draft_of(world)
    purge(table=world.table, now=world.now)
    world.now += timedelta(days=3 * 365)

    def decide(dossier: Dossier, _now: Any) -> Change:
        return Change(EventKind.STEP_SAVED, dossier.head)

    change_dossier(draft_id, decide, by=INSTALLER, table=world.table, now=world.now)
    world.now += timedelta(days=2)
    assert purge(table=world.table, now=world.now) == Purged(erased=0, kept=1)


def test_a_cancelled_dossier_goes_three_years_after_its_end(world: World, over: str) -> None:
    purge(table=world.table, now=world.now)
    world.now += timedelta(days=3 * 366)
    assert purge(table=world.table, now=world.now).erased == 1
    assert prove_erasure(over, by=SCHEDULE, table=world.table).is_complete


def test_one_dossier_in_trouble_harms_no_other(world: World, over: str) -> None:
    store.add_erasure(world.table, "dos_unknown", "usr_7", NOW)
    ask_erasure(over, by=AGENT, table=world.table)
    with pytest.raises(ExceptionGroup):
        purge(table=world.table, now=world.now)
    assert world.load(over).head.erased_at


def test_an_export_holds_all_that_is_kept_and_no_secret(world: World, over: str) -> None:
    document = export_person(over, by=AGENT, table=world.table)
    assert document["contact"]["last_name"] == NAME
    assert document["form"]["client"]["email"] == EMAIL
    assert document["pieces"][0]["file_name"] == f"{NAME}.pdf"
    told = [one["values"] for one in document["journal"] if one["values"]]
    assert told == [{"email": EMAIL, "last_name": NAME}]
    assert "token" not in str(document)
    assert f"Titulaire {NAME}" in str(document["records"])
    assert f"{NAME} a raison" in str(document["records"])


def test_an_export_is_for_agents_and_for_the_client(world: World, over: str) -> None:
    with pytest.raises(NotAllowed):
        export_person(over, by=INSTALLER, table=world.table)
    with pytest.raises(NotFound):
        export_person(over, by=Actor("usr_8", "client", "page"), table=world.table)


def test_a_whole_bucket_is_never_meant() -> None:
    with pytest.raises(ValueError, match="prefix"):
        remove_below(DOCUMENTS, "/")
