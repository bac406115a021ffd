"""Loads the catalogue's seed into a stage's table, at the end of every deployment.

One row a kind, written only when its content changed. The seed stands in the table and not in the
package, so that no Lambda grows by it.
"""

import hashlib
from functools import cache
from pathlib import Path

from chalicelib.aws.table import Table
from chalicelib.equipment.model import EquipmentKind
from chalicelib.equipment.seed import pack
from chalicelib.equipment.store import find_seed_digest, put_seed
from infra.paths import INFRA

FOLDER: Path = INFRA / "equipment"


def load_equipment_seed(table: Table) -> tuple[EquipmentKind, ...]:
    """Write the seed of each kind that differs from the table's; give the kinds written."""
    written: list[EquipmentKind] = []
    for kind in EquipmentKind:
        packed, digest = _packed(kind)
        if find_seed_digest(table, kind) != digest:
            put_seed(table, kind, packed, digest)
            written.append(kind)
    return tuple(written)


@cache
def _packed(kind: EquipmentKind) -> tuple[bytes, str]:
    """Pack a kind's file and give its digest, once in a process."""
    text = (FOLDER / f"{kind}s.tsv").read_text(encoding="utf-8")
    return pack(text), hashlib.sha256(text.encode()).hexdigest()
