"""What is stored under a key beside the one version that counts: removed, unread (R8, R27)."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from chalicelib.aws.bucket import Version, delete_version, list_versions
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.limits import STRAY_AFTER_S
from chalicelib.verdicts.quota import count_surplus

log = logging.getLogger(__name__)

type Also = Callable[[Version], Iterable[Operation]]


def remove_surplus(
    arrival: Arrival,
    versions: Sequence[Version],
    *,
    counts: str,
    person_id: str,
    also: Also = lambda _version: (),
    table: Table | None = None,
) -> None:
    """Remove every version of a key but `counts`, each counted once as an upload of its person.

    `also` gives what else counts a version, in the same transaction. An unknown person is the
    empty text: nobody's day is counted then.
    """
    table = table or open_table()
    for version in versions:
        if version.version_id == counts:
            continue
        if person_id:
            _count(version, person_id, also, table)
        delete_version(arrival.bucket, arrival.key, version.version_id)
        log.warning("a surplus version removed", extra={"bytes": version.size_bytes})


def _count(version: Version, person_id: str, also: Also, table: Table) -> None:
    operations = (*count_surplus(person_id, version.version_id, real_now()), *also(version))
    try:
        table.transact(operations)
    except ConditionFailed:
        log.info("a surplus version was counted before")


def remove_stray(arrival: Arrival, real: datetime | None = None) -> None:
    """Remove what nobody awaits under a key, once it has lain there for a day."""
    before = (real or real_now()) - timedelta(seconds=STRAY_AFTER_S)
    for version in list_versions(arrival.bucket, arrival.key):
        if version.written_at <= before:
            delete_version(arrival.bucket, arrival.key, version.version_id)
            log.warning("an upload of nobody's removed", extra={"bytes": version.size_bytes})
