"""Each mail in its addressee's language: the one they chose, or the one they signed in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from chalicelib.aws.table import Table
from chalicelib.connection_mails.addressee import find_installer
from chalicelib.connection_mails.facts import Contact
from chalicelib.notices.model import Addressee
from chalicelib.notices.render import render_letter
from chalicelib.rows.cases import CASE
from chalicelib.subscription.model import box_of
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.sign import Signature, sign, versions_of
from chalicelib.words.translation import language_now, tag_of
from tests.french import French, Reading, plain
from tests.notices.test_render import EVERY_MAIL, FACTS, PLACE
from tests.notices.test_send import token_in
from tests.notices.worlds import World

NEUTRAL: Mapping[str, object] = {
    **FACTS,
    "city": "Lyon",
    "firm_name": "Sol",
    "lacking": ("XY",),
    "piece_label": "XY",
    "words": "XY",
    "answer": "XY",
    "reasons": ("XY",),
    "counts": [("XY", 3)],
    "moved": [
        {**PLACE, "name": "Zoé Roche", "steps": [(datetime(2026, 11, 17, tzinfo=UTC), "XY")]}
    ],
    "tasks": [{**PLACE, "name": "Zoé Roche", "since": date(2026, 11, 2), "what": ["XY"]}],
}
CLIENTS = "zoe@client.example.org"


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.mark.parametrize("language", ["pt_BR", "en"])
@pytest.mark.parametrize(("kind", "addressee"), EVERY_MAIL)
def test_a_mail_in_another_language_has_no_french_left(
    kind: str, addressee: Addressee, language: str
) -> None:
    letter = render_letter(kind, addressee, NEUTRAL, language=language)
    assert f'<html lang="{tag_of(language)}">' in letter.html
    reading = Reading()
    reading.feed(letter.html)
    french = French(language)
    lines = [letter.subject, *letter.text.splitlines(), *reading.texts]
    assert [one for one in map(plain, lines) if french.is_left(one)] == []


def test_an_installer_is_written_to_in_the_language_they_chose(world: World) -> None:
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.installer = Contact("paul@firm.test", "Soleil du Rhône", "pt_BR")
    world.send_all(dossier_id)
    (mail,) = [one for one in world.mailer.sent if one.to == "paul@firm.test"]
    assert mail.subject.startswith("Dossiê ")
    assert '<html lang="pt-BR">' in mail.html
    assert language_now() == "fr"


@pytest.mark.parametrize(("signed_in", "kept"), [("en", "en"), ("fr", "")])
def test_a_client_is_written_to_in_the_language_they_signed_in(
    world: World, signed_in: str, kept: str
) -> None:
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.send_all(dossier_id)
    (mail,) = [one for one in world.mailer.sent if one.to == CLIENTS]
    assert '<html lang="fr">' in mail.html
    token = token_in(mail.text)
    opening = open_link(token, table=world.table, now=world.now, real=world.now)
    ticked = frozenset(box_of(text) for text in opening.texts)
    signature = Signature("Zoé Lefèvre", ticked, versions_of(opening.texts), language=signed_in)
    after = sign(token, signature, table=world.table, now=world.now, real=world.now)
    assert after.head.client_language == kept
    notice = world.notice(dossier_id, "subscription_link")
    assert find_installer(notice, after).language == kept
    row = world.table.get(CASE.pk(dossier_id), "!HEAD")
    assert row is not None
    assert ("client_language" in row) == bool(kept)
