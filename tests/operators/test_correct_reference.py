"""An operator's number is corrected: as it writes them, once, told when another dossier has it."""

import pytest

from chalicelib.audit.store import find_values
from chalicelib.dossiers.kinds import EventKind
from chalicelib.operators.correct_reference import correct_reference
from chalicelib.operators.refusals import (
    NoLiveRequest,
    ReferenceChanged,
    ReferenceMalformed,
    ReferenceMissing,
    ReferenceTakenBy,
)
from chalicelib.refusals import NotAllowed
from chalicelib.rows.leads import OPERATOR_REFERENCE
from tests.operators.test_by_hand import PASSWORD, portal
from tests.operators.worlds import AGENT, INSTALLER, World
from tests.portal import Portal

__all__ = ["portal"]

RIGHT = "2603P4E999999"


def correct(world: World, dossier_id: str, reference: str = RIGHT, was: str | None = None) -> None:
    shown = world.request(dossier_id).external_id if was is None else was
    correct_reference(dossier_id, reference, was=shown, by=AGENT, table=world.table, now=world.now)


def test_the_right_number_leads_here_and_the_wrong_one_no_more(world: World) -> None:
    dossier_id = world.file()
    wrong = world.request(dossier_id).external_id
    correct(world, dossier_id)
    request = world.request(dossier_id)
    assert (request.external_id, request.former_ids) == (RIGHT, ())
    found = world.table.get(*OPERATOR_REFERENCE.key("enedis", RIGHT))
    assert found is not None
    assert found["dossier_id"] == dossier_id
    assert world.table.get(*OPERATOR_REFERENCE.key("enedis", wrong)) is None
    (watch,) = (row for sk, row in world.load(dossier_id).rows.items() if sk.startswith("WATCH#"))
    assert watch["external_id"] == RIGHT


def test_the_journal_keeps_both_numbers_and_says_who(world: World) -> None:
    dossier_id = world.file()
    wrong = world.request(dossier_id).external_id
    for _ in range(2):
        correct(world, dossier_id)
    kinds = world.kinds(dossier_id)
    assert kinds.count(EventKind.REFERENCE_CORRECTED) == 1
    seq = kinds.index(EventKind.REFERENCE_CORRECTED) + 1
    assert find_values(world.table, dossier_id, seq) == {"before": wrong, "after": RIGHT}


def test_a_number_of_another_dossier_is_told_with_that_dossier(world: World) -> None:
    first, second = world.file(), world.file()
    taken = world.request(first).external_id
    with pytest.raises(ReferenceTakenBy) as told:
        correct(world, second, taken)
    assert told.value.values == {"other": world.load(first).head.reference}
    assert world.request(second).external_id != taken


def test_a_number_that_somebody_corrected_meanwhile_is_not_overwritten(world: World) -> None:
    dossier_id = world.file()
    correct(world, dossier_id)
    with pytest.raises(ReferenceChanged) as told:
        correct(world, dossier_id, "2603P4E111111", was="2603P4E000000")
    assert told.value.values == {"reference": RIGHT}
    assert world.request(dossier_id).external_id == RIGHT


def test_what_is_no_number_of_the_operator_s_is_refused_with_an_example(world: World) -> None:
    dossier_id = world.file()
    with pytest.raises(ReferenceMalformed) as told:
        correct(world, dossier_id, "12")
    assert "2611P4E000123" in str(told.value.values["legend"])
    with pytest.raises(ReferenceMissing):
        correct(world, dossier_id, "  ")


def test_only_agents_correct_and_only_what_is_filed(world: World) -> None:
    dossier_id = world.send()
    with pytest.raises(NoLiveRequest):
        correct_reference(dossier_id, RIGHT, was="", by=AGENT, table=world.table)
    with pytest.raises(NotAllowed):
        correct_reference(dossier_id, RIGHT, was="", by=INSTALLER, table=world.table)


def test_on_the_page_errors_stand_at_the_field_and_the_journal_shows_both(
    world: World, portal: Portal
) -> None:
    dossier_id = world.file()
    wrong = world.request(dossier_id).external_id
    portal.sign_in("agent@raccordo.test", PASSWORD)
    here = f"/operateurs/dossiers/{dossier_id}"
    refused = portal.post(f"{here}/numero", {"number": "12", "was": wrong})
    assert refused.status == 422
    assert 'id="field-number-error"' in refused.body
    assert "2611P4E000123" in refused.body
    done = portal.post(f"{here}/numero", {"number": RIGHT, "was": wrong})
    assert done.status == 303
    journal = portal.get(f"/dossiers/{dossier_id}/journal").body
    assert "Numéro du gestionnaire corrigé" in journal
    told = journal.replace("\u00a0", " ").replace("\u202f", " ")
    assert f"Avant : {wrong}" in told
    assert f"Après : {RIGHT}" in told
