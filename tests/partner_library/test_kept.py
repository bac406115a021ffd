"""The library is looked after like every case: its files are compared, and it is nobody's to erase."""

from datetime import timedelta

import pytest

from chalicelib.aws.clock import business_now
from chalicelib.aws.session import client
from chalicelib.cases.files.reconcile import CopiesMissing, reconcile_files
from chalicelib.partner_library.model import Act
from chalicelib.retention.purge import Purged, purge
from chalicelib.settings import load_settings
from tests.documents.worlds import DOCUMENTS
from tests.partner_library.worlds import World


def reconcile(world: World) -> object:
    return reconcile_files(table=world.table, settings=load_settings(), run_id="run-1")


def test_the_files_of_the_library_are_compared_with_the_buckets(world: World) -> None:
    current = world.publish().current
    assert reconcile(world) == {"cases": 1, "copies": 2, "missing": 0, "unnamed": 0, "lying": 0}
    assert current is not None
    client("s3").delete_object(
        Bucket=DOCUMENTS, Key=current.served_key, VersionId=current.served_version
    )
    with pytest.raises(CopiesMissing):
        reconcile(world)


def test_the_daily_job_leaves_a_document_in_place_and_looks_at_it_once_a_year(
    world: World,
) -> None:
    item = world.publish()
    today = business_now()
    for days, kept in ((1, 1), (2, 0), (400, 1), (401, 0)):
        now = today + timedelta(days=days)
        assert purge(table=world.table, now=now) == Purged(erased=0, kept=kept)
    whole = world.whole(item.item_id)
    assert whole.item == item
    assert Act.ADDED in {one.act for one in whole.records}
