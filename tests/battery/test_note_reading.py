"""Noting and importing: once, replaceable, every former value kept, and bounded."""

from dataclasses import replace
from decimal import Decimal

import pytest

from chalicelib.audit.model import Actor, platform, verify_chain
from chalicelib.audit.values import list_values
from chalicelib.aws.table import Table
from chalicelib.battery.import_readings import MOST_CHARACTERS, MOST_LINES, import_readings
from chalicelib.battery.model import Fate, Reading, StorageNotBegun
from chalicelib.battery.note_reading import note_reading
from chalicelib.battery.read_storage import read_storage
from chalicelib.battery.store import list_readings
from chalicelib.battery.views import show_year
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.retention.export_person import export_person
from chalicelib.rows.model import Erasure
from chalicelib.rows.registry import find_row
from tests.battery.worlds import NOW, REFERENCE, commission, note
from tests.ledger.worlds import AGENT, World

READING = Reading("2024-05", Decimal(1), Decimal(1))


@pytest.fixture
def world(table: Table) -> World:
    return commission(table)


def load(world: World) -> Dossier:
    return load_dossier(world.dossier_id, seen_by=AGENT, table=world.table)


def test_a_reading_is_noted_once_and_replaced_with_its_former_values_in_the_journal(
    world: World,
) -> None:
    assert note(world, "2024-05", "300", "100") is Fate.NOTED
    events = len(world.journal())
    assert note(world, "2024-05", "300.0", "100") is Fate.UNCHANGED
    assert len(world.journal()) == events
    assert note(world, "2024-05", "310", "100") is Fate.REPLACED
    last = world.journal()[-1]
    assert (last.kind, last.actor_id, last.details["replaces"]) == ("storage_read", "usr_7", 1)
    kept = list_values(world.table, world.dossier_id)[last.seq]
    assert kept == {"storage": "310;100", "storage_before": "300;100"}
    assert verify_chain(world.journal())
    assert list_readings(load(world))["2024-05"].injected_kwh == 310


def test_months_of_two_years_are_two_rows_and_one_balance(world: World) -> None:
    later = NOW.replace(year=2025, month=2)
    for month in ("2024-05", "2024-12", "2025-01"):
        reading = Reading(month, Decimal(10), Decimal(0))
        note_reading(world.dossier_id, reading, by=AGENT, table=world.table, now=later)
    dossier = load(world)
    assert sorted(sk for sk in dossier.rows if sk.startswith("STORAGE#")) == [
        "STORAGE#2024",
        "STORAGE#2025",
    ]
    storage = read_storage(dossier, later)
    assert storage is not None
    assert storage.lines[-1].balance_kwh == 1030
    assert len(storage.lines) == 9
    shown = show_year(storage, 2024)
    assert shown is not None
    assert [month.is_read for month in shown.months] == [True, *[False] * 6, True]
    assert (shown.year, shown.before, shown.after) == (2024, 0, 2025)


def test_before_the_commissioning_there_is_nothing_to_note(table: Table) -> None:
    world = World(table)
    world.begin()
    world.happen(EventKind.DOSSIER_SUBMITTED, status="nouveau")
    with pytest.raises(StorageNotBegun):
        note(world, "2024-05", "1", "1")
    assert read_storage(world.load(), NOW) is None


@pytest.mark.parametrize("month", ["2024-04", "2024-09", "2023-12"])
def test_a_month_before_storage_or_under_way_is_refused(world: World, month: str) -> None:
    with pytest.raises(InvalidFields):
        note(world, month, "1", "1")


def test_only_agents_note_and_others_dossiers_are_not_found(world: World) -> None:
    client = Actor("usr_c", "client", "page")
    for by in (client, platform("page"), Actor("usr_1", "installer", "page", firm_id="frm_1")):
        with pytest.raises(NotAllowed):
            note_reading(world.dossier_id, READING, by=by, table=world.table, now=NOW)
        with pytest.raises(NotAllowed):
            import_readings("x", by=by, table=world.table, now=NOW)
    with pytest.raises(NotFound):
        note_reading("dos_unknown", READING, by=AGENT, table=world.table, now=NOW)


def test_readings_are_exported_with_the_person_and_erased_with_them(world: World) -> None:
    note(world, "2024-05", "300", "100")
    told = export_person(world.dossier_id, by=AGENT, table=world.table)
    assert any("months" in record for record in told["records"])
    kind = find_row({"pk": "C#dos_1", "sk": "STORAGE#2024"})
    assert kind
    assert kind.erased is Erasure.DELETED

    def erase(dossier: Dossier, now: object) -> Change:
        return Change(EventKind.PERSON_ERASED, replace(dossier.head, erased_at=NOW))

    world.change(erase)
    with pytest.raises(StorageNotBegun):
        note(world, "2024-06", "1", "1")


def test_a_file_is_imported_line_by_line_and_again_without_any_change(world: World) -> None:
    text = (
        "dossier;mois;injecte_kwh;soutire_kwh\n"
        f"{REFERENCE};2024-05;412,5;180\n"
        "\n"
        f"{REFERENCE.lower()};06/2024;300;0\n"
        f"{REFERENCE};2024-07;beaucoup;-3\n"
        f"{REFERENCE};2024-12;1;1\n"
        "AAAA-AAAA;2024-05;1;1\n"
        "trop;peu\n"
        f'"{REFERENCE};2024-08;1;1\n'
        f"{REFERENCE}\t2024-08\t20\t5\n"
    )
    reports = import_readings(text, by=AGENT, table=world.table, now=NOW)
    assert [(one.number, one.fate) for one in reports] == [
        (2, Fate.NOTED),
        (4, Fate.NOTED),
        (5, Fate.REFUSED),
        (6, Fate.REFUSED),
        (7, Fate.REFUSED),
        (8, Fate.REFUSED),
        (9, Fate.REFUSED),
        (10, Fate.NOTED),
    ]
    assert "injectée" in str(reports[2].why)
    assert "soutirée" in str(reports[2].why)
    assert "2024-08" in str(reports[3].why)
    again = import_readings(text, by=AGENT, table=world.table, now=NOW)
    assert {one.fate for one in again} == {Fate.UNCHANGED, Fate.REFUSED}
    assert list_readings(load(world))["2024-05"].injected_kwh == Decimal("412.5")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "dossier;mois;injecte_kwh;soutire_kwh",
        "a;b;c;d\n" * (MOST_LINES + 1),
        "a" * (MOST_CHARACTERS + 1),
    ],
)
def test_a_file_without_lines_or_with_too_many_is_refused_whole(world: World, text: str) -> None:
    with pytest.raises(InvalidFields):
        import_readings(text, by=AGENT, table=world.table, now=NOW)
