"""Who looks after a dossier: one agent at a time, told to the second, all of it in the journal."""

from datetime import date
from typing import Any

import pytest

from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.model import Member, Person, Role
from chalicelib.accounts.staff import find_agent, list_agents, note_agent
from chalicelib.audit.model import platform
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.taken import read_taken
from chalicelib.desk.hand_over import LONGEST_NOTE, hand_over
from chalicelib.desk.refusals import HandedOverMeanwhile, NothingToFollow, TakenByAnother
from chalicelib.desk.take import release_case, take_case
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.labels import EVENTS
from chalicelib.dossiers.list_queue import OWN, list_queue
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.messages.post_message import post_message
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.retention.erase_person import erase_person
from chalicelib.rows.journal import JOURNAL
from chalicelib.words.values import Day
from tests.desk.worlds import ANA, BEN, INSTALLER, NOW, Desk
from tests.dossiers.conftest import Callers
from tests.tables import ENVIRONMENT

ROBIN = Member("usr_robin", "Robin Keller", is_admin=False, since=NOW)


def take(desk: Desk, dossier_id: str, **more: str) -> None:
    take_case(dossier_id, by=ANA, name="Ana", table=desk.table, now=desk.now, **more)


def mine(desk: Desk) -> list[str]:
    found = list_queue(OWN, by=ANA, now=desk.now, table=desk.table)
    return [line.dossier_id for line in found.lines]


def test_of_two_agents_at_once_the_second_is_told_who_has_it_and_since_when(desk: Desk) -> None:
    dossier_id = desk.send()

    class Slow(Table):
        """Ana takes it between Ben's reading and his writing."""

        def transact(self, operations: object) -> None:
            if read_taken(desk.load(dossier_id)) is None:
                take(desk, dossier_id)
            super().transact(operations)  # type: ignore[arg-type] # handed through

    slow = Slow(desk.table.name, desk.table._client)
    with pytest.raises(TakenByAnother) as told:
        take_case(dossier_id, by=BEN, name="Ben", table=slow, now=desk.now)
    assert told.value.values == {"name": "Ana", "day": Day(date(2026, 3, 2))}
    assert desk.kinds(dossier_id).count(EventKind.DOSSIER_TAKEN) == 1


def test_taking_twice_is_once_and_letting_go_empties_one_s_list(desk: Desk) -> None:
    dossier_id = desk.send()
    for _ in range(2):
        take(desk, dossier_id)
    assert mine(desk) == [dossier_id]
    for _ in range(2):
        release_case(dossier_id, by=ANA, table=desk.table, now=desk.now)
    assert mine(desk) == []
    assert desk.kinds(dossier_id)[-2:] == [EventKind.DOSSIER_TAKEN, EventKind.DOSSIER_RELEASED]


def test_a_colleague_s_dossier_is_not_let_go_but_handed_over(desk: Desk) -> None:
    dossier_id = desk.send()
    take(desk, dossier_id)
    with pytest.raises(TakenByAnother):
        release_case(dossier_id, by=BEN, table=desk.table)
    hand_over(
        dossier_id, ROBIN, "Rappeler le client", by=BEN, name="Ben", table=desk.table, now=desk.now
    )
    taken = read_taken(desk.load(dossier_id))
    assert taken is not None
    assert (taken.name, taken.note, taken.given_by) == ("Robin Keller", "Rappeler le client", "Ben")
    event = desk.journal(dossier_id)[-1]
    assert event.details == {"agent": "usr_robin", "from": "usr_ana"}
    assert "Rappeler" not in str(event)


def test_a_dossier_that_changed_hands_meanwhile_is_not_handed_over_unseen(desk: Desk) -> None:
    dossier_id = desk.send()
    take(desk, dossier_id)
    with pytest.raises(HandedOverMeanwhile) as told:
        hand_over(dossier_id, ROBIN, by=BEN, name="Ben", was="", table=desk.table)
    assert told.value.values["name"] == "Ana"
    hand_over(dossier_id, ROBIN, by=BEN, name="Ben", was="usr_ana", table=desk.table)
    hand_over(dossier_id, ROBIN, by=BEN, name="Ben", was="usr_ana", table=desk.table)
    assert desk.kinds(dossier_id).count(EventKind.DOSSIER_HANDED_OVER) == 1


def test_a_long_note_is_refused_at_its_field(desk: Desk) -> None:
    with pytest.raises(InvalidFields) as told:
        hand_over(
            desk.send(), ROBIN, "x" * (LONGEST_NOTE + 1), by=ANA, name="Ana", table=desk.table
        )
    assert told.value.problems[0].field == "note"


