"""The receipts' pages and endpoints: for those who may, and the check that reveals nothing."""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.receipts.model import Receipt
from chalicelib.receipts.seal_receipt import seal_event
from chalicelib.rows.journal import JOURNAL
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.dossiers.conftest import Callers, callers
from tests.portal import Answer, Portal
from tests.receipts.worlds import AGENT, World, accepted, make_world, sha

__all__ = ["callers", "people", "portal"]

SECRETS = ("Durand", "Claire", "Lyon", "claire@exemple.fr", "facture.pdf", "12 rue des Lilas")


@pytest.fixture
def sent(table: Table, people: People) -> World:
    """A dossier that Camille's firm sent, and that the client of `people` may see."""
    world = make_world(table)

    def give(dossier: Dossier, _now: datetime) -> Change:
        head = replace(
            dossier.head, firm_id=people.installer.firm_id, client_id=people.client.user_id
        )
        return Change(EventKind.CLIENT_CORRECTED, head)

    change_dossier(world.dossier_id, give, by=AGENT, table=table)
    return world


def sign_in(callers: Callers, email: str) -> Portal:
    browser = Portal(callers.app)
    browser.sign_in(email, PASSWORD)
    return browser


def first(world: World) -> Receipt:
    seal_event(world.sending(), table=world.table)
    return world.receipts()[0]


def test_before_the_relay_the_page_says_so_and_a_click_seals(sent: World, callers: Callers) -> None:
    browser = callers.browser("installer")
    here = f"/dossiers/{sent.dossier_id}/recus"
    assert "se scelle dans les secondes" in browser.get(here).body
    assert browser.post(here).headers["location"] == here
    page = browser.get(here).body
    receipt = sent.receipts()[0]
    assert f"Le reçu {receipt.number} est scellé" in page
    assert receipt.json.sha256[:8] in page
    browser.post(here)
    assert len(sent.receipts()) == 1


def test_looking_at_the_page_seals_nothing(sent: World, callers: Callers) -> None:
    callers.browser("agent").get(f"/dossiers/{sent.dossier_id}/recus")
    assert sent.receipts() == ()


@pytest.mark.parametrize(
    "email", ["camille@soleil.test", "client@maison.test", "agent@raccordo.test"]
)
@pytest.mark.parametrize("form", ["pdf", "json"])
def test_those_who_see_the_dossier_download_both_forms(
    sent: World, callers: Callers, email: str, form: str
) -> None:
    receipt = first(sent)
    answer = sign_in(callers, email).get(f"/dossiers/{sent.dossier_id}/recus/1/{form}")
    assert answer.status == 303
    address = urlsplit(answer.headers["location"])
    query = parse_qs(address.query)
    assert address.path.endswith(getattr(receipt, form).key)
    assert int(query["X-Amz-Expires"][0]) <= 300
    assert query["response-content-disposition"] == [
        f'attachment; filename="recu-{receipt.number}.{form}"'
    ]


def test_a_rival_finds_no_receipt_of_a_foreign_dossier(sent: World, callers: Callers) -> None:
    first(sent)
    rival, token = callers.browser("rival"), callers.api("rival")
    for path in ("", "/1", "/1/pdf", "/1/json"):
        assert rival.get(f"/dossiers/{sent.dossier_id}/recus{path}").status == 404
    assert rival.post(f"/dossiers/{sent.dossier_id}/recus").status == 404
    for path in ("", "/1/file", "/1/verification"):
        assert token.call("GET", f"/dossiers/{sent.dossier_id}/receipts{path}").status == 404
    assert token.call("POST", f"/dossiers/{sent.dossier_id}/receipts").status == 404


@pytest.mark.parametrize("number", ["0", "2", "-1", "un", "1.0", "99999", "١"])
def test_a_receipt_that_is_none_is_not_there(sent: World, callers: Callers, number: str) -> None:
    first(sent)
    browser = callers.browser("agent")
    assert browser.get(f"/dossiers/{sent.dossier_id}/recus/{number}").status == 404
    assert browser.get(f"/dossiers/{sent.dossier_id}/recus/{number}/pdf").status == 404


def test_a_receipt_is_verified_on_its_page(sent: World, callers: Callers) -> None:
    first(sent)
    page = callers.browser("installer").get(f"/dossiers/{sent.dossier_id}/recus/1").body
    assert "Ce reçu est vérifié" in page
    sent.table.put({**sent.table.get(JOURNAL.pk(sent.dossier_id), "E#00000001"), "actor_id": "x"})  # type: ignore[dict-item] # it is there
    page = callers.browser("installer").get(f"/dossiers/{sent.dossier_id}/recus/1").body
    assert "Ce reçu ne se vérifie pas" in page
    assert "rompu à l’événement n° 1" in page


def test_the_pages_of_the_dossier_lead_to_its_receipts(sent: World, callers: Callers) -> None:
    receipt = first(sent)
    browser = callers.browser("installer")
    for path in ("", "/envoye"):
        page = browser.get(f"/dossiers/{sent.dossier_id}{path}").body
        assert receipt.number in page
        assert f"/dossiers/{sent.dossier_id}/recus/1/pdf" in page


def test_the_foot_of_every_page_leads_to_the_check(portal: Portal) -> None:
    assert 'href="/verifier"' in portal.get("/connexion").body


