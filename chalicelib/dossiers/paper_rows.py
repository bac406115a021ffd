"""How what was read in a dossier's papers is kept, and what people said of it.

`READING#<document>` is written with the verdict on the file; `CHECKED#<finding>` when a person
explains a difference, or confirms what could not be read. Both stand in the dossier's
partition beside the form, and go with its person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from chalicelib.aws.items import Delete, Item, Put
from chalicelib.cases.files.model import WITH_COPY
from chalicelib.dossiers.model import Dossier, Piece
from chalicelib.readings.model import PaperReadings
from chalicelib.rows.dossiers import READING, REMARK


class RemarkKind(StrEnum):
    """What a person did about a finding."""

    EXPLAINED = "explained"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person said of a finding: why a difference is right, or that a paper was compared.

    `by` is pseudonymous; `words` are the person's own, empty for a confirmation. The finding's
    id is made of the compared values: a remark on other values speaks of nothing any more.
    """

    finding_id: str
    kind: RemarkKind
    document_id: str
    by: str
    role: str
    at: datetime
    words: str = ""


def put_reading(dossier_id: str, paper: PaperReadings) -> Put:
    """Write the operation that keeps what was read in one file."""
    item: Item = msgspec.to_builtins(paper)
    return Put(item | READING.columns(dossier_id, paper.document_id))


def put_remark(dossier_id: str, remark: Remark) -> Put:
    """Write the operation that keeps a remark."""
    item: Item = msgspec.to_builtins(remark)
    return Put(item | REMARK.columns(dossier_id, remark.finding_id))


def delete_remark(dossier_id: str, finding_id: str) -> Delete:
    """Write the operation that forgets a remark on values that changed since."""
    return Delete(*REMARK.key(dossier_id, finding_id))


def list_remarks(dossier: Dossier) -> Mapping[str, Remark]:
    """List the remarks kept with a dossier, by finding."""
    remarks = (msgspec.convert(dict(row), Remark) for row in REMARK.among(dossier.rows))
    return {remark.finding_id: remark for remark in remarks}


def list_papers(dossier: Dossier) -> tuple[PaperReadings, ...]:
    """List what was read in the files that count, oldest first.

    A readable file without a reading, for whatever reason, is one without text: what
    was not read is never taken for agreement.
    """
    counting = (piece for piece in dossier.pieces if piece.state in WITH_COPY)
    return tuple(find_reading(dossier, piece) or unread_paper(piece) for piece in counting)


def find_reading(dossier: Dossier, piece: Piece) -> PaperReadings | None:
    """Find what was read in a file."""
    row = dossier.rows.get(READING.sk(piece.document_id))
    return msgspec.convert(dict(row), PaperReadings) if row else None


def unread_paper(piece: Piece) -> PaperReadings:
    """Give the reading of a file in which nothing can be read, such as a photograph."""
    return PaperReadings(piece.document_id, piece.slot, has_text=False, pages_read=0)
