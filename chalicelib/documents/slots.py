"""What a dossier says of its files: its slots, who may deposit, and what follows for its pieces."""

from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.cases.files.keys import Place
from chalicelib.cases.files.slots import Slot
from chalicelib.cases.files.transitions import brought_back
from chalicelib.documents import model
from chalicelib.documents.read_accepted import read_accepted
from chalicelib.documents.room import quota_reached, require_room
from chalicelib.dossiers.attached import is_attached, may_add
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece
from chalicelib.dossiers.statuses import FINAL
from chalicelib.readings.model import PaperReadings
from chalicelib.refusals import Refusal
from chalicelib.verdicts.check_version import Judge
from chalicelib.verdicts.checked import Checked


class DossierSlots:
    """The slots of a dossier's form, those that somebody asked for, and those beside the pieces."""

    def files_of(self, dossier: Dossier) -> tuple[Piece, ...]:
        """List the pieces, and the files that stand beside them."""
        return dossier.every_file

    def load_slot(self, dossier: Dossier, code: str, now: datetime) -> Slot:
        """Give a slot of the dossier; SlotUnknown when it has none of that code."""
        return model.load_slot(dossier, code, now)

    def may_upload(self, by: Actor, code: str) -> bool:
        """Say whether somebody of this role may deposit in a slot at all."""
        return may_add(by, code)

    def require_room(
        self, dossier: Dossier, code: str, size_bytes: int, by: str, now: datetime
    ) -> None:
        """Refuse a file that may not come, or that there is no room for."""
        require_room(dossier, model.load_slot(dossier, code, now), size_bytes, by)

    def day_full(self) -> Refusal:
        """Make the refusal that names all quotas."""
        return quota_reached()

    def sent_at(self, dossier: Dossier) -> datetime | None:
        """Give when the installer sent the dossier."""
        return dossier.head.submitted_at

    def ended_at(self, dossier: Dossier, code: str) -> datetime | None:
        """Give when the dossier was over: no piece comes any more, but files of messages do."""
        head = dossier.head
        return head.closed_at if head.status in FINAL and not is_attached(code) else None

    def announce(self, dossier: Dossier, file: Piece, now: datetime) -> Change | None:
        """Decide to keep a file that is announced or has arrived."""
        return model.add_pending(dossier, file, now)

    def judge(
        self,
        dossier: Dossier,
        document_id: str,
        checked: Checked,
        now: datetime,
        seen: PaperReadings | None,
    ) -> Change | None:
        """Decide what a verdict changes; what was read in the paper is kept with it."""
        return model.record_verdict(dossier, document_id, checked, now, seen)

    def forget(self, dossier: Dossier, document_id: str, now: datetime) -> Change | None:
        """Decide to forget a file that was announced and never arrived."""
        return model.forget_unsent(dossier, document_id, now)

    def take_back(
        self, dossier: Dossier, document_id: str, real: datetime, now: datetime
    ) -> Change | None:
        """Decide to take back a forgotten file that has arrived after all."""
        return model.arrive_late(dossier, document_id, real, now)

    def bring_back(
        self, dossier: Dossier, document_id: str, real: datetime, now: datetime
    ) -> Change | None:
        """Decide to judge again a file that was held for the scanner."""
        piece = dossier.find_piece(document_id)
        if piece is None or not piece.is_held_for_scanner:
            return None
        pending = brought_back(piece, real)
        return model.change_pieces(dossier, EventKind.PIECE_RECHECKED, (pending,), now)

    def read(self, served: Path, checked: Checked, place: Place, judge: Judge) -> Any:
        """Read of a piece what the radar compares."""
        return read_accepted(served, checked, place, judge)


SLOTS = DossierSlots()
