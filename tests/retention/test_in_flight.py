"""What is being sealed or drawn while its person is erased leaves nothing, once a later pass has looked."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import business_now
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.receipts.seal_receipt import seal_event
from chalicelib.retention import store
from chalicelib.retention.held import list_held
from chalicelib.retention.purge import purge
from chalicelib.subscription.make_papers import make_papers
from tests.interleaved import ActsAfterReading
from tests.receipts.worlds import AGENT, World, make_world
from tests.subscription.clients import make_client
from tests.tables import ENVIRONMENT

BUCKETS = ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET")


def make_buckets(*names: str) -> None:
    place: Any = {"LocationConstraint": "eu-west-3"}
    for name in names:
        client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)


def count_documents() -> int:
    found = client("s3").list_object_versions(Bucket=ENVIRONMENT["DOCUMENTS_BUCKET"])
    return len(found.get("Versions", []))


def erase(table: Table, dossier_id: str) -> None:
    """Have the daily job erase somebody, at the worst moment."""
    store.add_erasure(table, dossier_id, "usr_7", business_now())
    assert purge(table=table, now=business_now()).erased == 1


def look_again(table: Table) -> None:
    purge(table=table, now=business_now() + timedelta(days=1, minutes=1))


def is_gone(table: Table, dossier_id: str) -> bool:
    return not count_documents() and not any(one.goes for one in list_held(table, dossier_id))


@pytest.fixture
def sent(table: Table) -> World:
    """A dossier that was sent and then cancelled, whose receipt is not sealed yet."""
    world = make_world(table)
    make_buckets("UPLOADS_BUCKET", "DROP_BUCKET")
    world.change(status=Status.CANCELLED, closed_at=business_now())
    return world


def test_a_receipt_that_is_being_sealed_leaves_nothing(sent: World) -> None:
    overtaken = ActsAfterReading(sent.table, lambda: erase(sent.table, sent.dossier_id))
    seal_event(sent.sending(), table=overtaken)
    assert count_documents()  # its bytes were stored before anybody could know
    look_again(sent.table)
    assert is_gone(sent.table, sent.dossier_id)
    seal_event(sent.sending(), table=sent.table)  # the event comes once more, late
    assert is_gone(sent.table, sent.dossier_id)


def test_signed_papers_that_are_being_drawn_leave_nothing(table: Table) -> None:
    make_buckets(*BUCKETS)
    zoe = make_client(table)
    zoe.sign()
    signed = zoe.world.journal(zoe.dossier_id)[-1]
    cancel_dossier(zoe.dossier_id, "erreur", by=AGENT, table=table)
    overtaken = ActsAfterReading(table, lambda: erase(table, zoe.dossier_id))
    make_papers(signed, table=overtaken)
    assert count_documents()  # their bytes were stored before anybody could know
    look_again(table)
    assert is_gone(table, zoe.dossier_id)
    make_papers(signed, table=table)
    assert is_gone(table, zoe.dossier_id)