def checked(portal: Portal, receipt: str, copy: str = "") -> Answer:
    return portal.get(f"/verifier?recu={receipt}&fichier={copy}")


def test_anybody_checks_a_receipt_and_a_file_without_an_account(
    sent: World, portal: Portal
) -> None:
    fingerprint = first(sent).json.sha256
    page = checked(portal, fingerprint, sha("original facture")).body
    assert "Reçu authentique" in page
    assert "c’est l’original déposé" in page
    assert "c’est la copie de lecture" in checked(portal, fingerprint, sha("served facture")).body
    assert "n’est pas dans ce reçu" in checked(portal, fingerprint, sha("x")).body


def test_the_public_page_reveals_nothing_of_the_dossier(sent: World, portal: Portal) -> None:
    receipt = first(sent)
    page = checked(portal, receipt.pdf.sha256, sha("original facture")).body
    reference = sent.dossier().head.reference
    assert not [one for one in (*SECRETS, reference, sent.dossier_id) if one in page]


def without(page: str, *texts: str) -> str:
    """The page without what the visitor typed and without its form's own token."""
    for text in texts:
        page = page.replace(text, "")
    return page


def test_an_unknown_receipt_is_answered_alike_whatever_the_file(
    sent: World, portal: Portal
) -> None:
    first(sent)
    nobodys, deposited, never = sha("nobody's"), sha("original facture"), sha("never")
    known = checked(portal, nobodys, deposited)
    unknown = checked(portal, nobodys, never)
    assert known.status == unknown.status == 200
    assert without(known.body, deposited) == without(unknown.body, never)
    assert "Empreinte de reçu inconnue" in unknown.body


def test_the_api_answers_the_same_names_whatever_is_found(sent: World, callers: Callers) -> None:
    fingerprint = first(sent).json.sha256
    anybody = Portal(callers.app)
    answers = [
        anybody.call("GET", f"/receipts/check?receipt={receipt}&file={copy}").json()
        for receipt in (fingerprint, sha("x"))
        for copy in ("", sha("served facture"), sha("x"))
    ]
    assert [sorted(one) for one in answers] == [["file", "receipt", "sealed_at"]] * 6
    wanted = ["not_asked", "served", "unknown", "not_asked", "unknown", "unknown"]
    assert [one["file"] for one in answers] == wanted
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answers[0]["sealed_at"])


def test_what_is_no_fingerprint_is_named_on_the_page_and_by_the_api(portal: Portal) -> None:
    page = checked(portal, "abc", "<script>")
    assert page.status == 422
    assert "Empreinte du reçu : collez" in page.body
    assert "Empreinte du fichier : collez" in page.body
    assert "<script>" not in page.body.replace("&lt;script&gt;", "")
    answer = portal.call("GET", "/receipts/check?receipt=abc")
    assert answer.status == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["receipt"]


def test_the_empty_page_tells_how_to_compute_a_fingerprint(portal: Portal) -> None:
    page = portal.get("/verifier").body
    for command in ("sha256sum", "shasum -a 256", "certutil -hashfile"):
        assert command in page
    assert "<form" in page
    assert 'method="get"' in page


def test_the_api_lists_seals_and_verifies(sent: World, callers: Callers) -> None:
    caller = callers.api("installer")
    path = f"/dossiers/{sent.dossier_id}/receipts"
    assert caller.call("GET", path).json() == {"receipts": []}
    made = caller.call("POST", path)
    assert made.status == 200
    assert made.json() == caller.call("POST", path).json()
    listed = caller.call("GET", path).json()["receipts"]
    assert [one["number"] for one in listed] == [made.json()["number"]]
    found = caller.call("GET", f"{path}/1/verification").json()
    assert found["sound"] is True
    assert caller.call("GET", f"{path}/1/file?format=pdf").status == 303


def test_a_draft_leads_back_to_its_steps(people: People, callers: Callers) -> None:
    made = callers.api("installer").call("POST", "/dossiers", {}, Idempotency_Key="draft-0001")
    dossier_id = made.json()["id"]
    browser = callers.browser("installer")
    answer = browser.get(f"/dossiers/{dossier_id}/recus")
    assert answer.headers["location"] == f"/dossiers/{dossier_id}"
    assert browser.post(f"/dossiers/{dossier_id}/recus").status == 409


def test_an_answer_of_the_api_has_the_shape_that_is_described(
    sent: World, callers: Callers
) -> None:
    from chalicelib.receipts.forms import CheckShape, ReceiptsShape, VerificationShape

    first(sent)
    caller = callers.api("agent")
    path = f"/dossiers/{sent.dossier_id}/receipts"
    ReceiptsShape.model_validate_json(caller.call("GET", path).body)
    VerificationShape.model_validate_json(caller.call("GET", f"{path}/1/verification").body)
    check = caller.call("GET", f"/receipts/check?receipt={sha('x')}").body
    CheckShape.model_validate_json(check)


def test_a_new_file_after_the_receipt_makes_another(sent: World, callers: Callers) -> None:
    first(sent)
    sent.change(accepted("photo_compteur"))
    browser = callers.browser("agent")
    browser.post(f"/dossiers/{sent.dossier_id}/recus")
    page = browser.get(f"/dossiers/{sent.dossier_id}/recus").body
    assert page.index("-R02") < page.index("-R01")
