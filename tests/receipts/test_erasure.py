"""What an erasure does with receipts: the person's go, and who holds one may still check it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.audit.model import platform
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.dossiers.statuses import Status
from chalicelib.receipts.check_copy import CopyStanding, Standing, check_copy
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.export_person import export_person
from tests.receipts.worlds import AGENT, LATER, World, make_world, sha
from tests.tables import ENVIRONMENT


@pytest.fixture
def world(table: Table) -> World:
    world = make_world(table)
    place: Any = {"LocationConstraint": "eu-west-3"}
    for name in ("UPLOADS_BUCKET", "DROP_BUCKET"):
        client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)
    return world


def test_an_erasure_takes_the_receipts_and_leaves_their_marks(world: World) -> None:
    receipt = world.seal()
    world.change(status=Status.CANCELLED, closed_at=LATER)
    proof = erase_person(
        world.dossier_id,
        by=platform("schedule"),
        why="usr_7",
        table=world.table,
        now=LATER + timedelta(days=1),
    )
    assert proof.is_complete
    assert world.objects() == []
    assert world.receipts() == ()
    answer = check_copy(
        receipt.pdf.sha256, sha("original facture"), source_address="192.0.2.1", table=world.table
    )
    assert (answer.receipt, answer.file) == (Standing.AUTHENTIC, CopyStanding.ORIGINAL)


def test_an_export_names_the_receipts(world: World) -> None:
    receipt = world.seal()
    records = export_person(world.dossier_id, by=AGENT, table=world.table)["records"]
    assert receipt.number in {record.get("number") for record in records}
