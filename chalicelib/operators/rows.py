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

RAW_PREFIX, WATCH_PREFIX = "OPMS#", "WATCH#"
REFERENCE_SK = "OPERATOR_REFERENCE"
TO_DO = "POLL"
"""The key of the work index under which requests that we must act on stand, by real instant."""


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
        return f"{self.filed_at.isoformat(timespec='microseconds')}#{self.dossier_id}#{self.number}"


def dossier_pk(dossier_id: str) -> str:
    """The partition of a dossier."""
    return f"D#{dossier_id}"


def raw_sk(raw: RawMilestone) -> str:
    """The sort key of a raw milestone: what makes its upsert idempotent."""
    return f"{RAW_PREFIX}{raw.source}#{raw.external_id}#{raw.number:04d}"


def put_kept(dossier_id: str, kept: Kept) -> Put:
    """Write the operation that keeps a raw milestone."""
    raw = kept.raw
    return Put(
        {
            "pk": dossier_pk(dossier_id),
            "sk": raw_sk(raw),
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
    rows = (_kept(item) for sk, item in dossier.rows.items() if sk.startswith(RAW_PREFIX))
    mine = (one for one in rows if request is None or one.request == request)
    return tuple(sorted(mine, key=lambda one: one.raw.order))


def _kept(item: Mapping[str, Any]) -> Kept:
    raw = RawMilestone(
        source=item["source"],
        external_id=item["external_id"],
        number=item["number"],
        code=item["code"],
        label=item["label"],
        at=datetime.fromisoformat(item["at"]),
        details=item["details"],
    )
    return Kept(raw, item["request"], item["settled"])


def watch_sk(number: int) -> str:
    """The sort key of a request's watch row."""
    return f"{WATCH_PREFIX}{number:03d}"


def watched(operator: str) -> str:
    """The key of the work index under which an operator's open requests stand."""
    return f"WATCH#{operator}"


def put_watch(watch: Watch) -> Put:
    """Write the operation that puts a request on its operator's list."""
    return Put(
        {
            "pk": dossier_pk(watch.dossier_id),
            "sk": watch_sk(watch.number),
            "dossier_id": watch.dossier_id,
            "number": watch.number,
            "operator": watch.operator,
            "external_id": watch.external_id,
            "filed_at": watch.filed_at.isoformat(),
            "seen": watch.seen,
            "troubles": watch.troubles,
            "wk": watched(watch.operator),
            "wa": watch.place,
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
    return Delete(dossier_pk(dossier_id), watch_sk(number))


def mark_seen(watch: Watch, seen: str, troubles: int = 0) -> Update:
    """Write the operation that remembers what was applied, on condition that it is watched yet."""
    return Update(
        dossier_pk(watch.dossier_id),
        watch_sk(watch.number),
        set={"seen": seen, "troubles": troubles},
        present=True,
    )


def put_reference(operator: str, external_id: str, dossier_id: str, number: int) -> Put:
    """Write the operation by which a reference finds its dossier; no two dossiers share one."""
    return Put(
        {
            "pk": reference_pk(operator, external_id),
            "sk": REFERENCE_SK,
            "dossier_id": dossier_id,
            "number": number,
        },
        condition="attribute_not_exists(#pk) OR #dossier_id = :dossier_id",
        values={"dossier_id": dossier_id},
    )


def reference_pk(operator: str, external_id: str) -> str:
    """The partition of an operator's reference."""
    return f"OPREF#{operator}#{external_id}"
