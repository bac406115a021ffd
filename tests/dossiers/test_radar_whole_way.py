"""A Consuel's power against the form, from the picked PDF to the recap: the real child reads it."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import pytest

from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.files.check_arrival import check_arrival
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from chalicelib.verdicts.warm_child import WarmChild
from local import papers
from tests.dossiers.conftest import Callers
from tests.form.whole_form import give_pieces, whole_json
from tests.portal import Portal
from tests.tables import ENVIRONMENT

UPLOADS, DOCUMENTS = ENVIRONMENT["UPLOADS_BUCKET"], ENVIRONMENT["DOCUMENTS_BUCKET"]


def house(installed_kva: str) -> papers.Household:
    """The household of `whole_form`, whose Consuel says this power."""
    return papers.Household(
        name="Mme Claire DURAND",
        address="12, rue des Lilas",
        city="LYON",
        postcode="69003",
        pdl="01 234 567 890 123",
        subscribed_kva="9",
        installed_kva=installed_kva,
        installer="SOLEIL DU MIDI",
    )


@pytest.fixture
def child() -> Iterator[WarmChild]:
    with WarmChild() as child:
        yield child


class Draft:
    """A whole draft in a browser, with the buckets and the check behind it."""

    def __init__(self, callers: Callers, table: Table, child: WarmChild) -> None:
        for bucket in (UPLOADS, DOCUMENTS):
            client("s3").create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
            )
            client("s3").put_bucket_versioning(
                Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
            )
        self.browser: Portal = callers.browser("installer")
        made = callers.api("installer").call(
            "POST", "/dossiers", whole_json(), Idempotency_Key="whole-way-1"
        )
        self.here = f"/dossiers/{made.json()['id']}"
        give_pieces(table, made.json()["id"], callers.people.installer)
        self.desk = Desk(child, "not_configured", DOCUMENTS, table)

    def deposit(self, slot: str, name: str, content: bytes) -> None:
        """Take a ticket as the script does, store the bytes, and let the check run."""
        asked = {"file_name": name, "size_bytes": str(len(content))}
        ticket = self.browser.post(f"{self.here}/pieces/{slot}/billet", asked)
        assert ticket.status == 201, ticket.body
        key = ticket.json()["fields"]["key"]
        stored = client("s3").put_object(Bucket=UPLOADS, Key=key, Body=content)
        check_arrival(Arrival(UPLOADS, key, stored["VersionId"]), self.desk)

    def consuel(self, installed_kva: str) -> None:
        paper = papers.draw_consuel(house(installed_kva), "CSL-26-118402", date(2026, 3, 1))
        self.deposit("consuel", "consuel visé.pdf", paper)

    def recap(self) -> str:
        return unescape(self.browser.get(f"{self.here}/recapitulatif").body)


@pytest.fixture
def draft(callers: Callers, table: Table, child: WarmChild) -> Draft:
    return Draft(callers, table, child)


def test_a_consuels_other_power_is_shown_before_sending_and_replaced(draft: Draft) -> None:
    draft.consuel("9")
    page = draft.recap()
    versus = page[page.index('class="versus stop"') : page.index("</article>")]
    assert ">8 kVA<" in versus
    assert ">9 kVA<" in versus
    assert "consuel visé.pdf, page 1" in versus
    assert "Puissance de production installée 9 kVA" in versus
    assert draft.browser.post(f"{draft.here}/envoi").status == 422
    link = re.search(r'href="([^"]*/fichiers/[^"]+)"', versus)
    assert link is not None
    opened = draft.browser.get(link[1])
    assert opened.status == 303
    assert "served/" in opened.headers["location"]
    draft.consuel("8")
    page = draft.recap()
    assert 'class="versus stop"' not in page
    assert "s’accordent avec le formulaire" in page
    sent = draft.browser.post(f"{draft.here}/envoi")
    assert sent.headers["location"] == f"{draft.here}/envoye"


def test_a_scanned_consuel_is_to_be_confirmed(draft: Draft) -> None:
    """A picture in a PDF has no text."""
    import io

    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    pdf.image(io.BytesIO(papers.draw_photo("installation")), w=180)
    draft.deposit("consuel", "scan.pdf", bytes(pdf.output()))
    page = draft.recap()
    assert "Attestation Consuel visée – scan.pdf" in page
    assert "s’accorde" not in page
    assert 'class="versus stop"' not in page


def test_a_bill_as_people_print_it_agrees_with_the_form(draft: Draft) -> None:
    bill = papers.draw_bill(house("8"), date(2026, 2, 1))
    draft.deposit("facture", "facture.pdf", bill)
    page = draft.recap()
    assert 'class="versus stop"' not in page
    assert "s’accordent avec le formulaire" in page
