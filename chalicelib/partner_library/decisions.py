"""What may happen to a document of the library: pure decisions, from what is to what becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from chalicelib.partner_library.model import (
    MOST_VERSIONS,
    Act,
    LibraryItem,
    Sheet,
    Version,
    VersionState,
    in_order,
)
from chalicelib.partner_library.refusals import CannotCheckAgain, TooManyVersions
from chalicelib.refusals import NotFound
from chalicelib.verdicts.checked import MIME_TYPES, Checked
from chalicelib.verdicts.verdict import Outcome, ReasonCode

STEP: Final = Decimal(1000)
"""Between the places of a document and of one put beyond the last."""

FINEST: Final = Decimal("1e-12")

WITHOUT_VERDICT: Final = frozenset({VersionState.PENDING, VersionState.FORGOTTEN})
"""States that the verdict on an arrival moves."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a decision sees: the document, and the version that it is about, if any."""

    item: LibraryItem
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of a document: the act, the document after it, the version that changed."""

    act: Act
    item: LibraryItem
    version: Version | None = None


def edit(kept: Kept, sheet: Sheet) -> Decided | None:
    """Decide to write another sheet; None when it says the same."""
    if kept.item.sheet == sheet:
        return None
    return Decided(Act.EDITED, replace(kept.item, sheet=sheet))


def withdraw(kept: Kept) -> Decided | None:
    """Decide to take a document off the shelf; None when it is off it already."""
    if kept.item.is_withdrawn:
        return None
    return Decided(Act.WITHDRAWN, replace(kept.item, is_withdrawn=True))


def restore(kept: Kept) -> Decided | None:
    """Decide to put a document back; None when it is not withdrawn."""
    if not kept.item.is_withdrawn:
        return None
    return Decided(Act.RESTORED, replace(kept.item, is_withdrawn=False))


def move(kept: Kept, place: Decimal) -> Decided | None:
    """Decide to give a document another place; None when it has it."""
    if kept.item.place == place:
        return None
    return Decided(Act.MOVED, replace(kept.item, place=place))


def place_at(items: Sequence[LibraryItem], item_id: str, position: int) -> Decimal:
    """Find the place that makes a document the `position`-th of the library, counted from 1.

    Between two neighbours it is the middle, so that no other row changes. NotFound for a
    document that is not among them; a position beyond the ends is the end.
    """
    ordered = in_order(items)
    now_at = next((at for at, one in enumerate(ordered) if one.item_id == item_id), None)
    if now_at is None:
        raise NotFound
    others = [one for one in ordered if one.item_id != item_id]
    wanted = min(max(position - 1, 0), len(others))
    if wanted == now_at:
        return ordered[now_at].place
    if wanted == 0:
        return others[0].place - STEP
    if wanted == len(others):
        return others[-1].place + STEP
    middle = (others[wanted - 1].place + others[wanted].place) / 2
    return middle.quantize(FINEST)


def announce(kept: Kept, version: Version) -> Decided | None:
    """Decide to keep a version that is announced or has arrived; None when it is known.

    It takes the next number. Raises TooManyVersions.
    """
    if kept.version is not None:
        return None
    number = kept.item.versions + 1
    if number > MOST_VERSIONS:
        raise TooManyVersions(most=MOST_VERSIONS)
    numbered = replace(version, number=number)
    return Decided(Act.VERSION_ANNOUNCED, replace(kept.item, versions=number), numbered)


def record_verdict(kept: Kept, checked: Checked, now: datetime) -> Decided | None:
    """Decide what a verdict changes; None when the version has one already (R25).

    Only a newer version than the current one becomes it: verdicts may come in any order. A
    version that was given up and arrived after all gets its verdict too.
    """
    version = kept.version
    if version is None or version.state not in WITHOUT_VERDICT:
        return None
    decided = _with_verdict(version, checked, now)
    item = kept.item
    is_newer = item.current is None or item.current.number < decided.number
    if decided.is_readable and is_newer:
        item = replace(item, current=decided)
    return Decided(_ACTS[checked.verdict.outcome], item, decided)


_ACTS: Final = {
    Outcome.ACCEPTED: Act.VERSION_ACCEPTED,
    Outcome.REJECTED: Act.VERSION_REJECTED,
    Outcome.HELD: Act.VERSION_HELD,
}
_STATES: Final = {
    Outcome.ACCEPTED: VersionState.ACCEPTED,
    Outcome.REJECTED: VersionState.REJECTED,
    Outcome.HELD: VersionState.HELD,
}


def _with_verdict(version: Version, checked: Checked, now: datetime) -> Version:
    verdict = checked.verdict
    return replace(
        version,
        state=_STATES[verdict.outcome],
        file_name=version.file_name or checked.file_name,
        size_bytes=checked.size_bytes or version.size_bytes,
        content_type=MIME_TYPES[verdict.kind] if verdict.kind else version.content_type,
        pages=verdict.pages,
        reasons=tuple(str(reason) for reason in verdict.reasons),
        upload_version=checked.upload_version,
        sha256=checked.sha256,
        evidence_key=checked.evidence_key,
        evidence_version=checked.evidence_version,
        served_key=checked.served_key,
        served_version=checked.served_version,
        served_sha256=checked.served_sha256,
        decided_at=now,
        pending_since=None,
        epoch=0,
    )


def forget(kept: Kept, now: datetime) -> Decided | None:
    """Decide to forget a version that was announced and never arrived."""
    version = kept.version
    if version is None or version.state is not VersionState.PENDING:
        return None
    gone = replace(
        version,
        state=VersionState.FORGOTTEN,
        reasons=(str(ReasonCode.NEVER_ARRIVED),),
        decided_at=now,
        pending_since=None,
    )
    return Decided(Act.VERSION_FORGOTTEN, kept.item, gone)


def check_again(kept: Kept, real: datetime) -> Decided:
    """Decide to have a held version judged once more. Raises NotFound, CannotCheckAgain."""
    version = kept.version
    if version is None:
        raise NotFound
    if version.state is not VersionState.HELD:
        raise CannotCheckAgain
    waiting = replace(
        version, state=VersionState.PENDING, reasons=(), decided_at=None, pending_since=real
    )
    return Decided(Act.VERSION_CHECKED_AGAIN, kept.item, waiting)
