"""How readings are kept: one row of the dossier a year, so that twenty years are twenty rows.

`STORAGE#<year>` holds the year's months; what a reading replaced stands in the journal, beside
the event that replaced it, with who did and when.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from chalicelib.aws.items import Put
from chalicelib.battery.model import Month, Reading
from chalicelib.dossiers.model import Dossier
from chalicelib.rows.beside import STORAGE


def year_sk(month: Month) -> str:
    """Give the sort key of the row that holds a month."""
    return STORAGE.sk(month[:4])


def list_readings(dossier: Dossier) -> Mapping[Month, Reading]:
    """List the readings of a dossier that was loaded whole, by month."""
    rows = STORAGE.among(dossier.rows)
    return {
        month: _reading_from(month, kept) for row in rows for month, kept in row["months"].items()
    }


def put_reading(dossier: Dossier, reading: Reading) -> Put:
    """Write the operation that keeps a reading beside those of its year."""
    sk = year_sk(reading.month)
    months: dict[str, Any] = dict(dossier.rows.get(sk, {}).get("months", {}))
    months[reading.month] = {
        "injected_kwh": reading.injected_kwh,
        "drawn_kwh": reading.drawn_kwh,
        "noted_by": reading.noted_by,
        "noted_at": reading.noted_at.isoformat() if reading.noted_at else "",
    }
    return Put({"pk": STORAGE.pk(dossier.head.dossier_id), "sk": sk, "months": months})


def _reading_from(month: Month, kept: Mapping[str, Any]) -> Reading:
    return Reading(
        month,
        Decimal(kept["injected_kwh"]),
        Decimal(kept["drawn_kwh"]),
        kept["noted_by"],
        datetime.fromisoformat(kept["noted_at"]) if kept["noted_at"] else None,
    )
