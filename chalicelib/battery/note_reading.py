"""Note a month's reading: one row, one event; the same figures again change nothing."""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.battery.model import (
    Fate,
    Reading,
    StorageNotBegun,
    last_month_read,
    month_of,
    require_month,
)
from chalicelib.battery.read_storage import read_storage
from chalicelib.battery.store import list_readings, put_reading
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require

log = logging.getLogger(__name__)


def note_reading(
    dossier_id: str,
    reading: Reading,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Fate:
    """Note a reading, in place of the month's former one, which the journal keeps.

    Says what became of it. Only an agent may (NotAllowed). Raises NotFound, StorageNotBegun, and
    InvalidFields for a month before the storage or one that has not ended.
    """
    require(by, Connection.NOTE_READING)

    fate = Fate.UNCHANGED

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        nonlocal fate
        storage = read_storage(dossier, now)
        if storage is None:
            raise StorageNotBegun
        last = last_month_read(now, dossier.head.postcode)
        require_month(reading.month, month_of(storage.begun_on), last)
        before = list_readings(dossier).get(reading.month)
        fate = _fate_of(reading, before)
        if fate is Fate.UNCHANGED:
            return None
        noted = replace(reading, noted_by=by.person_id, noted_at=real or real_now())
        values = {"storage": _write(noted)} | ({"storage_before": _write(before)} if before else {})
        return Change(
            EventKind.STORAGE_READ,
            dossier.head,
            details={"month": reading.month, "replaces": int(before is not None)},
            values=values,
            also=(put_reading(dossier, noted),),
        )

    change_dossier(dossier_id, decide, by=by, table=table, now=now)
    log.info("storage read", extra={"dossier_id": dossier_id, "outcome": str(fate)})
    return fate


def _fate_of(reading: Reading, before: Reading | None) -> Fate:
    if before is None:
        return Fate.NOTED
    return Fate.UNCHANGED if reading.says_same_as(before) else Fate.REPLACED


def _write(reading: Reading) -> str:
    """Write a reading as the journal keeps it beside its event."""
    return f"{reading.injected_kwh:f};{reading.drawn_kwh:f}"
