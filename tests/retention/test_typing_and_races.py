"""Keeping and erasing beside people who work: what is typed in stays, what is erased stays gone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import business_now
from chalicelib.aws.items import Operation, Put
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.deposit.keep_typing import keep_typing
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.load import load_dossier
from chalicelib.form.merge import Posted
from chalicelib.form.steps import Step
from chalicelib.retention import store
from chalicelib.retention.held import list_held
from chalicelib.retention.purge import ErasureIncomplete, Purged, purge
from chalicelib.rows.cases import CASE, ERASURE
from tests.documents.worlds import DOCUMENTS, INSTALLER, make_world
from tests.tables import ENVIRONMENT

BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)
TODAY = BEGUN + timedelta(days=3 * 366)
"""When a draft begun then and left alone is kept no longer."""


def make_bucket(name: str) -> None:
    place: Any = {"LocationConstraint": "eu-west-3"}
    client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)


def begin_draft(table: Table) -> str:
    form = {"client": {"last_name": "Martin"}}
    made = create_draft(form, idempotency_key="key-00001", by=INSTALLER, table=table, now=BEGUN)
    return made.head.dossier_id


def test_a_draft_that_was_typed_into_today_is_not_purged_tonight(table: Table) -> None:
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        make_bucket(name)
    draft = begin_draft(table)
    typed = Posted({"last_name": "Martin", "city": "Lyon"})
    keep_typing(draft, Step.CLIENT, typed, by=INSTALLER, table=table, now=TODAY)
    purge(table=table, now=TODAY + timedelta(hours=8))
    kept = load_dossier(draft, seen_by=INSTALLER, table=table).values_of("client")
    assert kept.get("city") == "Lyon"


def test_a_file_judged_while_its_person_is_erased_leaves_no_copy(table: Table) -> None:
    world = make_world(table)
    make_bucket("DROP_BUCKET")
    _document_id, arrival = world.deposit()

    def erase_meanwhile() -> None:
        cancel_dossier(world.dossier_id, "Le client renonce", by=INSTALLER, table=table)
        store.add_erasure(table, world.dossier_id, "usr_7", business_now())
        purge(table=table, now=business_now())

    world.judge.before = erase_meanwhile
    world.check(arrival)
    purge(table=table, now=business_now() + timedelta(days=1))
    assert world.objects(DOCUMENTS) == []


def test_a_draft_that_is_sent_while_the_purge_looks_at_it_keeps_its_files(table: Table) -> None:
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        make_bucket(name)
    draft = begin_draft(table)
    bucket, key = ENVIRONMENT["UPLOADS_BUCKET"], f"in/{draft}/facture/doc_1"
    client("s3").put_object(Bucket=bucket, Key=key, Body=b"a bill")

    class Sent(Table):
        """A table on which somebody works on the draft once the purge has read it."""

        left = 1

        def transact(self, operations: Sequence[Operation]) -> None:
            if self.left:
                self.left = 0
                typed = Posted({"last_name": "Martin", "city": "Lyon"})
                keep_typing(draft, Step.CLIENT, typed, by=INSTALLER, table=table, now=TODAY)
            super().transact(operations)

    assert purge(table=Sent(table.name, table._client), now=TODAY).erased == 0
    assert load_dossier(draft, seen_by=INSTALLER, table=table).values_of("client")["city"] == "Lyon"
    assert client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == b"a bill"


def test_an_erased_case_is_looked_at_until_nothing_can_come_back(table: Table) -> None:
    world = make_world(table)
    make_bucket("DROP_BUCKET")
    cancel_dossier(world.dossier_id, "Le client renonce", by=INSTALLER, table=table)
    now = business_now()
    store.add_erasure(table, world.dossier_id, "usr_7", now)
    assert purge(table=table, now=now).erased == 1
    for day in range(1, 15):
        key = f"served/{world.dossier_id}/late-{day}.pdf"
        client("s3").put_object(Bucket=DOCUMENTS, Key=key, Body=b"late")
        assert purge(table=table, now=now + timedelta(days=day, minutes=1)) == Purged(0, 0)
        assert world.objects(DOCUMENTS) == []
    assert purge(table=table, now=now + timedelta(days=15, minutes=1)) == Purged(0, 0)
    assert list(store.list_erasures(table, now + timedelta(days=999))) == []


class Brings(Table):
    """A table on which a row of the case comes in after each of its first removals."""

    def __init__(self, table: Table, dossier_id: str, times: int) -> None:
        super().__init__(table.name, table._client)
        self._dossier_id, self.left = dossier_id, times

    def query_all(self, pk: str, **how: Any) -> Any:
        erased = self.get(*ERASURE.key(self._dossier_id), consistent=True) or {}
        if self.left and erased.get("erased_at") and pk == CASE.pk(self._dossier_id):
            self.left -= 1
            self.write(Put({"pk": pk, "sk": f"NOTICE#late-{self.left}", "words": "Bonjour"}))
        return super().query_all(pk, **how)


READS_OF_A_PASS = 4


def ask_erasure(table: Table) -> str:
    world = make_world(table)
    make_bucket("DROP_BUCKET")
    cancel_dossier(world.dossier_id, "Le client renonce", by=INSTALLER, table=table)
    store.add_erasure(table, world.dossier_id, "usr_7", business_now())
    return world.dossier_id


def test_what_the_stream_brings_while_a_person_is_erased_is_no_failure_of_the_job(
    table: Table,
) -> None:
    dossier_id = ask_erasure(table)
    brings = Brings(table, dossier_id, READS_OF_A_PASS)
    assert purge(table=brings, now=business_now()).erased == 1
    assert brings.left == 0
    assert not [one for one in list_held(table, dossier_id) if one.goes]


def test_what_stays_whatever_is_removed_is_told(table: Table) -> None:
    dossier_id = ask_erasure(table)
    with pytest.raises(ExceptionGroup) as failed:
        purge(table=Brings(table, dossier_id, 99), now=business_now())
    assert failed.group_contains(ErasureIncomplete)
    assert [one.case_id for one in store.list_erasures(table, business_now())] == [dossier_id]
