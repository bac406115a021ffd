"""Mails on the deployed stack: sent by the stream, signed by their link, followed by feedback.

Dossiers are sent by the use cases, with the stack's own table; everything after is the deployed
functions', each under its own role. SES's own feedback is published to the stack's topic, for
the local SES publishes none.
"""

import json
import re
import uuid
from collections.abc import Mapping
from html import unescape
from typing import Any

import boto3
import httpx
import pytest

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.audit.model import Actor
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.notices.model import Notice
from local.people import INSTALLER, load_people
from local.stage import LocalStage
from tests.cloud.steps import wait_for
from tests.notices.ses_events import ses_event
from tests.notices.worlds import World

pytestmark = pytest.mark.cloud


@pytest.fixture
def world(stage: LocalStage) -> World:
    load_people(stage.table())
    person = find_enrolled(stage.table(), INSTALLER.email)
    assert person is not None
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)
    return World(stage.table(), by=by)


def send(world: World) -> str:
    """Send a dossier whose client has an address of their own."""
    return world.send_dossier(uuid.uuid4().hex, email=f"{uuid.uuid4().hex}@client.example.org")


def mails_to(stage: LocalStage, address: str) -> list[Mapping[str, Any]]:
    return [mail for mail in stage.mails() if mail["To"] == [address]]


def wait_for_link(stage: LocalStage, address: str) -> str:
    """Give the path of the link that was mailed, once: where the stage's time runs, reminders follow."""
    mail, *later = wait_for(lambda: mails_to(stage, address))
    assert mail["Subject"] not in {one["Subject"] for one in later}
    found = re.search(r"(/souscription/\S+)", mail["BodyText"])
    assert found
    return found[1]


def browser(stage: LocalStage) -> httpx.Client:
    host = stage.portal.partition("//")[2].strip("/")
    headers = {"Host": host, "Origin": f"http://{host}"}
    return httpx.Client(base_url=stage.connect_to, headers=headers, timeout=60)


def fields_of(html: str) -> dict[str, str]:
    """What a browser posts of the first form, every box ticked."""
    form = html.partition("<form")[2].partition("</form>")[0]
    tags = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", form))
    return {tag["name"]: unescape(tag.get("value", "")) for tag in tags}


def publish(name: str, notice: Notice, address: str) -> None:
    """Publish a word of SES about a notice that went to an address."""
    said = json.dumps(ses_event(name, notice)).replace("zoe@client.example.org", address)
    sns = boto3.client("sns")
    topics = (topic["TopicArn"] for topic in sns.list_topics()["Topics"])
    (topic,) = [arn for arn in topics if arn.endswith("mail-feedback")]
    sns.publish(TopicArn=topic, Message=said)


def test_a_sent_dossier_writes_twice_and_its_link_signs_it(stage: LocalStage, world: World) -> None:
    dossier_id = send(world)
    path = wait_for_link(stage, world.load(dossier_id).head.email)
    with browser(stage) as client:
        fields = fields_of(client.get(path).text) | {"name": "Zoé Lefèvre"}
        for _click in range(2):
            assert client.post(path, data=fields).status_code == 303
        assert "Merci, c’est signé" in client.get(path).text
    assert world.load(dossier_id).head.signed_at
    assert {one.state for one in world.notices(dossier_id)} == {"sent"}


def test_feedback_in_any_number_marks_the_dossier_once_and_a_new_address_gets_a_new_link(
    stage: LocalStage, world: World
) -> None:
    dossier_id = send(world)
    address = world.load(dossier_id).head.email
    old = wait_for_link(stage, address)
    notice = world.notice(dossier_id, "subscription_link")
    for name in ("bounce_permanent", "send", "bounce_permanent", "delivery_delay", "complaint"):
        publish(name, notice, address)
    wait_for(lambda: world.load(dossier_id).head.client_unreachable)
    wait_for(lambda: world.notice(dossier_id, "subscription_link").complained_at)
    kinds = [event.kind for event in world.journal(dossier_id)]
    assert kinds.count("notice_bounced") == 1
    corrected = f"{uuid.uuid4().hex}@client.example.org"
    correct_client_email(dossier_id, corrected, "mail_bounced", by=world.by, table=world.table)
    new = wait_for_link(stage, corrected)
    with browser(stage) as client:
        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200
