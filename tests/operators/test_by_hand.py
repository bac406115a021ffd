"""An operator followed by hand: agents enter what happens, on a page."""

from datetime import date, timedelta

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Role
from chalicelib.audit.model import platform
from chalicelib.aws.items import Update
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.note_codes_read import note_codes_read
from chalicelib.operators.order_commissioning import order_commissioning
from chalicelib.operators.overview import list_hand_tasks
from chalicelib.operators.record_by_hand import record_by_hand
from chalicelib.operators.refusals import (
    DayOutOfReach,
    MilestoneUnreadable,
    NoLiveRequest,
    ReferenceMalformed,
)
from chalicelib.web.headers import forget_policy
from chalicelib.words.values import Day
from tests.operators.worlds import AGENT, World
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"


def prepared(world: World) -> str:
    dossier_id = world.send(operator="strasbourg")
    world.prepare(dossier_id)
    return dossier_id


def enter(world: World, dossier_id: str, code: str, **more: object) -> None:
    record_by_hand(
        dossier_id,
        code,
        world.now.date(),
        by=AGENT,
        table=world.table,
        now=world.now,
        **more,  # type: ignore[arg-type] # reference or details
    )


def test_a_dossier_is_carried_by_hand_to_commissioning(world: World) -> None:
    dossier_id = prepared(world)
    assert world.request(dossier_id).next_at is None
    enter(world, dossier_id, "filed", reference="SER-2026-17")
    for code in ("DMREC", "VALID"):
        world.later(days=10)
        enter(world, dossier_id, code)
    order_commissioning(dossier_id, by=platform("machine"), table=world.table, now=world.now)
    assert world.request(dossier_id).state is RequestState.TO_ORDER
    world.later(days=1)
    assert world.act() == 0
    enter(world, dossier_id, "MESC")
    assert world.status(dossier_id) is Status.COMMISSIONING_ORDERED
    world.later(days=20)
    enter(world, dossier_id, "CPRE")
    head = world.load(dossier_id).head
    assert (head.status, head.commissioned_on) == (Status.CLOSED, world.now.date())


def test_the_same_entry_twice_is_one(world: World) -> None:
    dossier_id = prepared(world)
    for _ in range(2):
        enter(world, dossier_id, "filed", reference="SER-2026-17")
    for _ in range(2):
        enter(world, dossier_id, "DMREC")
    kinds = world.kinds(dossier_id)
    assert kinds.count(EventKind.REQUEST_FILED) == 1
    assert kinds.count(EventKind.REQUEST_QUALIFIED) == 1


def test_a_reference_is_checked_as_its_operator_writes_them(world: World) -> None:
    dossier_id = world.send()
    world.prepare(dossier_id)
    with pytest.raises(ReferenceMalformed):
        enter(world, dossier_id, "filed", reference="P4E")
    assert world.request(dossier_id).state is RequestState.TO_FILE


def test_what_is_to_come_or_unknown_is_refused(world: World) -> None:
    dossier_id = prepared(world)
    with pytest.raises(MilestoneUnreadable):
        record_by_hand(
            dossier_id,
            "filed",
            world.now.date() + timedelta(days=1),
            by=AGENT,
            table=world.table,
            now=world.now,
        )
    with pytest.raises(MilestoneUnreadable):
        enter(world, dossier_id, "ZZ99")


def test_a_request_is_filed_on_the_day_that_the_agent_says(world: World) -> None:
    dossier_id = prepared(world)
    sent = world.now
    world.later(days=9)
    filed_on = sent.date() + timedelta(days=6)
    record_by_hand(
        dossier_id,
        "filed",
        filed_on,
        by=AGENT,
        reference="SER-2026-17",
        table=world.table,
        now=world.now,
    )
    reached = world.load(dossier_id).head.milestones[Milestone.REQUEST_FILED]
    assert reached.at.date() == filed_on
    assert world.request(dossier_id).filed_at == reached.at


@pytest.mark.parametrize("code", ["filed", "DMREC", "CPRE"])
def test_a_year_mistyped_is_refused_with_the_first_day_that_can_be(world: World, code: str) -> None:
    dossier_id = prepared(world)
    if code != "filed":
        enter(world, dossier_id, "filed", reference="SER-2026-17")
    world.later(days=30)
    on = world.now.date().replace(year=2020)
    with pytest.raises(DayOutOfReach) as refused:
        record_by_hand(dossier_id, code, on, by=AGENT, table=world.table, now=world.now)
    assert refused.value.values == {"first": Day(date(2026, 3, 2))}
    assert refused.value.field == "on"


def test_nothing_is_said_of_a_request_that_is_not_filed(world: World) -> None:
    dossier_id = prepared(world)
    with pytest.raises(NoLiveRequest):
        enter(world, dossier_id, "VALID")