def test_what_is_over_is_nobody_s(desk: Desk) -> None:
    dossier_id = desk.send()
    take(desk, dossier_id)
    desk.happen(dossier_id, EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED)
    assert read_taken(desk.load(dossier_id)) is None
    assert mine(desk) == []
    with pytest.raises(NothingToFollow):
        take(desk, dossier_id)
    with pytest.raises(NothingToFollow):
        hand_over(dossier_id, ROBIN, by=ANA, name="Ana", table=desk.table)


def test_what_was_left_for_a_colleague_goes_with_the_person(desk: Desk) -> None:
    dossier_id = desk.send()
    desk.happen(dossier_id, EventKind.DOSSIER_CANCELLED, status=Status.CANCELLED)
    post_message(
        dossier_id, "Bonjour", key="cle-0001", by=INSTALLER, table=desk.table, now=desk.now
    )
    hand_over(dossier_id, ROBIN, "Rappeler Mme Durand", by=ANA, name="Ana", table=desk.table)
    assert read_taken(desk.load(dossier_id)) is not None
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        place: Any = {"LocationConstraint": "eu-west-3"}
        client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)
    by = platform("schedule")
    erase_person(dossier_id, by=by, why="usr_ana", table=desk.table, now=desk.now)
    assert read_taken(desk.load(dossier_id)) is None
    values = desk.table.query_all(JOURNAL.pk(dossier_id), prefix="V#", consistent=True)
    assert "Durand" not in str(values)


def test_who_has_it_stays_through_what_happens_to_the_dossier(desk: Desk) -> None:
    dossier_id = desk.send()
    take(desk, dossier_id)
    desk.piece(dossier_id, PieceState.HELD)
    (line,) = list_queue(by=BEN, now=desk.now, table=desk.table).lines
    assert (line.taken_by, line.taken_name) == ("usr_ana", "Ana")


def test_only_agents_take_cases_and_only_sent_ones(desk: Desk) -> None:
    dossier_id = desk.send()
    with pytest.raises(NotAllowed):
        take_case(dossier_id, by=INSTALLER, name="I", table=desk.table)
    with pytest.raises(NotFound):
        take(desk, "dos_absent")


def test_the_acts_have_their_words_in_the_journal() -> None:
    kinds = (EventKind.DOSSIER_TAKEN, EventKind.DOSSIER_RELEASED, EventKind.DOSSIER_HANDED_OVER)
    assert all(EVENTS[kind] for kind in kinds)


def test_who_left_is_no_colleague_any_more_but_is_named(colleague: Person, table: Table) -> None:
    assert find_agent(colleague.user_id, table=table) is not None
    disable_user(colleague.user_id, table=table)
    assert find_agent(colleague.user_id, table=table) is None
    (left,) = list_agents(table=table)
    assert left.left_at is not None


def test_an_agent_of_before_is_entered_once(colleague: Person, table: Table) -> None:
    for person in (colleague, Person("usr_old", Role.AGENT, "Ada")):
        for _ in range(2):
            note_agent(table, person, NOW)
    assert [one.name for one in list_agents(table=table)] == ["Ada", "Robin Keller"]


def test_the_search_is_on_every_page_of_an_agent(callers: Callers) -> None:
    agent = callers.browser("agent")
    for path in ("/operateurs", "/dossiers?file=autres", "/compte"):
        assert 'action="/recherche"' in agent.get(path).body


def test_an_agent_takes_hands_over_and_finds_their_own_on_pages(
    desk: Desk, callers: Callers, colleague: Person
) -> None:
    dossier_id = desk.send("Durand")
    agent, here = callers.browser("agent"), f"/dossiers/{dossier_id}"
    assert "Prendre ce dossier" in agent.get(here).body
    assert agent.post(f"{here}/prise").status == 303
    assert "Vous suivez ce dossier depuis" in agent.get(here).body
    assert "Durand" in agent.get("/dossiers?file=miens").body
    form = agent.get(f"{here}/transmission").body
    assert "Robin Keller" in form
    me = callers.people.agent.user_id
    nobody = agent.post(f"{here}/transmission", {"suivi": me, "collegue": "usr_x"})
    assert nobody.status == 422
    assert "choisissez un nom de la liste" in nobody.body
    fields = {"suivi": me, "collegue": colleague.user_id, "note": "Le Consuel arrive lundi"}
    assert agent.post(f"{here}/transmission", fields).status == 303
    shown = agent.get(here).body
    assert "Robin Keller suit ce dossier depuis" in shown
    assert "Le Consuel arrive lundi" in shown
    late = agent.post(f"{here}/prise")
    assert late.status == 409
    assert "Robin Keller suit déjà ce dossier" in late.body
    assert "Durand" not in agent.get("/dossiers?file=miens").body
