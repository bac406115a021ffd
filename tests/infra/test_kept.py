"""What the stack's resources know of keys and lives is what the registry says."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.rows.journal import EVENT
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.people import ASK
from chalicelib.rows.stored import StoredObject
from infra.template import compose_resources

BUCKETS = {"uploads": "UploadsBucket", "documents": "DocumentsBucket", "drop": "DropBucket"}


def resources() -> Mapping[str, Any]:
    found: Mapping[str, Any] = compose_resources()["Resources"]
    return found


def life_of(bucket: Mapping[str, Any], key: str) -> timedelta | None:
    """After how long a bucket forgets a key, by its rules; None when it never does."""
    rules = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    days = [
        rule["ExpirationInDays"]
        for rule in rules
        if "ExpirationInDays" in rule and key.startswith(rule.get("Prefix", ""))
    ]
    return timedelta(days=min(days)) if days else None


@pytest.mark.parametrize("declared", OBJECTS, ids=lambda one: one.name)
def test_a_bucket_forgets_an_object_after_its_declared_life(declared: StoredObject) -> None:
    bucket = resources()[BUCKETS[declared.bucket]]
    assert life_of(bucket, declared.prefix) == declared.life


def test_the_relay_is_called_for_new_events_and_mails_asked_for() -> None:
    source = resources()["Relay"]["Properties"]["Events"]["RelayDynamodbEventSource"]
    filters = source["Properties"]["FilterCriteria"]["Filters"]
    assert {one for each in filters for one in prefixes_in(each)} == {ASK.prefix, EVENT.prefix}


def prefixes_in(told: Mapping[str, str]) -> Iterator[str]:
    pattern = json.loads(told["Pattern"])
    yield from (one["prefix"] for one in pattern["dynamodb"]["Keys"]["sk"]["S"])
