"""What agents see of the library: a line of their list, a document's versions, its journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.partner_library.labels import ACTORS, ACTS, KINDS, LANGUAGES, STATES
from chalicelib.partner_library.list_library import ItemWhole
from chalicelib.partner_library.model import LibraryItem, Record
from chalicelib.verdicts.words import explain
from chalicelib.words.translation import _, translate


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One document as agents see it in their list; `position` counts from 1."""

    item: LibraryItem
    position: int
    kind: str
    language: str
    state: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version as agents see it; `url` is empty where there is nothing to read."""

    version: CaseFile
    label: str
    tone: str
    reasons: tuple[str, ...]
    is_current: bool
    url: str
    may_check_again: bool


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a document's journal in words."""

    at: datetime
    what: str
    who: str


def show_items(items: Sequence[LibraryItem]) -> list[ItemLine]:
    """Show the agents' list, in the shelf's order."""
    return [_show_item(item, position) for position, item in enumerate(items, start=1)]


def _show_item(item: LibraryItem, position: int) -> ItemLine:
    state, tone = state_of(item)
    return ItemLine(
        item=item,
        position=position,
        kind=translate(KINDS[item.sheet.kind]),
        language=translate(LANGUAGES[item.sheet.language]),
        state=state,
        tone=tone,
        url=f"/bibliotheque/{item.item_id}",
    )


def state_of(item: LibraryItem) -> tuple[str, str]:
    """Say in a word and a tone whether people see a document."""
    if item.is_withdrawn:
        return translate(_("Retiré")), "stop"
    if item.current is None:
        return translate(_("Sans version acceptée")), "wait"
    return translate(_("En ligne")), "done"


def show_versions(whole: ItemWhole) -> list[VersionLine]:
    """Show a document's versions, newest first."""
    return [_show_version(whole.item, version) for version in whole.versions]


def _show_version(item: LibraryItem, version: CaseFile) -> VersionLine:
    label, tone = STATES[version.state]
    here = f"/bibliotheque/{item.item_id}/versions/{version.document_id}"
    return VersionLine(
        version=version,
        label=translate(label),
        tone=tone,
        reasons=tell_reasons(version.reasons),
        is_current=item.current is not None and item.current.document_id == version.document_id,
        url=here if version.is_readable else "",
        may_check_again=version.state is FileState.HELD,
    )


def tell_reasons(reasons: Sequence[str]) -> tuple[str, ...]:
    """Tell why a version is not accepted, in sentences."""
    explained = (explain(code) for code in reasons)
    return tuple(translate(sentence, **values) for sentence, values in explained)


def show_records(records: Sequence[Record]) -> list[RecordLine]:
    """Show a document's journal, newest first."""
    return [
        RecordLine(
            at=one.at,
            what=translate(ACTS[one.act], number=one.version),
            who=translate(ACTORS.get(one.actor_role, one.actor_role)),
        )
        for one in records
    ]
