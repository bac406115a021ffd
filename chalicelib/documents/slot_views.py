"""What people see of a dossier's slots: each with its files, their state in words, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.accounts.model import Person
from chalicelib.aws.clock import business_now, real_now
from chalicelib.cases.files.model import WITH_COPY
from chalicelib.documents.model import list_slots_of
from chalicelib.documents.piece_words import tell_review
from chalicelib.documents.room import may_upload
from chalicelib.dossiers.labels import PIECE_STATES
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.reference.required_pieces import Due, Slot
from chalicelib.verdicts.words import explain
from chalicelib.words.translation import _, translate

type View = dict[str, object]

SLOW = timedelta(minutes=2)
"""After that, a file without a verdict may be one whose upload broke off."""

DUE_WORDS = {
    Due.SUBMIT: _("Avant l’envoi du dossier"),
    Due.DSO_REQUEST: _("Avant la demande de raccordement"),
    Due.COMMISSIONING: _("Avant la mise en service"),
    Due.NEVER: _("Seulement si elle est demandée"),
}


@dataclass(frozen=True, slots=True)
class FileView:
    """One file as it is shown; `tone` is the badge's, `url` where its copy is read.

    `is_slow` says that it has been pending for longer than an upload and a check take.
    """

    document_id: str
    state: str
    label: str
    tone: str
    file_name: str
    size_bytes: int
    pages: int
    reasons: tuple[str, ...]
    words: str
    is_slow: bool
    url: str
    review: str
    may_withdraw: bool
    may_refuse: bool
    may_check_again: bool


@dataclass(frozen=True, slots=True)
class ExampleView:
    """Our drawing of a piece: its file among ours, what it shows, its numbers explained."""

    file: str
    words: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What people must know of a slot, before and while they hand it in."""

    code: str
    label: str
    hint: str
    where: str
    due: str
    extensions: tuple[str, ...]
    accept: str
    accept_camera: str
    is_photo: bool
    most_bytes: int
    most_files: int
    is_several: bool
    example: ExampleView | None


@dataclass(frozen=True, slots=True)
class SlotView:
    """One slot as it is shown: `is_aside` when nobody asked for it and nothing is in it."""

    code: str
    guide: Guide
    is_due_now: bool
    is_aside: bool
    files: tuple[FileView, ...]
    has_past: bool
    may_upload: bool


def guide_to(slot: Slot) -> Guide:
    """Say of a slot, in the reader's words, all that people must know."""
    example = slot.example
    return Guide(
        code=slot.code,
        label=translate(slot.label),
        hint=translate(slot.hint),
        where=translate(slot.where),
        due=translate(DUE_WORDS[slot.due]),
        extensions=slot.extensions,
        accept=slot.accept,
        accept_camera=slot.accept_camera,
        is_photo=slot.is_photo,
        most_bytes=slot.most_bytes,
        most_files=slot.most_files,
        is_several=slot.is_several,
        example=ExampleView(
            f"examples/{example.file}",
            translate(example.words),
            tuple(translate(mark) for mark in example.marks),
        )
        if example
        else None,
    )


def view_need(slot: Slot) -> View:
    """A slot as the API describes it, whoever's dossier it is in."""
    return {
        "slot": slot.code,
        "label": translate(slot.label),
        "hint": translate(slot.hint),
        "where": translate(slot.where),
        "due": slot.due,
        "extensions": list(slot.extensions),
        "most_bytes": slot.most_bytes,
        "most_files": slot.most_files,
        "stand_in": slot.stand_in or None,
        "source": slot.source,
    }


def list_slot_views(
    dossier: Dossier, reader: Person, now: datetime | None = None
) -> list[SlotView]:
    """List a dossier's slots for a reader; clients see what can be read, nothing to decide.

    A slot that nobody asked for is shown while something may be put in it.
    """
    now = now or business_now()
    shown = (
        (_show_slot(dossier, slot, reader), slot.due is not Due.NEVER)
        for slot in list_slots_of(dossier, now)
    )
    return [
        view
        for view, is_wanted in shown
        if view.files or view.may_upload or (is_wanted and can(reader, Connection.SEE_WANTED))
    ]


def is_pending(slots: Sequence[SlotView]) -> bool:
    """Say whether any file waits for its verdict: the page then looks again by itself."""
    return any(file.state == PieceState.PENDING for slot in slots for file in slot.files)


def _show_slot(dossier: Dossier, slot: Slot, reader: Person) -> SlotView:
    pieces = dossier.pieces_of(slot.code)
    if not can(reader, Connection.SEE_WANTED):
        pieces = tuple(piece for piece in pieces if piece.state in WITH_COPY)
    is_draft = dossier.head.status is Status.DRAFT
    return SlotView(
        code=slot.code,
        guide=guide_to(slot),
        is_due_now=slot.due is Due.SUBMIT and is_draft,
        is_aside=slot.due is Due.NEVER and not pieces,
        files=tuple(_show_file(dossier, piece, reader) for piece in pieces),
        has_past=can(reader, Connection.SEE_WANTED) and _has_past(dossier, slot),
        may_upload=can(reader, Connection.HAND_IN) and may_upload(dossier, slot),
    )


def _has_past(dossier: Dossier, slot: Slot) -> bool:
    """Say whether a sent dossier's slot had other files, or was asked for, before."""
    past = (one for one in dossier.pieces if one.state is PieceState.SUPERSEDED)
    is_sent = dossier.head.status is not Status.DRAFT
    return is_sent and any(one.slot == slot.code for one in past)


def _show_file(dossier: Dossier, piece: Piece, reader: Person) -> FileView:
    head = dossier.head
    label, tone = PIECE_STATES[piece.state]
    readable = piece.is_readable
    is_agent = can(reader, Connection.JUDGE_PIECE)
    in_draft = can(reader, Connection.EDIT_DRAFT) and head.status is Status.DRAFT
    asked = is_agent and piece.state is PieceState.EXPECTED
    decided = piece.state in WITH_COPY | {PieceState.HELD}
    return FileView(
        document_id=piece.document_id,
        state=piece.state,
        label=translate(label),
        tone=tone,
        file_name=piece.file_name,
        size_bytes=piece.size_bytes,
        pages=piece.pages,
        reasons=tell_reasons(piece),
        words=piece.words,
        is_slow=is_slow(piece),
        url=f"/dossiers/{head.dossier_id}/fichiers/{piece.document_id}" if readable else "",
        review=tell_review(piece),
        may_withdraw=in_draft or asked,
        may_refuse=is_agent and head.is_open and decided,
        may_check_again=is_agent and piece.state is PieceState.HELD,
    )


def is_slow(piece: Piece) -> bool:
    """Say whether a file has been pending for longer than an upload and a check take."""
    return piece.pending_since is not None and real_now() - piece.pending_since > SLOW


def tell_reasons(piece: Piece) -> tuple[str, ...]:
    """Tell why a file is not accepted, in sentences."""
    explained = (explain(code) for code in piece.reasons)
    return tuple(translate(sentence, **values) for sentence, values in explained)
