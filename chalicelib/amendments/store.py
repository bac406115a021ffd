"""How requests are kept: rows of their dossier, which an erasure takes with it."""

import msgspec

from chalicelib.amendments.model import Amendment
from chalicelib.aws.items import Item, Put
from chalicelib.dossiers.given import AMENDMENT_PREFIX
from chalicelib.dossiers.model import Dossier


def list_amendments(dossier: Dossier) -> tuple[Amendment, ...]:
    """List the requests of a dossier that was loaded whole, oldest first."""
    rows = (row for sk, row in sorted(dossier.rows.items()) if sk.startswith(AMENDMENT_PREFIX))
    return tuple(msgspec.convert(dict(row), Amendment) for row in rows)


def put_amendment(dossier_id: str, amendment: Amendment) -> Put:
    """Write the operation that keeps a request as it is now."""
    row: Item = msgspec.to_builtins(amendment)
    return Put(row | {"pk": f"D#{dossier_id}", "sk": f"{AMENDMENT_PREFIX}{amendment.number:03d}"})
