"""Keeping and erasing beside people who work: what is typed in stays, what is erased stays gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.deposit.keep_typing import keep_typing
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.load import load_dossier
from chalicelib.form.merge import Posted
from chalicelib.form.steps import Step
from chalicelib.retention import store
from chalicelib.retention.purge import purge
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


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="typing does not move the instant that retention looks at: the purge erases what is new",
)
def test_a_draft_that_was_typed_into_today_is_not_purged_tonight(table: Table) -> None:
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        make_bucket(name)
    draft = begin_draft(table)
    typed = Posted({"last_name": "Martin", "city": "Lyon"})
    keep_typing(draft, Step.CLIENT, typed, by=INSTALLER, table=table, now=TODAY)
    purge(table=table, now=TODAY + timedelta(hours=8))
    kept = load_dossier(draft, seen_by=INSTALLER, table=table).values_of("client")
    assert kept.get("city") == "Lyon"


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="a check under way while its person is erased stores copies that nobody removes again",
)
def test_a_file_judged_while_its_person_is_erased_leaves_no_copy(table: Table) -> None:
    world = make_world(table)
    make_bucket("DROP_BUCKET")
    _document_id, arrival = world.deposit()

    def erase_meanwhile() -> None:
        cancel_dossier(world.dossier_id, "Le client renonce", by=INSTALLER, table=table)
        store.add_erasure(table, world.dossier_id, "usr_7", real_now())
        purge(table=table, now=business_now())

    world.judge.before = erase_meanwhile
    world.check(arrival)
    purge(table=table, now=business_now() + timedelta(days=1))
    assert world.objects(DOCUMENTS) == []
