"""How requests are kept: rows of their dossier, which an erasure takes with it."""

import msgspec

from chalicelib.amendments.model import Amendment
from chalicelib.aws.items import Item, Put
from chalicelib.dossiers.model import Dossier
from chalicelib.rows.beside import AMENDMENT


def list_amendments(dossier: Dossier) -> tuple[Amendment, ...]:
    """List the requests of a dossier that was loaded whole, oldest first."""
    rows = (row for sk, row in sorted(dossier.rows.items()) if AMENDMENT.matches(sk))
    return tuple(msgspec.convert(dict(row), Amendment) for row in rows)


def put_amendment(dossier_id: str, amendment: Amendment) -> Put:
    """Write the operation that keeps a request as it is now."""
    row: Item = msgspec.to_builtins(amendment)
    return Put(row | AMENDMENT.columns(dossier_id, amendment.number))
