"""What the pages of documents do when things go as they go: slowly, twice, and half."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.decide_piece import refuse_piece
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from tests.browser.journey import Journey, jpeg, pdf
from tests.browser.near_portal import DROPPED, EMAIL, PASSWORD, NearPortal, open_near_portal
from tests.documents.worlds import AGENT

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def near(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[NearPortal]:
    yield from open_near_portal(table, monkeypatch.setenv)


def travel(context: BrowserContext, near: NearPortal, *, reads_scripts: bool = True) -> Journey:
    """Sign in on a phone, begin a draft and open its documents."""
    context.set_default_timeout(60_000)
    name = "360-envois" if reads_scripts else "360-envois-sans-script"
    journey = Journey(context.new_page(), near.url, name, reads_scripts)
    journey.open("/connexion")
    journey.page.fill("[name=email]", EMAIL)
    journey.page.fill("[name=password]", PASSWORD)
    journey.page.click("main form button.primary")
    journey.page.click("main .head form button.primary")
    expect(journey.page).to_have_url(re.compile(r"/etape/1$"))
    near.world.dossier_id = journey.page.url.split("/")[-3]
    journey.open(f"/dossiers/{near.world.dossier_id}/etape/5")
    return journey


@pytest.fixture
def phone(chromium: Browser, near: NearPortal) -> Iterator[Journey]:
    context = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="fr-FR", color_scheme="dark"
    )
    yield travel(context, near)
    context.close()


@pytest.fixture
def old_phone(chromium: Browser, near: NearPortal) -> Iterator[Journey]:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="fr-FR")
    yield travel(context, near, reads_scripts=False)
    context.close()


def photos(count: int) -> list[FilePayload]:
    return [jpeg(f"photo-{number}.jpg", f"good {number}".encode()) for number in range(count)]


def pieces(near: NearPortal, state: PieceState) -> list[Piece]:
    with near.lock:
        dossier = load_dossier(
            near.world.dossier_id, seen_by=platform("queue"), table=near.world.table
        )
    return [piece for piece in dossier.pieces if piece.state is state]


def test_several_files_leave_three_at_a_time_and_the_others_wait(
    phone: Journey, near: NearPortal
) -> None:
    page = phone.page
    near.bucket.open_gate.clear()
    page.set_input_files("#pick-photo_installation", photos(5))
    sendings = page.locator("[data-slot=photo_installation] .sending")
    expect(sendings).to_have_count(5)
    expect(sendings.filter(has_text="en attente")).to_have_count(2)
    expect(page.locator("[data-slot=photo_installation] .file:visible")).to_have_count(0)
    phone.photograph("envois-en-cours")
    near.bucket.open_gate.set()
    accepted = page.locator("[data-slot=photo_installation] [data-state=accepted]")
    expect(accepted).to_have_count(5)
    expect(sendings).to_have_count(0)
    assert near.bucket.most_inside <= 3
    assert len(pieces(near, PieceState.ACCEPTED)) == 5


def test_a_lost_connection_keeps_the_file_and_takes_the_same_document_up_again(
    phone: Journey, near: NearPortal
) -> None:
    page = phone.page
    near.bucket.plan = [DROPPED]
    page.set_input_files("#pick-facture", pdf("Facture d’été.pdf", b"good bill"))
    line = page.locator("[data-slot=facture] .sending")
    expect(line).to_contain_text("L’envoi est interrompu")
    phone.photograph("envoi-interrompu")
    near.bucket.open_gate.clear()
    line.get_by_role("button", name="Réessayer").tap()
    expect(line).to_contain_text("envoi repris")
    near.bucket.open_gate.set()
    expect(page.locator("[data-slot=facture] [data-state=accepted]")).to_have_count(1)
    assert len(set(near.bucket.keys)) == 1
    assert len(near.bucket.keys) == 2
    assert [one.file_name for one in pieces(near, PieceState.ACCEPTED)] == ["Facture d’été.pdf"]


def test_picking_the_same_file_after_the_page_was_closed_makes_no_second_row(
    phone: Journey, near: NearPortal
) -> None:
    page = phone.page
    page.on("dialog", lambda dialog: dialog.accept())
    near.bucket.plan = [DROPPED]
    page.set_input_files("#pick-facture", pdf("facture.pdf", b"good bill"))
    expect(page.locator("[data-slot=facture] .sending")).to_contain_text("interrompu")
    page.reload()
    expect(page.locator("[data-slot=facture] [data-state=pending]")).to_have_count(1)
    page.set_input_files("#pick-facture", pdf("facture.pdf", b"good bill"))
    expect(page.locator("[data-slot=facture] [data-state=accepted]")).to_have_count(1)
    assert pieces(near, PieceState.PENDING) == []
    assert len(pieces(near, PieceState.ACCEPTED)) == 1


def test_a_form_that_expired_meanwhile_is_asked_for_anew(phone: Journey, near: NearPortal) -> None:
    near.bucket.plan = [403]
    phone.page.set_input_files("#pick-consuel", pdf("consuel.pdf", b"good consuel"))
    line = phone.page.locator("[data-slot=consuel] .sending")
    line.get_by_role("button", name="Réessayer").tap()
    expect(phone.page.locator("[data-slot=consuel] [data-state=accepted]")).to_have_count(1)


def test_when_the_connection_is_back_the_file_goes_by_itself(
    phone: Journey, near: NearPortal
) -> None:
    page = phone.page
    page.context.set_offline(True)
    page.set_input_files("#pick-facture", pdf("facture.pdf", b"good bill"))
    expect(page.locator("[data-slot=facture] .sending")).to_contain_text("interrompu")
    page.context.set_offline(False)
    expect(page.locator("[data-slot=facture] [data-state=accepted]")).to_have_count(1)
    assert near.bucket.posts == 1


def test_an_ended_session_is_told_and_nothing_is_sent(phone: Journey, near: NearPortal) -> None:
    phone.page.context.clear_cookies()
    phone.page.set_input_files("#pick-facture", pdf("facture.pdf", b"good bill"))
    line = phone.page.locator("[data-slot=facture] .sending")
    expect(line).to_contain_text("Votre session est terminée")
    expect(line.get_by_role("button", name="Réessayer")).to_have_count(0)
    assert near.bucket.posts == 0


def leave(page: Page) -> list[str]:
    """Try to leave the page, stay when asked, and list what was asked."""
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined] # Playwright's dialog
        dialog.dismiss()  # type: ignore[attr-defined] # idem

    page.once("dialog", stay)
    page.locator("h1").tap()  # browsers ask only somebody who has touched the page
    page.evaluate("setTimeout(() => { location.href = '/dossiers'; }, 0)")
    page.wait_for_timeout(500)
    return asked


def test_leaving_while_a_file_is_not_sent_asks_first_and_not_otherwise(
    phone: Journey, near: NearPortal
) -> None:
    near.bucket.open_gate.clear()
    phone.page.set_input_files("#pick-facture", pdf("facture.pdf", b"good bill"))
    expect(phone.page.locator("[data-slot=facture] .sending")).to_have_count(1)
    assert leave(phone.page) == ["beforeunload"]
    near.bucket.open_gate.set()
    expect(phone.page.locator("[data-slot=facture] [data-state=accepted]")).to_have_count(1)
    assert leave(phone.page) == []
    expect(phone.page).to_have_url(re.compile(r"/dossiers$"))


def refuse_the_bill(near: NearPortal) -> None:
    """Make the dossier a sent one, whose bill an agent refuses."""

    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=Status.NEW, submitted_at=now, reference="X")
        return Change(EventKind.DOSSIER_SUBMITTED, head)

    dossier_id, table = near.world.dossier_id, near.world.table
    [bill] = pieces(near, PieceState.ACCEPTED)
    with near.lock:
        change_dossier(dossier_id, decide, by=platform("queue"), table=table)
        refuse_piece(dossier_id, bill.document_id, FileReason.OUTDATED, "", by=AGENT, table=table)


def test_the_page_of_a_refused_piece_says_when_all_is_given(
    phone: Journey, near: NearPortal
) -> None:
    page = phone.page
    page.set_input_files("#pick-facture", pdf("facture.pdf", b"good bill"))
    expect(page.locator("[data-slot=facture] [data-state=accepted]")).to_have_count(1)
    refuse_the_bill(near)
    phone.open(f"/dossiers/{near.world.dossier_id}/a-fournir")
    expect(page.locator(".slot")).to_have_count(1)
    page.set_input_files("#pick-facture", pdf("facture-2.pdf", b"good newer bill"))
    expect(page.locator(".slot")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Tout est fourni")


def test_the_portals_own_sentence_says_why_a_file_is_not_taken(
    phone: Journey, near: NearPortal
) -> None:
    page = phone.page
    page.set_input_files("#pick-facture", jpeg("IMG_0001.heic", b"heic"))
    line = page.locator("[data-slot=facture] .sending")
    expect(line).to_contain_text(".jpg, .png ou .pdf")
    phone.photograph("envoi-refuse")
    line.get_by_role("button", name="Retirer de la liste").tap()
    expect(line).to_have_count(0)
    assert near.bucket.posts == 0


def test_a_phone_takes_pictures_where_pictures_are_taken(phone: Journey, near: NearPortal) -> None:
    page = phone.page
    shoot = page.locator("#shoot-photo_compteur")
    expect(shoot).to_have_attribute("capture", "environment")
    expect(shoot).to_have_attribute("accept", "image/png,image/jpeg")
    expect(page.locator("#shoot-consuel")).to_have_count(0)
    expect(page.locator("label[for=shoot-photo_compteur]")).to_be_visible()
    page.set_input_files("#shoot-photo_compteur", jpeg("image.jpg", b"good meter"))
    expect(page.locator("[data-slot=photo_compteur] [data-state=accepted]")).to_have_count(1)
    page.set_input_files("#shoot-photo_compteur", jpeg("image.jpg", b"good breaker"))
    expect(page.locator("[data-slot=photo_compteur] [data-state=accepted]")).to_have_count(2)
    assert len(pieces(near, PieceState.ACCEPTED)) == 2


def test_every_slot_explains_itself_on_a_small_screen(phone: Journey, near: NearPortal) -> None:
    for summary in phone.page.locator("#pieces details > summary").all():
        if summary.is_visible():
            summary.tap()
    phone.page.locator("#pieces details.slots-aside details > summary").first.tap()
    for picture in phone.page.locator("#pieces img:visible").all():
        picture.scroll_into_view_if_needed()
        expect(picture).not_to_have_js_property("naturalWidth", 0)
    phone.photograph("etape-5-exemples")
    phone.page.emulate_media(color_scheme="light")
    phone.photograph("etape-5-exemples-de-jour")
    phone.open(f"/dossiers/{near.world.dossier_id}/pieces/photo_compteur/depot?photo=oui")
    phone.photograph("depot-photo")


def test_the_list_before_starting_follows_the_answers(phone: Journey) -> None:
    page = phone.page
    phone.open("/dossiers/pieces-a-prevoir")
    expect(page.locator("#piece-attestation_bridage")).to_have_count(0)
    phone.photograph("pieces-a-prevoir")
    page.locator("main details.fold > summary").first.tap()
    page.fill("[name=connection_power_kva]", "6")
    page.fill("[name=installed_power_kva]", "9,5")
    page.check("[name=has_battery]")
    page.get_by_role("button", name="Voir la liste").tap()
    expect(page.locator("#piece-attestation_bridage")).to_be_visible()
    expect(page.locator("#piece-consuel")).to_contain_text("violette")
    page.emulate_media(color_scheme="light")
    phone.photograph("pieces-a-prevoir-de-jour")
    page.emulate_media(media="print")
    expect(page.locator("main details.fold").first).to_be_hidden()
    page.emulate_media(media="screen")


def test_without_javascript_what_was_typed_is_saved_before_a_file_is_sent(
    old_phone: Journey, near: NearPortal
) -> None:
    page = old_phone.page
    page.fill("[name=consuel_request_number]", "DEM-2026-17")
    page.fill("[name=comment]", "Portail vert.")
    page.click("[data-slot=facture] .slot-plain")
    expect(page).to_have_url(re.compile(r"/pieces/facture/depot$"))
    old_phone.photograph("depot")
    near.bucket.checks = False
    page.set_input_files("#file", pdf("reçu d’été.pdf", b"good bill"))
    page.click("main form button.primary")
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_url(re.compile(r"/etape/5#pieces$"))
    expect(page.get_by_text("Fichier reçu : sa vérification commence.")).to_be_visible()
    expect(page.locator("[name=consuel_request_number]")).to_have_value("DEM-2026-17")
    expect(page.locator("[name=comment]")).to_have_value("Portail vert.")
    old_phone.photograph("recu-sans-script")
    assert len(pieces(near, PieceState.PENDING)) == 1
    with near.lock:
        near.world.check(near.arrivals[0])
    page.fill("[name=comment]", "Portail bleu.")
    page.get_by_role("button", name="Actualiser").click()
    expect(page.locator("[data-slot=facture] [data-state=accepted]")).to_have_count(1)
    expect(page.locator("[name=comment]")).to_have_value("Portail bleu.")
