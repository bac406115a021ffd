"""The contradiction radar of a dossier: shown, gating the sending, explained, and told to agents."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person, Role
from chalicelib.audit.model import Actor, platform
from chalicelib.audit.values import list_values
from chalicelib.aws.table import Table
from chalicelib.dossiers.answer_finding import (
    LONGEST_WORDS,
    DossierOver,
    FindingGone,
    confirm_reading,
    explain_difference,
)
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_queue import list_queue
from chalicelib.dossiers.load import load_dossier, read_journal
from chalicelib.dossiers.model import Change, Dossier, PieceState
from chalicelib.dossiers.paper_rows import list_remarks
from chalicelib.dossiers.radar import Contradiction, Findings, look_at_papers
from chalicelib.dossiers.save_step import save_step
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.submit import submit_dossier
from chalicelib.readings.model import Subject
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.rows.dossiers import READING, REMARK
from tests.dossiers.papers import BILL, CONSUEL, hand_in
from tests.form.whole_form import AT, give_pieces, whole_form

CAMILLE = Person("usr_1", Role.INSTALLER, "Camille", "frm_1", "Soleil")
INSTALLER = as_actor(CAMILLE, "api")
RIVAL = Actor("usr_2", "installer", "page", "frm_2")
AGENT = Actor("usr_7", "agent", "page")
CLIENT = Actor("usr_9", "client", "page")
WORDS = "Le Consuel compte un onduleur de réserve, qui n’est pas raccordé."
OTHER_POWER = CONSUEL | {Subject.INSTALLED_POWER: "12"}


class World:
    """A draft that lacks nothing, in a table of its own."""

    def __init__(self, table: Table) -> None:
        self.table = table
        draft = create_draft(
            whole_form(), idempotency_key="key-1", by=INSTALLER, table=table, now=AT
        )
        self.dossier_id = draft.head.dossier_id
        give_pieces(table, self.dossier_id, CAMILLE)

    def load(self) -> Dossier:
        return load_dossier(self.dossier_id, seen_by=INSTALLER, table=self.table)

    def look(self) -> Findings:
        return look_at_papers(self.load(), AT.date())

    def hand_in(self, slot: str, says: Mapping[Subject, str] | None, **how: Any) -> str:
        return hand_in(self.table, self.dossier_id, slot, says, **how)

    def contradiction(self) -> Contradiction:
        (one,) = self.look().contradictions
        return one

    def explain(self, finding_id: str, words: str = WORDS, by: Actor = INSTALLER) -> Dossier:
        return explain_difference(
            self.dossier_id, finding_id, words, by=by, table=self.table, now=AT
        )

    def confirm(self, finding_id: str, by: Actor = INSTALLER) -> Dossier:
        return confirm_reading(self.dossier_id, finding_id, by=by, table=self.table, now=AT)

    def type(self, step: str, **values: Any) -> None:
        kept = {**self.load().values_of(step), **values}
        save_step(self.dossier_id, step, kept, by=INSTALLER, table=self.table)

    def submit(self) -> Dossier:
        return submit_dossier(self.dossier_id, by=INSTALLER, table=self.table, now=AT)

    def events(self, kind: EventKind) -> list[Any]:
        events, _next = read_journal(self.dossier_id, seen_by=INSTALLER, table=self.table)
        return [event for event in events if event.kind == kind]

    def reasons(self) -> list[str]:
        lines = list_queue(by=AGENT, now=AT, table=self.table).lines
        return [reason for line in lines for reason in line.reasons]

    def rows(self, prefix: str) -> list[str]:
        return [sk for sk in self.load().rows if sk.startswith(prefix)]


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


def test_papers_that_say_what_the_form_says_keep_nothing_back(world: World) -> None:
    world.hand_in("consuel", CONSUEL)
    world.hand_in("facture", BILL, number=2)
    findings = world.look()
    assert findings.contradictions == ()
    assert findings.agreed >= 7
    assert world.submit().head.status is Status.NEW


def test_a_contradiction_that_matters_keeps_a_dossier_from_being_sent(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    with pytest.raises(InvalidFields) as refused:
        world.submit()
    (problem,) = refused.value.problems
    assert problem.field == "installed_power_kva"
    assert "8 kVA" in str(problem.values["typed"])
    assert "12 kVA" in str(problem.values["read"])
    assert world.load().head.status is Status.DRAFT


def test_a_form_that_is_corrected_is_sent(world: World) -> None:
    world.hand_in("consuel", CONSUEL | {Subject.INSTALLED_POWER: "6"})
    assert len(world.look().blocking) == 1
    world.type("plant", installed_power_kva=6)
    assert world.look().contradictions == ()
    assert world.submit().head.status is Status.NEW


def test_a_file_that_is_replaced_speaks_no_more(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    world.hand_in("consuel", CONSUEL, number=2)
    assert world.look().contradictions == ()
    assert world.submit().head.status is Status.NEW


def test_a_warning_keeps_nothing_back(world: World) -> None:
    world.hand_in("facture", BILL | {Subject.SUBSCRIBED_POWER: "12"}, number=2)
    assert world.contradiction().difference.field == "subscribed_power_kva"
    assert world.look().blocking == ()
    assert world.submit().head.status is Status.NEW


def test_an_explained_contradiction_is_sent_with_its_explanation(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    found = world.contradiction()
    world.explain(found.finding_id)
    kept = world.contradiction().remark
    assert kept is not None
    assert (kept.words, kept.role, kept.by) == (WORDS, "installer", "usr_1")
    assert world.submit().head.status is Status.NEW
    assert Reason.CONTRADICTION not in world.reasons()


def test_an_explanation_goes_into_the_journal_without_a_word_of_anybody(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    world.explain(world.contradiction().finding_id)
    (event,) = world.events(EventKind.DIFFERENCE_EXPLAINED)
    assert event.fields == ("installed_power_kva",)
    assert set(event.details) == {"code", "slot", "document_id"}
    assert set(event.digests) == {"words"}
    (values,) = list_values(world.table, world.dossier_id).values()
    assert dict(values) == {"words": WORDS}


def test_saying_the_same_twice_is_saying_it_once_and_other_words_replace_it(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    found = world.contradiction().finding_id
    once = world.explain(found)
    assert world.explain(found, f"  {WORDS} ").head.version == once.head.version
    world.explain(found, "L’onduleur a été changé après la visite.")
    assert len(world.rows(REMARK.prefix)) == 1
    assert len(world.events(EventKind.DIFFERENCE_EXPLAINED)) == 2


def test_an_explanation_falls_with_the_value_it_explained(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    first = world.contradiction().finding_id
    world.explain(first)
    world.type("plant", installed_power_kva=7)
    assert world.contradiction().remark is None
    assert len(world.look().blocking) == 1
    with pytest.raises(FindingGone):
        world.explain(first)


def test_an_explanation_falls_with_the_file_it_spoke_of(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    world.explain(world.contradiction().finding_id)
    world.hand_in("consuel", OTHER_POWER, number=2)
    assert world.contradiction().remark is None


def test_an_explanation_survives_a_change_of_something_else(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    world.explain(world.contradiction().finding_id)
    world.type("electricity", meter_location="Sous l’escalier")
    assert world.look().blocking == ()


def test_remarks_on_former_values_are_forgotten_with_the_next_answer(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    world.explain(world.contradiction().finding_id)
    world.type("plant", installed_power_kva=7)
    world.explain(world.contradiction().finding_id)
    assert len(world.rows(REMARK.prefix)) == 1


@pytest.mark.parametrize(
    ("words", "code"), [("", "missing"), ("   ok   ", "missing"), ("é" * 501, "too-long")]
)
def test_an_explanation_says_something_and_not_too_much(
    world: World, words: str, code: str
) -> None:
    world.hand_in("consuel", OTHER_POWER)
    with pytest.raises(InvalidFields) as refused:
        world.explain(world.contradiction().finding_id, words)
    assert [(one.field, one.code) for one in refused.value.problems] == [("words", code)]
    world.explain(world.contradiction().finding_id, "é" * LONGEST_WORDS)


def test_a_paper_without_text_is_to_be_confirmed_and_never_an_agreement(world: World) -> None:
    world.hand_in("consuel", None)
    findings = world.look()
    assert findings.agreed == 0
    unread = [one for one in findings.unread if one.unread.slot == "consuel"]
    assert {claim.field: str(claim.typed) for claim in unread[0].claims} == {
        "last_name": "Durand",
        "first_name": "Claire",
        "installed_power_kva": "8 kVA",
        "consuel_number": "",
        "has_battery": "Non",
        "installer_name": "Soleil du Midi",
    }
    assert world.submit().head.status is Status.NEW


def test_a_file_that_was_accepted_without_a_reading_is_to_be_confirmed(world: World) -> None:
    assert [one.unread.document_id for one in world.look().unread] == ["doc_facture"]


def test_a_confirmation_is_kept_with_who_and_when_and_falls_with_the_compared_value(
    world: World,
) -> None:
    (unread,) = world.look().unread
    once = world.confirm(unread.finding_id)
    (confirmed,) = world.look().unread
    assert confirmed.remark is not None
    assert (confirmed.remark.by, confirmed.remark.at) == ("usr_1", AT)
    assert world.confirm(unread.finding_id).head.version == once.head.version
    world.type("electricity", subscribed_power_kva=6)
    (again,) = world.look().unread
    assert again.remark is None
    with pytest.raises(FindingGone):
        world.confirm(unread.finding_id)
    (event,) = world.events(EventKind.READING_CONFIRMED)
    assert "subscribed_power_kva" in event.fields


def test_a_difference_is_not_confirmed_and_an_unread_paper_not_explained(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    (unread,) = world.look().unread
    with pytest.raises(FindingGone):
        world.confirm(world.contradiction().finding_id)
    with pytest.raises(FindingGone):
        world.explain(unread.finding_id)


def test_a_file_that_is_still_checked_is_awaited_and_keeps_nothing_back(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER, state=PieceState.PENDING)
    findings = world.look()
    assert [piece.slot for piece in findings.awaited] == ["consuel"]
    assert findings.contradictions == ()
    assert world.submit().head.status is Status.NEW


def test_photographs_are_neither_awaited_nor_to_be_confirmed(world: World) -> None:
    world.hand_in("photo_compteur", None, state=PieceState.PENDING)
    findings = world.look()
    assert findings.awaited == ()
    assert {one.unread.slot for one in findings.unread} == {"facture"}


def test_a_consuel_that_comes_after_the_sending_calls_an_agent(world: World) -> None:
    world.submit()
    assert Reason.CONTRADICTION not in world.reasons()
    world.hand_in("consuel", OTHER_POWER)
    assert Reason.CONTRADICTION in world.reasons()
    world.explain(world.contradiction().finding_id, by=AGENT)
    assert Reason.CONTRADICTION not in world.reasons()
    assert list_remarks(world.load())[world.contradiction().finding_id].role == "agent"


def test_an_agents_reason_stays_through_changes_of_something_else(world: World) -> None:
    world.submit()
    world.hand_in("consuel", OTHER_POWER)

    def note(dossier: Dossier, _now: datetime) -> Change:
        return Change(EventKind.REMINDER_DUE, replace(dossier.head, reminded_at=AT))

    change_dossier(world.dossier_id, note, by=platform("schedule"), table=world.table)
    assert Reason.CONTRADICTION in world.reasons()


def test_an_agents_reason_goes_with_the_paper_that_gave_it(world: World) -> None:
    world.submit()
    world.hand_in("consuel", OTHER_POWER)
    world.hand_in("consuel", CONSUEL, number=2)
    assert Reason.CONTRADICTION not in world.reasons()


def test_only_installers_and_agents_answer_and_only_to_their_dossiers(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    found = world.contradiction().finding_id
    with pytest.raises(NotFound):
        world.explain(found, by=RIVAL)
    with pytest.raises(NotFound):
        world.explain(found, by=AGENT)
    with pytest.raises(NotAllowed):
        world.explain(found, by=CLIENT)


def test_nobody_answers_about_a_dossier_that_is_over(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    cancel_dossier(world.dossier_id, "Abandon du projet", by=INSTALLER, table=world.table)
    with pytest.raises(DossierOver):
        world.explain(world.contradiction().finding_id)


def test_what_was_read_stands_in_rows_of_the_dossiers_partition_alone(world: World) -> None:
    document_id = world.hand_in("consuel", OTHER_POWER)
    assert world.rows(READING.prefix) == [READING.sk(document_id)]


def test_a_finding_keeps_its_id_when_numbers_are_written_otherwise(world: World) -> None:
    world.hand_in("consuel", OTHER_POWER)
    dossier = world.load()
    plant = {**dossier.form["plant"], "installed_power_kva": Decimal("8.0")}
    written = replace(dossier, form={**dossier.form, "plant": plant})
    (one,) = look_at_papers(written, AT.date()).contradictions
    assert one.finding_id == world.contradiction().finding_id
