"""Loads the catalogue's seed into a stage's table, at the end of every deployment.

One row a kind, written only when its content changed. The seed stands in the table and not in the
package, so that no Lambda grows by it.
"""

import hashlib
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
        text = (FOLDER / f"{kind}s.tsv").read_text(encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        if find_seed_digest(table, kind) != digest:
            put_seed(table, kind, pack(text), digest)
            written.append(kind)
    return tuple(written)
