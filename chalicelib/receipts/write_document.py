"""The document of a receipt: everything that a case says at one event of its journal. Pure.

It is always in French, whoever asks: its bytes must not depend on the reader.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.accounts.hat_words import ROLE_NAMES
from chalicelib.audit.model import Event, JournalBroken, verify_chain
from chalicelib.cases.kind import AnyKind
from chalicelib.receipts.instants import write_instant
from chalicelib.receipts.list_files import Labelled, list_standing, write_addendum, write_files
from chalicelib.receipts.model import (
    SCHEMA,
    Document,
    Json,
    NothingToSeal,
    Receipt,
    ReceiptKind,
    name_receipt,
)
from chalicelib.receipts.of_kind import Line, receipts_of
from chalicelib.rows.cases import ERASURE
from chalicelib.words.translation import in_language, translate

LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class Sealable:
    """A case to seal: `event` calls for the receipt, `state` is the last that its state is made of.

    `files` are those that count.
    """

    kind: AnyKind
    case: Any
    event: Event
    state: Event
    files: tuple[Labelled, ...]


def require_sealable(kind: AnyKind, case: Any) -> None:
    """Refuse a case that has no name yet, or whose person is or is about to be erased.

    Raises NotFound for a kind without receipts, NothingToSeal.
    """
    receipts = receipts_of(kind)
    is_erased = getattr(case.head, "erased_at", None) or ERASURE.sk() in case.rows
    if is_erased or not receipts.name_case(case):
        raise NothingToSeal


def find_sealable(kind: AnyKind, case: Any, journal: Sequence[Event]) -> Sealable:
    """Find what a receipt of a case is made of.

    Raises NothingToSeal before anything called for one, JournalBroken when the journal up to there
    does not verify, or ends elsewhere than the case says: a broken journal is not sealed.
    """
    receipts, head = receipts_of(kind), case.head
    sealed = journal[: head.seq]
    verify_chain(sealed)
    if len(journal) < head.seq or sealed[-1].hash != head.last_hash:
        raise JournalBroken(head.case_id, head.seq)
    calling = [one for one in sealed if one.kind == receipts.event]
    if not calling:
        raise NothingToSeal
    with in_language(LANGUAGE):
        files = list_standing(receipts.list_files(case))
    return Sealable(kind, case, calling[-1], sealed[-1], files)


def write_document(
    sealable: Sealable, *, first: Receipt | None, ordinal: int, check_url: str
) -> Document:
    """Write a receipt's content; the same state and the same number give the same content."""
    with in_language(LANGUAGE):
        return _write(sealable, first=first, ordinal=ordinal) | {"check": {"url": check_url}}


def _write(sealable: Sealable, *, first: Receipt | None, ordinal: int) -> Document:
    kind, case, event, state = sealable.kind, sealable.case, sealable.event, sealable.state
    receipts = receipts_of(kind)
    words, name = receipts.words, receipts.name_case(case)
    return {
        "schema": SCHEMA,
        "language": LANGUAGE,
        "receipt": {
            "number": name_receipt(name, ordinal),
            "ordinal": ordinal,
            "kind": str(ReceiptKind.STATE if first else ReceiptKind.EVENT),
            "title": translate(words.later_title if first else words.title),
        },
        "case": {
            "kind": kind.name,
            "kind_label": translate(words.case),
            "reference": name,
            "status": str(case.head.status),
            "status_label": receipts.label_status(case.head),
        },
        "event": write_instant(event.at)
        | {
            "kind": str(event.kind),
            "label": translate(words.done),
            "journal_label": translate(words.journal),
            "by": _write_actor(event),
        },
        "described": write_instant(state.at),
        "journal": {
            "algorithm": "sha256",
            "event": {"seq": event.seq, "hash": event.hash},
            "state": {"seq": state.seq, "hash": state.hash},
        },
        "fields": _write_fields(receipts.tell(case)),
        "files": write_files(sealable.files),
        "addendum": write_addendum(sealable.files, first, state.at) if first else None,
    }


def _write_actor(event: Event) -> Document:
    names: Mapping[str, str] = {str(role): name for role, name in ROLE_NAMES.items()}
    label = translate(names.get(event.actor_role, event.actor_role))
    return {"person_id": event.actor_id, "role": event.actor_role, "role_label": label}


def _write_fields(lines: Iterable[Line]) -> list[Json]:
    return [
        {
            "part": one.part,
            "part_title": one.title,
            "field": one.name,
            "label": one.label,
            "value": one.value,
            "text": one.text,
        }
        for one in lines
    ]
