"""When an agent last had the installer reminded: one row, written by that act alone. Pure."""

from datetime import datetime

from chalicelib.aws.items import Put
from chalicelib.dossiers.model import Dossier
from chalicelib.rows.cases import REMINDED
from chalicelib.rows.instants import stamp


def read_reminded(dossier: Dossier) -> datetime | None:
    """Say when an agent last reminded the installer, in real time; None for never."""
    at = dossier.rows.get(REMINDED.sk(), {}).get("at")
    return datetime.fromisoformat(at) if at else None


def put_reminded(dossier_id: str, at: datetime) -> Put:
    """Write the operation that notes a reminder."""
    return Put({**REMINDED.columns(dossier_id), "at": stamp(at)})
