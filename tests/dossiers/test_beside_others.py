"""A dossier that several write at the same time: what each was told is kept, is kept."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.save_step import save_step
from chalicelib.refusals import ChangedMeanwhile
from tests.interleaved import OvertakenBy, ReadsAcross

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
COLLEAGUE = Actor("usr_2", "installer", "page", firm_id="frm_1")
WRITERS = 16
"""Writers of one dossier who all get through (reliability figures)."""


@pytest.fixture
def draft(table: Table) -> str:
    form = {"client": {"last_name": "Martin"}}
    made = create_draft(form, idempotency_key="key-00001", by=INSTALLER, table=table, now=NOW)
    return made.head.dossier_id


def save(table: Table, dossier_id: str, step: str, values: dict[str, str], by: Actor) -> None:
    save_step(dossier_id, step, values, by=by, table=table, now=NOW)


def add_flag(table: Table, dossier_id: str, flag: str) -> None:
    def decide(dossier: Dossier, _now: datetime) -> Change:
        head = replace(dossier.head, flags=(*dossier.head.flags, flag))
        return Change(EventKind.STEP_SAVED, head)

    change_dossier(dossier_id, decide, by=INSTALLER, table=table, now=NOW)


def is_flagged(table: Table, dossier_id: str, flag: str) -> bool:
    """Flag a dossier, and say whether it was done."""
    try:
        add_flag(table, dossier_id, flag)
    except ChangedMeanwhile:
        return False
    return True


@pytest.mark.parametrize("cut", range(6))
def test_a_step_saved_while_another_is_being_read_is_kept_as_well(
    table: Table, draft: str, cut: int
) -> None:
    def save_meanwhile() -> None:
        save(table, draft, "plant", {"comment": "une heure de saisie"}, COLLEAGUE)

    across = ReadsAcross(table, save_meanwhile, cut)
    save(across, draft, "client", {"last_name": "Martin", "city": "Lyon"}, INSTALLER)
    after = load_dossier(draft, seen_by=INSTALLER, table=table)
    saved = (after.values_of("client").get("city"), after.values_of("plant").get("comment"))
    assert saved == ("Lyon", "une heure de saisie")


def test_a_writer_whom_fifteen_others_overtake_gets_through(table: Table, draft: str) -> None:
    overtaken = OvertakenBy(table, lambda: add_flag(table, draft, "other"), WRITERS - 1)
    assert is_flagged(overtaken, draft, "mine")
    flags = load_dossier(draft, seen_by=INSTALLER, table=table).head.flags
    assert sorted(flags) == ["mine", *["other"] * (WRITERS - 1)]