def test_an_agent_takes_the_flag_off_once_the_codes_are_read(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:unknown_code]")
    world.work(days=21)
    assert world.load(dossier_id).head.flags == ("unknown_code",)
    for _ in range(2):
        note_codes_read(dossier_id, by=AGENT, table=world.table)
    assert world.load(dossier_id).head.flags == ()


def test_a_cancellation_waits_until_an_agent_says_the_operator_knows(world: World) -> None:
    dossier_id = prepared(world)
    enter(world, dossier_id, "filed", reference="SER-17")
    cancel_dossier(dossier_id, "Renonce", by=AGENT, table=world.table, now=world.now)
    world.work(days=1)
    assert world.request(dossier_id).state is RequestState.TO_CANCEL
    (task,) = list_hand_tasks(world.real, world.table)
    assert task.dossier_id == dossier_id
    enter(world, dossier_id, "ANNUL")
    assert world.request(dossier_id).state is RequestState.CANCELLED
    assert list_hand_tasks(world.real, world.table) == ()


def test_an_awaited_piece_is_the_agents_to_hand_on(world: World) -> None:
    dossier_id = prepared(world)
    enter(world, dossier_id, "filed", reference="SER-17")
    enter(world, dossier_id, "INCPL", details={"piece": "mairie"})
    world.hand_in(dossier_id, "mairie")
    world.work(days=1)
    assert world.request(dossier_id).awaited_piece == "mairie"
    enter(world, dossier_id, "CPLR")
    assert world.request(dossier_id).awaited_piece == ""


def test_what_an_agent_filed_with_an_operator_that_answers_is_asked_about(world: World) -> None:
    dossier_id = world.send()
    world.prepare(dossier_id)
    body = {"request_key": "by telephone", "pdl": "01234567890123"}
    _, entry = world.sandbox.desk.file(dict(body))
    assert isinstance(entry, dict)
    enter(world, dossier_id, "filed", reference=entry["external_id"])
    world.work(days=11)
    assert EventKind.REQUEST_QUALIFIED in world.kinds(dossier_id)


@pytest.fixture
def portal(world: World) -> Portal:
    forget_policy()
    for email, role in (("agent@raccordo.test", Role.AGENT), ("client@maison.test", Role.CLIENT)):
        enrol_user(world.table, email=email, name="Ana", role=role, password=PASSWORD)
    return Portal(open_app())


def test_the_page_shows_the_form_takes_the_entry_and_explains_a_refusal(
    world: World, portal: Portal
) -> None:
    dossier_id = prepared(world)
    portal.sign_in("agent@raccordo.test", PASSWORD)
    path = f"/operateurs/dossiers/{dossier_id}"
    assert "Déposez la demande auprès du gestionnaire" in portal.get(path).body
    fields = {"code": "filed", "on": "2026-03-02", "reference": "avec des espaces"}
    refused = portal.post(path, fields)
    assert refused.status == 422
    assert "n’est pas de la forme attendue" in refused.body
    assert "avec des espaces" in refused.body
    accepted = portal.post(path, fields | {"reference": "SER-17"})
    assert accepted.status == 303
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    assert portal.post(path, fields | {"on": "hier"}).status == 422
    shown = portal.get(path)
    assert "SER-17" in shown.body
    assert "Demande recevable" in shown.body


def test_the_connectors_page_tells_states_and_unknown_codes(world: World, portal: Portal) -> None:
    dossier_id = world.file(comment="[sandbox:unknown_code]")
    world.work(days=21)
    portal.sign_in("agent@raccordo.test", PASSWORD)
    body = portal.get("/operateurs").body
    assert "Enedis" in body
    assert "ZZ99" in body
    assert f"/operateurs/dossiers/{dossier_id}" in body
    assert "En marche" in body
    world.table.update(
        Update("OPERATOR#enedis", "HEALTH", set={"failures": 2, "last_error": "500"})
    )
    assert "Injoignable" in portal.get("/operateurs").body
    page = portal.get(f"/operateurs/dossiers/{dossier_id}").body
    assert "Code inconnu" in page
    posted = portal.post(f"/operateurs/dossiers/{dossier_id}/codes-lus")
    assert posted.status == 303
    assert "Code inconnu" not in portal.get(f"/operateurs/dossiers/{dossier_id}").body


@pytest.mark.parametrize("path", ["/operateurs", "/operateurs/dossiers/dos_1"])
def test_only_agents_come_here(world: World, portal: Portal, path: str) -> None:
    assert portal.get(path).status == 303
    portal.sign_in("client@maison.test", PASSWORD)
    assert portal.get(path).status == 403
    assert world.made == 0


def test_a_reference_that_was_replaced_is_remembered_for_its_erasure(world: World) -> None:
    dossier_id = prepared(world)
    enter(world, dossier_id, "filed", reference="SER-2026-17")
    for reference in ("SER-2026-18", "SER-2026-17"):
        enter(world, dossier_id, "filed", reference=reference)
    request = world.request(dossier_id)
    assert (request.external_id, request.former_ids) == ("SER-2026-17", ("SER-2026-18",))
