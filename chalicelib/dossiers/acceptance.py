"""Which rule accepts a readable file of a dossier, if any: the stage's policy, applied."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from chalicelib.cases.files.model import WITH_COPY
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.paper_rows import find_reading
from chalicelib.readings.model import PaperReadings, Subject
from chalicelib.reference.acceptance import Policy, Rule, find_row, name_rule
from chalicelib.reference.days import legal_day
from chalicelib.settings import load_settings

HAS_TO_AGREE: Final[Mapping[str, frozenset[Subject]]] = {
    "consuel": frozenset({Subject.CONSUEL_NUMBER, Subject.HOLDER_NAME, Subject.INSTALLED_POWER}),
}
"""By slot, what a reading has to agree in before it may stand for a person's; others never do."""

BY_READING: Final = name_rule(Rule.READING_AGREES)


def find_policy() -> Policy:
    """Give the policy that this stage's setting names; production's for anything else."""
    try:
        return Policy(load_settings().acceptance)
    except ValueError:
        return Policy.PRODUCTION


def accept_by_rule(
    dossier: Dossier, piece: Piece, paper: PaperReadings | None, now: datetime
) -> Piece:
    """Give a readable file as the policy leaves it: accepted by the rule it names, or readable still."""
    on = legal_day(now, dossier.head.postcode)
    row = find_row(find_policy(), dossier.head.operator, piece.slot, on)
    rule = row.rule if row else Rule.NEVER
    is_met = rule is Rule.FORMAT_CHECK or (
        rule is Rule.READING_AGREES and _reading_agrees(dossier, piece, paper, on)
    )
    if not is_met:
        return replace(piece, state=PieceState.READABLE, accepted_by="", accepted_at=None)
    return replace(piece, state=PieceState.ACCEPTED, accepted_by=name_rule(rule), accepted_at=now)


def accept_anew(dossier: Dossier, now: datetime) -> tuple[Piece, ...]:
    """Give the files that the rules decide otherwise than when they came: the form is another one.

    What a person accepted stays so. What a reading accepted becomes readable again once the form
    and the paper differ, and is accepted once they agree.
    """
    open_ = (
        one
        for one in dossier.pieces
        if one.slot in HAS_TO_AGREE
        and one.state in WITH_COPY
        and one.accepted_by in {"", BY_READING}
    )
    anew = ((one, accept_by_rule(dossier, one, find_reading(dossier, one), now)) for one in open_)
    return tuple(after for before, after in anew if after.state is not before.state)


def _reading_agrees(dossier: Dossier, piece: Piece, paper: PaperReadings | None, on: date) -> bool:
    """Say whether a paper was read, agrees in all that it has to and differs in nothing."""
    wanted = HAS_TO_AGREE.get(piece.slot)
    if paper is None or not wanted:
        return False
    from chalicelib.readings.radar import compare  # most Lambdas never compare anything

    found = compare(dossier.form, (paper,), on)
    agreed = {one.subject for one in found.agreements}
    return not found.differences and wanted <= agreed
