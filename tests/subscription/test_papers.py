"""The signed papers: one PDF a text, made once, read by those who may, gone with the person."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from chalicelib.audit.model import Actor, platform
from chalicelib.audit.values import list_values
from chalicelib.aws.items import Delete, Put
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.client_address import find_address_replaced
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.refusals import NotFound
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.export_person import export_person
from chalicelib.rows.cases import CASE
from chalicelib.subscription.make_papers import WordingLost, make_papers, texts_in
from chalicelib.subscription.model import LinkUnknown, box_of
from chalicelib.subscription.panel import show_panel
from chalicelib.subscription.papers import find_paper, list_papers
from chalicelib.subscription.read_paper import read_paper, read_paper_by_link
from chalicelib.subscription.sign import Signature, sign, versions_of
from tests.notices.worlds import AGENT, INSTALLER, NOW
from tests.subscription.clients import (
    COMPANY,
    DOCUMENTS,
    SIREN,
    Client,
    make_bucket,
    make_client,
)
from tests.tables import ENVIRONMENT

STRANGER = Actor("usr_2", "installer", "page", firm_id="frm_2")


@pytest.fixture
def zoe(table: Table) -> Client:
    make_bucket()
    return make_client(table)


def read(zoe: Client, text_id: str) -> str:
    """The words of a paper, as its reader sees them."""
    paper = find_paper(zoe.dossier(), text_id)
    assert paper is not None
    content = client("s3").get_object(Bucket=DOCUMENTS, Key=paper.key)["Body"].read()
    assert hashlib.sha256(content).hexdigest() == paper.sha256
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def count_objects() -> int:
    return len(client("s3").list_object_versions(Bucket=DOCUMENTS).get("Versions", []))


def test_each_text_that_was_agreed_to_becomes_a_paper(zoe: Client) -> None:
    zoe.sign()
    zoe.relay()
    made = [str(paper.text_id) for paper in list_papers(zoe.dossier())]
    assert made == ["adhesion", "mandate", "supplier_change", "early_start"]
    assert {paper.signed_at for paper in list_papers(zoe.dossier())} == {NOW}


def test_what_was_not_agreed_to_has_no_paper(zoe: Client) -> None:
    zoe.sign("consent_early_start")
    zoe.relay()
    assert find_paper(zoe.dossier(), "early_start") is None
    assert find_paper(zoe.dossier(), "mandate")


def test_a_paper_says_who_when_from_where_and_the_very_wording(zoe: Client) -> None:
    zoe.sign()
    zoe.relay()
    said = read(zoe, "mandate")
    (text,) = [one for one in zoe.open().texts if one.text_id == "mandate"]
    event = next(e for e in zoe.world.journal(zoe.dossier_id) if e.kind == "subscription_signed")
    flat = "".join(said.split())
    for words in (
        "Zoé Lefèvre",
        "192.0.2.7",
        "Firefox",
        "7K4M-92PX",
        "01 234 567 890 123",
        "21 novembre 2026 à 10:30:00",
        text.paragraphs[0],
        text.consent,
        text.sha256,
        event.hash,
    ):
        assert "".join(words.split()) in flat, words


def test_a_change_of_address_after_signing_never_moves_the_signature(zoe: Client) -> None:
    zoe.sign()
    signed = zoe.world.journal(zoe.dossier_id)[-1]
    correct_client_email(
        zoe.dossier_id,
        "moi@firm.example.org",
        "client_asked",
        by=INSTALLER,
        table=zoe.world.table,
        now=NOW,
    )
    zoe.relay()
    said = "".join(read(zoe, "mandate").split())
    assert "zoe@client.example.org" in said
    assert "moi@firm.example.org" not in said
    kept = list_values(zoe.world.table, zoe.dossier_id)[signed.seq]
    assert kept["link_address"] == "zoe@client.example.org"
    after = zoe.dossier()
    assert show_panel(after).readdressed_at == NOW
    assert after.reached(Milestone.SUBSCRIPTION_SIGNED) == NOW
    found = find_address_replaced(after.head)
    assert found is not None
    assert found.was_signed


def test_a_link_that_waits_at_the_former_address_signs_nothing(zoe: Client) -> None:
    texts = zoe.open().texts
    correct_client_email(
        zoe.dossier_id,
        "moi@firm.example.org",
        "typing_mistake",
        by=INSTALLER,
        table=zoe.world.table,
        now=NOW,
    )
    ticked = frozenset(map(box_of, texts))
    signature = Signature("Zoé Lefèvre", ticked, versions_of(texts))
    with pytest.raises(LinkUnknown):
        sign(zoe.token, signature, table=zoe.world.table, now=NOW, real=zoe.real)
    assert zoe.dossier().reached(Milestone.SUBSCRIPTION_SIGNED) is None


def test_the_contract_carries_its_withdrawal_form(zoe: Client) -> None:
    zoe.sign()
    zoe.relay()
    said = read(zoe, "adhesion")
    assert "Formulaire de rétractation" in said
    assert "7 décembre 2026" in said  # the fourteenth day is a Saturday
    assert "Formulaire de rétractation" not in read(zoe, "mandate")


def test_a_professional_signs_for_a_company_and_has_no_withdrawal_form(table: Table) -> None:
    make_bucket()
    baker = make_client(table, **COMPANY)
    baker.sign(company="Boulangerie du Port", registration=SIREN, capacity="gérante")
    baker.relay()
    said = read(baker, "adhesion")
    for words in ("Boulangerie du Port", SIREN, "gérante"):
        assert words in said
    assert "rétractation" not in said.partition("Signature électronique")[2]


def test_an_event_that_comes_again_makes_nothing_more(zoe: Client) -> None:
    zoe.sign()
    zoe.relay(times=3)
    assert count_objects() == 4
    first = list_papers(zoe.dossier())
    for paper in first:
        zoe.world.table.write(Delete(CASE.pk(zoe.dossier_id), f"SIGNED#{paper.text_id}"))
    zoe.relay()
    assert list_papers(zoe.dossier()) == first  # the same bytes, under the same keys
    assert count_objects() == 4


def test_other_events_make_no_paper(zoe: Client) -> None:
    zoe.relay()
    assert list_papers(zoe.dossier()) == ()
    assert count_objects() == 0


def test_a_wording_that_a_release_took_away_is_told_aloud(zoe: Client) -> None:
    zoe.sign()
    event = zoe.world.journal(zoe.dossier_id)[-1]
    assert event.kind == EventKind.SUBSCRIPTION_SIGNED
    assert len(texts_in(event)) == 4
    lost = replace(event, details={**event.details, "mandate": "1999-01 sha256:00"})
    with pytest.raises(WordingLost, match="mandate 1999-01"):
        make_papers(lost, table=zoe.world.table)
    assert list_papers(zoe.dossier()) == ()


def test_those_who_see_the_dossier_read_its_papers_and_nobody_else(zoe: Client) -> None:
    zoe.sign()
    with pytest.raises(NotFound):
        read_paper(zoe.dossier_id, "mandate", by=INSTALLER, table=zoe.world.table)
    zoe.relay()
    for actor in (INSTALLER, AGENT):
        url = read_paper(zoe.dossier_id, "mandate", by=actor, table=zoe.world.table)
        assert "mandat-7K4M-92PX.pdf" in url
    for foreign in (STRANGER, Actor("usr_8", "client", "page")):
        with pytest.raises(NotFound):
            read_paper(zoe.dossier_id, "mandate", by=foreign, table=zoe.world.table)
    with pytest.raises(NotFound):
        read_paper(zoe.dossier_id, "anything", by=INSTALLER, table=zoe.world.table)


def test_the_client_reads_them_by_the_link(zoe: Client) -> None:
    zoe.sign()
    zoe.relay()
    url = read_paper_by_link(zoe.token, "adhesion", table=zoe.world.table, real=NOW)
    assert "adhesion-7K4M-92PX.pdf" in url
    with pytest.raises(NotFound):
        read_paper_by_link("x" * 43, "adhesion", table=zoe.world.table, real=NOW)


def test_an_export_names_them_and_an_erasure_takes_them(zoe: Client) -> None:
    for name in ("UPLOADS_BUCKET", "DROP_BUCKET"):
        make_bucket(ENVIRONMENT[name])
    zoe.sign()
    zoe.relay()
    records = export_person(zoe.dossier_id, by=AGENT, table=zoe.world.table)["records"]
    assert "mandate" in {record.get("text_id") for record in records}
    cancel_dossier(zoe.dossier_id, "erreur", by=AGENT, table=zoe.world.table, now=NOW)
    proof = erase_person(
        zoe.dossier_id,
        by=platform("schedule"),
        why="usr_9",
        table=zoe.world.table,
        now=NOW + timedelta(days=1),
    )
    assert proof.is_complete
    assert count_objects() == 0
    zoe.relay()  # the event comes once more, late
    assert count_objects() == 0


def test_no_paper_is_made_once_an_erasure_is_asked_for(zoe: Client) -> None:
    zoe.sign()
    zoe.world.table.write(Put({"pk": CASE.pk(zoe.dossier_id), "sk": "ERASURE"}))
    zoe.relay()
    assert list_papers(zoe.dossier()) == ()
    assert count_objects() == 0
