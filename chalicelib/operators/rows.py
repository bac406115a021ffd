"""Rows of this room in a dossier's partition and beside it: their keys and items, without a table.

A raw milestone belongs to the request it was told about; `settled` says that a setback among them
has had its effect. The watch row makes an open request findable by operator; it changes only when
the request does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Delete, Item, Put, Update
from chalicelib.dossiers.model import Dossier
from chalicelib.operators.model import RawMilestone
from chalicelib.rows.beside import RAW_MILESTONE, WATCH
from chalicelib.rows.instants import hold_in_reach, stamp
from chalicelib.rows.leads import OPERATOR_REFERENCE
from chalicelib.rows.listings import WATCHED


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw milestone as it is kept: of which request, and whether it has had its effect."""

    raw: RawMilestone
    request: int
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """An open request of an operator that is asked about, as its list holds it.

    `filed_at` is business time; `seen` the digest of what is known and applied, empty while
    something waits to be applied; `troubles` counts unreadable answers in a row.
    """

    dossier_id: str
    number: int
    operator: str
    external_id: str
    filed_at: datetime
    seen: str = ""
    troubles: int = 0

    @property
    def place(self) -> str:
        """Where it stands in its operator's list: oldest first, no two alike."""
        return WATCHED.place(stamp(self.filed_at), self.dossier_id, self.number)


def raw_sk(raw: RawMilestone) -> str:
    """The sort key of a raw milestone: what makes its upsert idempotent."""
    return RAW_MILESTONE.sk(raw.source, raw.external_id, raw.number)


def put_kept(dossier_id: str, kept: Kept) -> Put:
    """Write the operation that keeps a raw milestone."""
    raw = kept.raw
    return Put(
        {
            **RAW_MILESTONE.columns(dossier_id, raw.source, raw.external_id, raw.number),
            "source": raw.source,
            "external_id": raw.external_id,
            "number": raw.number,
            "code": raw.code,
            "label": raw.label,
            "at": raw.at.isoformat(),
            "details": dict(raw.details),
            "request": kept.request,
            "settled": kept.settled,
        }
    )


def list_kept(dossier: Dossier, request: int | None = None) -> tuple[Kept, ...]:
    """List a dossier's raw milestones, of one request or of all, in the order they happened."""
    rows = map(_kept, RAW_MILESTONE.among(dossier.rows))
    mine = (one for one in rows if request is None or one.request == request)
    return tuple(sorted(mine, key=lambda one: one.raw.order))


def _kept(item: Mapping[str, Any]) -> Kept:
    raw = RawMilestone(
        source=item["source"],
        external_id=item["external_id"],
        number=item["number"],
        code=item["code"],
        label=item["label"],
        at=hold_in_reach(datetime.fromisoformat(item["at"])),
        details=item["details"],
    )
    return Kept(raw, item["request"], item["settled"])


def put_watch(watch: Watch) -> Put:
    """Write the operation that puts a request on its operator's list."""
    return Put(
        {
            **WATCH.columns(watch.dossier_id, watch.number),
            "dossier_id": watch.dossier_id,
            "number": watch.number,
            "operator": watch.operator,
            "external_id": watch.external_id,
            "filed_at": watch.filed_at.isoformat(),
            "seen": watch.seen,
            "troubles": watch.troubles,
            **WATCHED.entry(watch.operator, at=watch.place),
        }
    )


def read_watch(item: Item) -> Watch:
    """Read a watch row back."""
    return Watch(
        dossier_id=item["dossier_id"],
        number=item["number"],
        operator=item["operator"],
        external_id=item["external_id"],
        filed_at=datetime.fromisoformat(item["filed_at"]),
        seen=item["seen"],
        troubles=item["troubles"],
    )


def drop_watch(dossier_id: str, number: int) -> Delete:
    """Write the operation that takes a request off its operator's list."""
    return Delete(*WATCH.key(dossier_id, number))


def mark_seen(watch: Watch, seen: str, troubles: int = 0) -> Update:
    """Write the operation that remembers what was applied, on condition that it is watched yet."""
    return Update(
        *WATCH.key(watch.dossier_id, watch.number),
        set={"seen": seen, "troubles": troubles},
        present=True,
    )


def put_reference(operator: str, external_id: str, dossier_id: str, number: int) -> Put:
    """Write the operation by which a reference finds its dossier; no two dossiers share one."""
    return Put(
        {
            **OPERATOR_REFERENCE.columns(operator, external_id),
            "dossier_id": dossier_id,
            "number": number,
        },
        condition="attribute_not_exists(#pk) OR #dossier_id = :dossier_id",
        values={"dossier_id": dossier_id},
    )
