"""The contradiction radar of a dossier (F340): what its papers say beside what its form says.

Pure. Nothing is corrected here: a difference is shown, and stays until the form or the file is
another one, or a person explains why the form is right. What could not be read is never taken
for agreement: a person confirms to have compared it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from chalicelib.dossiers.claims import Claim, list_claims, list_values
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.paper_rows import Remark, list_papers, list_remarks
from chalicelib.form.values import Form
from chalicelib.readings.findings import Difference, Unread
from chalicelib.readings.radar import compare
from chalicelib.readings.rules import Severity
from chalicelib.readings.slots import SLOTS
from chalicelib.readings.words import explain
from chalicelib.refusals import FieldProblem

ID_LENGTH = 24
"""Hexadecimal digits of a finding's id: it tells a dossier's findings apart, and is no secret."""

AWAITED = {PieceState.PENDING, PieceState.HELD}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A difference, and how somebody explained it."""

    finding_id: str
    difference: Difference
    remark: Remark | None = None

    @property
    def is_blocking(self) -> bool:
        """Say whether it keeps a dossier from being sent."""
        return self.difference.severity is Severity.BLOCKING and self.remark is None


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A paper in which nothing could be read, what the form claims, and who compared them."""

    finding_id: str
    unread: Unread
    claims: tuple[Claim, ...]
    remark: Remark | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the radar has to say of a dossier; `awaited` are the files still being checked.

    `agreed` counts the values in which papers and form agree.
    """

    contradictions: tuple[Contradiction, ...] = ()
    unread: tuple[Unconfirmed, ...] = ()
    awaited: tuple[Piece, ...] = ()
    agreed: int = 0

    @property
    def blocking(self) -> tuple[Contradiction, ...]:
        """List the blocking differences that nobody explained."""
        return tuple(one for one in self.contradictions if one.is_blocking)

    def find(self, finding_id: str) -> Contradiction | Unconfirmed | None:
        """Find what somebody speaks of; None when the form or the file is another one by now."""
        every: tuple[Contradiction | Unconfirmed, ...] = (*self.contradictions, *self.unread)
        return next((one for one in every if one.finding_id == finding_id), None)


def look_at_papers(dossier: Dossier, on: date) -> Findings:
    """Compare a dossier's form with the papers that count, on that day."""
    papers = list_papers(dossier)
    radar = compare(dossier.form, papers, on)
    remarks = list_remarks(dossier)
    return Findings(
        contradictions=tuple(
            _contradiction(one, dossier.form, remarks) for one in radar.differences
        ),
        unread=tuple(_unconfirmed(one, dossier.form, remarks) for one in radar.unread),
        awaited=tuple(
            piece for piece in dossier.pieces if piece.state in AWAITED and piece.slot in SLOTS
        ),
        agreed=len(radar.agreements),
    )


def list_contradictions(dossier: Dossier, on: date) -> tuple[FieldProblem, ...]:
    """List what keeps a dossier from being sent among its papers, each named by its field.

    What concerns no field of the form (the paper's own date) is named by the slot.
    """
    return tuple(_name_problem(one.difference) for one in look_at_papers(dossier, on).blocking)


def _name_problem(found: Difference) -> FieldProblem:
    message, values = explain(found)
    return FieldProblem(found.field or found.slot, found.code, message, values)


def _contradiction(
    difference: Difference, form: Form, remarks: Mapping[str, Remark]
) -> Contradiction:
    one = difference
    compared = [one.code, one.document_id, one.other_document_id, one.page, one.written]
    finding_id = _digest([*compared, list_values(form, one.subject)])
    return Contradiction(finding_id, difference, remarks.get(finding_id))


def _unconfirmed(unread: Unread, form: Form, remarks: Mapping[str, Remark]) -> Unconfirmed:
    values = [(subject, list_values(form, subject)) for subject in unread.subjects]
    finding_id = _digest(["unread", unread.document_id, values])
    claims = tuple(claim for subject in unread.subjects for claim in list_claims(form, subject))
    return Unconfirmed(finding_id, unread, claims, remarks.get(finding_id))


def _digest(values: list[object]) -> str:
    """Make a finding's id of what was compared: other values make another finding."""
    written = json.dumps(values, default=_plain, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:ID_LENGTH]


def _plain(value: object) -> int | str:
    """Write a number alike before it was kept and after: 9.0 comes back from the table as 9."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return str(value)
