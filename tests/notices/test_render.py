"""The mails themselves: whole, safe, readable by anybody."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from chalicelib.cases.registry import list_kinds
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.notices.model import AccountMail, Addressee
from chalicelib.notices.render import render_letter

TEMPLATES = Path(__file__).parents[2] / "templates" / "emails"
PARTS = {"subject.txt", "body.txt", "body.html"}
PLACE = {"dossier_id": "dos_1", "name": "Mme Zoé <b>Lefèvre</b> & fils", "city": "Lyon"}
FACTS: dict[str, object] = {
    "reference": "7K4M-92PX",
    "client_name": "Mme Zoé <b>Lefèvre</b> & fils",
    "city": "L’Haÿ-les-Roses",
    "firm_name": "Soleil du Rhône",
    "operator_label": "Enedis",
    "power_kva": Decimal("6.5"),
    "installed_kva": Decimal(9),
    "dossier_url": "https://raccordo.example/dossiers/dos_1",
    "to_give_url": "https://raccordo.example/dossiers/dos_1/a-fournir",
    "messages_url": "https://raccordo.example/dossiers/dos_1/messages",
    "amendments_url": "https://raccordo.example/dossiers/dos_1/modifications",
    "lacking": ("Facture d’électricité : La pièce est trop ancienne.",),
    "waits_since": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    "subscription_url": "https://raccordo.example/souscription/secret",
    "following_url": "https://raccordo.example/suivi/secret",
    "link_ends_on": datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    "submitted_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    "filed_at": datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
    "commissioned_on": date(2027, 3, 1),
    "external_id": "2611P4E000123",
    "piece_label": "Facture d’électricité",
    "file_name": "facture 2026.pdf",
    "name": "Mme Zoé <b>Lefèvre</b> & fils",
    "role": "installer",
    "portal_url": "https://raccordo.example",
    "new_email": "zoe@nouvelle.example",
    "caused_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    "link_url": "https://raccordo.example/mot-de-passe/secret",
    "link_ends_at": datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
    "words": "Bonjour,\nmon compteur <b>tourne</b> à l’envers.",
    "answer": "Bonjour,\nc’est normal.",
    "week_from": date(2026, 11, 16),
    "week_to": date(2026, 11, 22),
    "counts": [("Nouveau", 3), ("Clôturé", 12)],
    "moved": [
        {
            **PLACE,
            "steps": [(datetime(2026, 11, 17, 9, 30, tzinfo=UTC), "En traitement Enedis")],
        }
    ],
    "has_more_moved": True,
    "contact_url": "https://raccordo.example/contact",
    "was_signed": True,
    "tasks": [
        {**PLACE, "since": datetime(2026, 11, 2, 9, 30, tzinfo=UTC), "what": ["Lire un message"]}
    ],
    "has_more_tasks": True,
    "commissioned": [{**PLACE, "on": date(2026, 11, 19)}],
    "announced": [{**PLACE, "on": date(2026, 12, 1)}],
    "ending_url": "https://raccordo.example/resume-hebdomadaire/secret",
    "reasons": ("Ce PDF est incomplet : sa fin manque. Renvoyez-le.",),
}
OF_KINDS = {
    (queued.kind, queued.to)
    for kind in list_kinds()
    if kind.mails
    for several in kind.mails.get().of_events.values()
    for queued in several
}
"""The mails that the kinds of case list, and to whom each goes."""

EVERY_MAIL: list[tuple[str, Addressee]] = [
    *((mail, Addressee.OWNER) for mail in AccountMail),
    *((mail, to) for mail in ConnectionMail for to in (Addressee.INSTALLER, Addressee.CLIENT)),
    *sorted((mail, to) for mail, to in OF_KINDS if mail not in set(ConnectionMail)),
]


class Tags(HTMLParser):
    """Lists the tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_every_notice_has_its_three_files_and_every_folder_its_notice() -> None:
    folders = {folder.name: folder for folder in TEMPLATES.iterdir() if folder.is_dir()}
    told = {mail for mail, _to in OF_KINDS}
    assert {"contact_reply", *ConnectionMail} == told
    assert set(folders) == {*AccountMail, *told}
    labels = {name for kind in list_kinds() if kind.mails for name in kind.mails.get().labels}
    assert labels == told
    for folder in folders.values():
        assert {file.name for file in folder.iterdir()} == PARTS


@pytest.mark.parametrize(("kind", "addressee"), EVERY_MAIL)
def test_a_subject_is_one_short_line(kind: str, addressee: Addressee) -> None:
    subject = render_letter(kind, addressee, FACTS).subject
    assert 10 < len(subject) < 110
    assert "\n" not in subject


def test_a_name_with_line_breaks_makes_no_second_header() -> None:
    facts = FACTS | {"client_name": "Zoé\r\nBcc: all@example.org"}
    letter = render_letter(ConnectionMail.DOSSIER_RECEIVED, Addressee.INSTALLER, facts)
    assert not re.search(r"[\r\n]", letter.subject)


@pytest.mark.parametrize(("kind", "addressee"), EVERY_MAIL)
def test_names_are_text_in_the_html(kind: str, addressee: Addressee) -> None:
    letter = render_letter(kind, addressee, FACTS)
    assert "<b>Lefèvre" not in letter.html
    if "Lefèvre" in letter.text:
        assert "Mme Zoé <b>Lefèvre</b> & fils" in letter.text


@pytest.mark.parametrize(("kind", "addressee"), EVERY_MAIL)
def test_nothing_is_loaded_from_elsewhere(kind: str, addressee: Addressee) -> None:
    tags = Tags(render_letter(kind, addressee, FACTS).html).found
    assert {tag for tag, _ in tags} & {"img", "script", "link", "iframe", "form"} == set()
    for tag, attributes in tags:
        assert "src" not in attributes
        assert "url(" not in (attributes.get("style") or "")
        if tag == "a":
            assert str(attributes["href"]).startswith("https://raccordo.example/")


@pytest.mark.parametrize(("kind", "addressee"), EVERY_MAIL)
def test_the_text_alone_says_where_to_go(kind: str, addressee: Addressee) -> None:
    letter = render_letter(kind, addressee, FACTS)
    links = {str(attributes["href"]) for tag, attributes in Tags(letter.html).found if tag == "a"}
    assert all(link in letter.text for link in links)
    assert "{" not in letter.text
    assert "\n\n\n" not in letter.text


def test_a_refused_piece_says_which_why_and_what_to_do() -> None:
    text = render_letter(ConnectionMail.PIECE_REFUSED, Addressee.INSTALLER, FACTS).text
    assert "Facture d’électricité (facture 2026.pdf)" in text
    assert "sa fin manque" in text
    assert "déposez un nouveau fichier" in text


def test_days_are_written_in_words_as_they_are_lived_in_france() -> None:
    link = render_letter(ConnectionMail.SUBSCRIPTION_LINK, Addressee.CLIENT, FACTS).text
    assert "jusqu’au 1er janvier 2027" in link
    day = render_letter(ConnectionMail.COMMISSIONING_DATE, Addressee.CLIENT, FACTS).subject
    assert "1er mars 2027" in day


def test_french_marks_never_begin_a_line() -> None:
    text = render_letter(ConnectionMail.SUBSCRIPTION_LINK, Addressee.CLIENT, FACTS).text
    assert not re.search(r" [:;?!]", text)
