"""What the installer sees of the mails, by page and by API."""

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.model import Role
from chalicelib.accounts.tokens import create_token
from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.notices.record_feedback import record_feedback
from chalicelib.web.headers import forget_policy
from tests.notices.ses_events import feedback_of
from tests.notices.worlds import World
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"


@pytest.fixture
def world(table: Table) -> World:
    forget_policy()
    firm = enrol_firm(table, "Soleil du Rhône", code="123456789")
    person = enrol_user(
        table,
        email="paul@firm.example.org",
        name="Paul",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=firm,
    )
    return World(table, by=Actor(person.user_id, "installer", "page", firm_id=firm.firm_id))


@pytest.fixture
def dossier_id(world: World) -> str:
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.send_all(dossier_id)
    return dossier_id


@pytest.fixture
def portal(world: World) -> Portal:
    portal = Portal(open_app())
    portal.sign_in("paul@firm.example.org", PASSWORD)
    return portal


def bounce(world: World, dossier_id: str) -> None:
    notice = world.notice(dossier_id, "subscription_link")
    record_feedback(feedback_of("bounce_permanent", notice), table=world.table, now=world.now)


def test_the_installer_reads_what_became_of_each_mail(
    world: World, portal: Portal, dossier_id: str
) -> None:
    bounce(world, dossier_id)
    page = portal.get(f"/dossiers/{dossier_id}/mails")
    assert page.status == 200
    assert "l’adresse n’existe pas ou refuse nos mails" in page.body
    assert "Votre client n’est pas joint" in page.body


def test_the_dossiers_page_offers_to_correct_the_address(
    world: World, portal: Portal, dossier_id: str
) -> None:
    bounce(world, dossier_id)
    assert f"/dossiers/{dossier_id}/adresse-client" in portal.get(f"/dossiers/{dossier_id}").body
    answer = portal.post(
        f"/dossiers/{dossier_id}/adresse-client",
        {"email": "zoe2@client.example.org", "reason": "mail_bounced"},
    )
    assert (answer.status, answer.headers["location"]) == (303, f"/dossiers/{dossier_id}")
    world.relay(dossier_id)
    world.send_all(dossier_id)
    assert "zoe2@client.example.org" in [one.to for one in world.mailer.sent]


def test_the_address_that_failed_is_refused_where_it_was_typed(
    world: World, portal: Portal, dossier_id: str
) -> None:
    bounce(world, dossier_id)
    answer = portal.post(
        f"/dossiers/{dossier_id}/adresse-client",
        {"email": "zoe@client.example.org", "reason": "mail_bounced"},
    )
    assert answer.status == 422
    assert 'value="zoe@client.example.org"' in answer.body
    assert "field-email-error" in answer.body


def test_a_bounce_is_the_reason_that_is_chosen_at_first_and_no_other_time(
    world: World, portal: Portal, dossier_id: str
) -> None:
    bounce_reason = 'value="mail_bounced" selected'
    page = portal.get(f"/dossiers/{dossier_id}/mails").body
    assert "typing_mistake" in page
    assert "mail_bounced" not in page
    bounce(world, dossier_id)
    for path in ("", "/mails"):
        assert bounce_reason in portal.get(f"/dossiers/{dossier_id}{path}").body


def test_an_address_without_a_reason_is_refused_by_page_and_api(
    world: World, portal: Portal, dossier_id: str
) -> None:
    wanted = {"email": "zoe2@client.example.org"}
    answer = portal.post(f"/dossiers/{dossier_id}/adresse-client", wanted)
    assert answer.status == 422
    assert "field-reason-error" in answer.body
    assert 'value="zoe2@client.example.org"' in answer.body
    session = find_session(portal.jar["raccordo"])
    assert session is not None
    portal.token = create_token(session.person, "essai").secret
    for body in (wanted, {**wanted, "reason": "because"}, {**wanted, "reason": "mail_bounced"}):
        assert portal.call("PUT", f"/dossiers/{dossier_id}/client-email", body).status == 422
    assert world.load(dossier_id).head.email == "zoe@client.example.org"
    told = {**wanted, "reason": "typing_mistake"}
    assert portal.call("PUT", f"/dossiers/{dossier_id}/client-email", told).status == 200


def test_a_link_is_sent_again_on_demand(world: World, portal: Portal, dossier_id: str) -> None:
    assert portal.post(f"/dossiers/{dossier_id}/lien-souscription").status == 303
    world.relay(dossier_id)
    assert len(world.notices(dossier_id)) == 3


def test_the_api_does_the_same(world: World, portal: Portal, dossier_id: str) -> None:
    session = find_session(portal.jar["raccordo"])
    assert session is not None
    portal.token = create_token(session.person, "essai").secret
    bounce(world, dossier_id)
    listed = portal.call("GET", f"/dossiers/{dossier_id}/notices").json()
    assert listed["client_unreachable"] is True
    assert {one["state"] for one in listed["notices"]} == {"bounced", "sent"}
    wrong = portal.call(
        "PUT", f"/dossiers/{dossier_id}/client-email", {"email": "zoe@", "reason": "mail_bounced"}
    )
    assert wrong.status == 422
    right = portal.call(
        "PUT",
        f"/dossiers/{dossier_id}/client-email",
        {"email": "z@client.example.org", "reason": "mail_bounced"},
    )
    assert right.json()["client_unreachable"] is False
    assert portal.call("POST", f"/dossiers/{dossier_id}/subscription-link").status == 200


def test_a_foreign_dossiers_mails_do_not_exist(portal: Portal, dossier_id: str) -> None:
    portal.jar.clear()
    assert portal.get(f"/dossiers/{dossier_id}/mails").status == 303


def test_an_agent_sees_how_mails_do_and_resumes_them(world: World, dossier_id: str) -> None:
    enrol_user(
        world.table,
        email="agent@raccordo.example.org",
        name="Agathe",
        role=Role.AGENT,
        password=PASSWORD,
    )
    agent = Portal(open_app())
    agent.sign_in("agent@raccordo.example.org", PASSWORD)
    assert "Les mails partent normalement" in agent.get("/mails").body
    today = f"DAY#{real_now():%Y-%m-%d}"
    world.table.put({"pk": "MAIL", "sk": today, "sent": 1000, "bounced": 100})
    assert "Les envois sont arrêtés" in agent.get("/mails").body
    assert agent.post("/mails/reprise").status == 303
    assert "Les mails partent normalement" in agent.get("/mails").body


def test_installers_have_no_business_with_the_platforms_mails(portal: Portal) -> None:
    assert portal.get("/mails").status == 403
