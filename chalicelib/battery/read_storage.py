"""Read a dossier's storage: from the dossier as it was loaded, without a call."""

from datetime import datetime
from decimal import Decimal

from chalicelib.aws.clock import business_now
from chalicelib.battery.model import Storage, balance_months, last_month_read, month_of
from chalicelib.battery.store import list_readings
from chalicelib.dossiers.model import Dossier
from chalicelib.form.figures import find_number_in


def read_storage(dossier: Dossier, now: datetime | None = None) -> Storage | None:
    """Read the storage of a commissioned dossier; None before, and once its person is erased.

    The pre-load is that of the dossier as it stands: an accepted change of it counts from the
    first day, for no source says from when it would.
    """
    head = dossier.head
    if head.commissioned_on is None or dossier.is_erasure_begun:
        return None
    preload = find_number_in(dossier.values_of("documents"), "preload_kwh") or Decimal(0)
    first = month_of(head.commissioned_on)
    readings = list_readings(dossier)
    over = last_month_read(now or business_now(), head.postcode)
    last = max((over, *readings)) if readings else over
    return Storage(head.commissioned_on, preload, balance_months(preload, first, last, readings))
