"""The one way to change a dossier: all or nothing, once, in order."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.store import list_unrelayed, list_whole_journal
from chalicelib.aws.items import Operation, Put
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.list_dossiers import list_dossiers, load_counters
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Space
from chalicelib.dossiers.save_step import save_step
from chalicelib.dossiers.statuses import Status
from chalicelib.refusals import ChangedMeanwhile, KeyReused, NotFound

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "api", firm_id="frm_1")
COLLEAGUE = Actor("usr_2", "installer", "page", firm_id="frm_1")
STRANGER = Actor("usr_9", "installer", "api", firm_id="frm_9")
FORM: dict[str, Any] = {"client": {"last_name": "Martin", "city": "Lyon"}}


def draft(table: Table, key: str = "k1") -> Dossier:
    return create_draft(FORM, idempotency_key=key, by=INSTALLER, table=table, now=NOW)


def mark(word: str) -> Any:
    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, flags=(*dossier.head.flags, word))
        return Change(EventKind.STEP_SAVED, head)

    return decide


class LosesReplies(Table):
    """A table whose first transaction passes but whose reply is lost, as the SDK tells it."""

    lost = 0

    def transact(self, operations: Any) -> None:
        super().transact(operations)
        if not self.lost:
            self.lost = 1
            raise ConditionFailed((0, 1))


def losing(table: Table) -> LosesReplies:
    return LosesReplies(table.name, table._client)


def test_a_repeated_key_makes_one_dossier(table: Table) -> None:
    assert draft(table).head.dossier_id == draft(table).head.dossier_id
    assert len(list_dossiers(by=INSTALLER, table=table).lines) == 1


def test_a_key_that_comes_back_with_other_values_is_refused(table: Table) -> None:
    draft(table)
    with pytest.raises(KeyReused):
        create_draft({}, idempotency_key="k1", by=INSTALLER, table=table, now=NOW)


def test_a_draft_created_with_a_lost_reply_is_one_draft(table: Table) -> None:
    created = draft(losing(table))
    assert [line.dossier_id for line in list_dossiers(by=INSTALLER, table=table).lines] == [
        created.head.dossier_id
    ]


def test_a_change_and_its_event_are_written_together(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id
    after = change_dossier(dossier_id, mark("a"), by=COLLEAGUE, table=table, now=NOW)
    events = list_whole_journal(table, dossier_id)
    assert verify_chain(events) == after.head.seq == after.head.version == 2
    assert (events[-1].actor_id, events[-1].hash) == ("usr_2", after.head.last_hash)


def test_every_event_waits_for_its_relay(table: Table) -> None:
    draft(table)
    waiting = list_unrelayed(table, datetime.now(UTC) + timedelta(minutes=1))
    assert [event.kind for event in waiting] == ["dossier_created"]


def test_a_lost_reply_is_told_from_a_conflict(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id
    after = change_dossier(dossier_id, mark("a"), by=INSTALLER, table=losing(table), now=NOW)
    assert after.head.flags == ("a",)
    assert len(list_whole_journal(table, dossier_id)) == 2


def test_a_lost_reply_is_recognised_after_somebody_else_wrote(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id

    class Overtaken(Table):
        done = False

        def transact(self, operations: Any) -> None:
            super().transact(operations)
            if not self.done:
                self.done = True
                change_dossier(dossier_id, mark("other"), by=COLLEAGUE, table=table, now=NOW)
                raise ConditionFailed((0,))

    overtaken = Overtaken(table.name, table._client)
    after = change_dossier(dossier_id, mark("mine"), by=INSTALLER, table=overtaken, now=NOW)
    assert after.head.flags == ("mine", "other")


def test_writers_at_once_lose_nothing(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id

    class Patient(Table):
        lock = threading.Lock()

        def transact(self, operations: Any) -> None:
            with self.lock:  # moto's own transactions are not atomic between threads
                super().transact(operations)

    patient = Patient(table.name, table._client)
    threads = [
        threading.Thread(
            target=change_dossier,
            args=(dossier_id, mark(f"w{n}")),
            kwargs={"by": INSTALLER, "table": patient, "now": NOW},
        )
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = load_dossier(dossier_id, seen_by=INSTALLER, table=table)
    assert sorted(after.head.flags) == ["w0", "w1", "w2", "w3"]
    assert verify_chain(list_whole_journal(table, dossier_id)) == after.head.version == 5


def test_another_row_that_refuses_the_transaction_is_the_callers_to_know(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id
    taken: Operation = Put({"pk": "R#taken", "sk": "REFERENCE"}, absent=True)
    table.write(taken)

    def decide(dossier: Dossier, now: datetime) -> Change:
        return Change(EventKind.STEP_SAVED, dossier.head, also=(taken,))

    with pytest.raises(ConditionFailed):
        change_dossier(dossier_id, decide, by=INSTALLER, table=table, now=NOW)
    assert len(list_whole_journal(table, dossier_id)) == 1


def test_a_page_that_shows_an_old_version_overwrites_nothing(table: Table) -> None:
    dossier = draft(table)
    save_step(
        dossier.head.dossier_id, "client", {"city": "Paris"}, by=COLLEAGUE, table=table, now=NOW
    )
    with pytest.raises(ChangedMeanwhile):
        save_step(
            dossier.head.dossier_id,
            "client",
            {"city": "Nice"},
            by=INSTALLER,
            expected_version=dossier.head.version,
            table=table,
            now=NOW,
        )


def test_another_firms_dossier_does_not_exist(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id
    with pytest.raises(NotFound):
        load_dossier(dossier_id, seen_by=STRANGER, table=table)
    with pytest.raises(NotFound):
        change_dossier(dossier_id, mark("x"), by=STRANGER, table=table, now=NOW)


def test_an_agent_does_not_see_a_draft(table: Table) -> None:
    agent = Actor("usr_a", "agent", "page")
    with pytest.raises(NotFound):
        load_dossier(draft(table).head.dossier_id, seen_by=agent, table=table)


def test_counters_follow_the_status_and_the_space(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id
    draft(table, key="k2")
    save_step(dossier_id, "plant", {"connection_power_kva": 50}, by=INSTALLER, table=table, now=NOW)
    small = load_counters(by=INSTALLER, now=NOW, table=table)
    large = load_counters(by=INSTALLER, now=NOW, space=Space.LARGE, table=table)
    assert (small.by_status[Status.DRAFT], large.by_status[Status.DRAFT]) == (1, 1)
    listed = list_dossiers(by=INSTALLER, space=Space.LARGE, table=table)
    assert [line.dossier_id for line in listed.lines] == [dossier_id]


def test_an_unreached_milestone_starts_another_generation(table: Table) -> None:
    dossier_id = draft(table).head.dossier_id

    def reach(dossier: Dossier, now: datetime) -> Change:
        return Change(
            EventKind.REQUEST_VALIDATED, dossier.head, reached=(Milestone.REQUEST_VALIDATED,)
        )

    def fall(dossier: Dossier, now: datetime) -> Change:
        return Change(
            EventKind.REQUEST_LAPSED, dossier.head, unreached=(Milestone.REQUEST_VALIDATED,)
        )

    reached = change_dossier(dossier_id, reach, by=INSTALLER, table=table, now=NOW)
    assert reached.reached(Milestone.REQUEST_VALIDATED) == NOW
    fallen = change_dossier(dossier_id, fall, by=INSTALLER, table=table, now=NOW)
    assert (fallen.head.generation, fallen.head.milestones) == (2, {})
    again = change_dossier(dossier_id, fall, by=INSTALLER, table=table, now=NOW)
    assert again.head.generation == 2


def test_saving_the_same_values_again_writes_nothing(table: Table) -> None:
    dossier = draft(table)
    same = save_step(
        dossier.head.dossier_id, "client", FORM["client"], by=INSTALLER, table=table, now=NOW
    )
    assert same.head.version == dossier.head.version
