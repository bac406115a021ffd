"""What was typed for a power increase is kept in the dossier while its Consuel is fetched."""

from collections.abc import Mapping

from chalicelib.amendments.model import LONGEST_WORDS, NotConnected, may_grow
from chalicelib.audit.model import Actor
from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.attached import take_out
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.rows.beside import TYPED

KEPT = (
    "installed_power_kva",
    "connection_power_kva",
    "peak_power_kwc",
    "is_limited",
    "consuel_number",
    "words",
)


def leave_typed(
    dossier_id: str,
    typed: Mapping[str, str],
    *,
    take_out_id: str = "",
    by: Actor,
    table: Table | None = None,
) -> None:
    """Keep what somebody typed, and take a file out if one is named.

    Raises NotFound for a dossier or a file of others, NotConnected, AlreadyGiven.
    """
    table = table or open_table()
    if not may_grow(load_dossier(dossier_id, seen_by=by, table=table)):
        raise NotConnected
    kept = {name: typed.get(name, "")[:LONGEST_WORDS] for name in KEPT}
    table.put({**TYPED.columns(dossier_id, by.person_id), "typed": kept})
    if take_out_id:
        change_dossier(
            dossier_id,
            lambda dossier, _now: take_out(dossier, take_out_id, by.person_id),
            by=by,
            table=table,
        )


def find_typed(dossier: Dossier, person_id: str) -> Mapping[str, str]:
    """Find what a person left on a dossier; nothing gives an empty mapping."""
    row = dossier.rows.get(TYPED.sk(person_id), {})
    return {name: str(text) for name, text in row.get("typed", {}).items()}


def forget_typed(dossier_id: str, person_id: str) -> Delete:
    """Write the operation that forgets what a person left, once the request is sent."""
    return Delete(*TYPED.key(dossier_id, person_id))
