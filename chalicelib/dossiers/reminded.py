"""When an agent last had the installer reminded: one row, written by that act alone. Pure."""

from datetime import datetime

from chalicelib.aws.items import Put
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.store import dossier_pk, stamp

REMINDED_SK = "REMINDED"


def read_reminded(dossier: Dossier) -> datetime | None:
    """Say when an agent last reminded the installer, in real time; None for never."""
    at = dossier.rows.get(REMINDED_SK, {}).get("at")
    return datetime.fromisoformat(at) if at else None


def put_reminded(dossier_id: str, at: datetime) -> Put:
    """Write the operation that notes a reminder."""
    return Put({"pk": dossier_pk(dossier_id), "sk": REMINDED_SK, "at": stamp(at)})
