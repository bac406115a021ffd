"""A dossier's answers for the screens that ask for them again: in order, whole, none made up (F349)."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.connection_jobs.ask_mandate import NobodyToMandate, ask_mandate
from chalicelib.connection_jobs.make_mandate import make_mandate
from chalicelib.dossiers.model import Dossier, Head, OperatorRequest, RequestState
from chalicelib.exports.model import JobState
from chalicelib.exports.run_job import run_job
from chalicelib.exports.store import find_job
from chalicelib.form.fields import load_step_form
from chalicelib.operators.filing import filing_of
from chalicelib.operators.outbound_file import write_request
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.subscription.draw_mandate import BLANK, draw_mandate, list_parties
from chalicelib.transcripts.answer import answer_screens
from chalicelib.transcripts.model import Answer, Destination, FromForm
from chalicelib.transcripts.request_file import NoRequestYet, name_request_file, write_request_file
from chalicelib.transcripts.screens import CONSUEL_SCREENS, OPERATOR_SCREENS, SCREENS
from tests.connection_jobs.test_archive import jobs
from tests.form.whole_form import whole_form
from tests.receipts.test_pages import sent
from tests.receipts.worlds import AGENT, INSTALLER, STRANGER, World, accepted, make_world
from tests.tables import ENVIRONMENT
from tests.transcripts.conftest import Callers

__all__ = ["jobs", "sent"]

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def dossier(form: Any = None, **head: Any) -> Dossier:
    known = whole_form() if form is None else form
    client = known.get("client", {})
    made = Head(
        "dos_1",
        "frm_1",
        "usr_1",
        AT,
        AT,
        last_name=str(client.get("last_name", "")),
        first_name=str(client.get("first_name", "")),
        city=str(client.get("city", "")),
        postcode=str(client.get("postcode", "")),
        operator="enedis",
        **head,
    )
    return Dossier(made, form=known)


def answers(one: Dossier, destination: Destination = Destination.OPERATOR) -> list[Answer]:
    return [answer for screen in answer_screens(one, destination) for answer in screen.answers]


def find(label: str, one: Dossier, destination: Destination = Destination.OPERATOR) -> Answer:
    return next(answer for answer in answers(one, destination) if answer.label == label)


def test_the_operator_s_screens_come_in_the_guide_s_order() -> None:
    titles = [screen.title for screen in answer_screens(dossier(), Destination.OPERATOR)]
    assert titles == [
        "Nouvelle demande",
        "Précisions techniques du projet",
        "Localisation du projet",
        "Producteur ou mandataire",
        "L’installation de production",
        "Caractéristiques de l’installation de production",
        "Finalisation : documents à joindre",
    ]


@pytest.mark.parametrize("screens", [OPERATOR_SCREENS, CONSUEL_SCREENS])
def test_every_question_that_names_a_field_names_one_that_exists(screens: Any) -> None:
    named = [one for screen in screens for one in screen.questions if isinstance(one, FromForm)]
    assert named
    assert all(load_step_form(one.step).find(one.name) for one in named)


@pytest.mark.parametrize(
    ("label", "text", "copied"),
    [
        ("Commune du projet", "Lyon", "Lyon"),
        (
            "Nature du raccordement",
            "Installation de production avec injection du surplus",
            "Installation de production avec injection du surplus",
        ),
        ("Parcelle 1", "AB 32", "AB 32"),
        ("Le producteur est", "Particulier", "Particulier"),
        ("Nom du producteur", "Claire Durand", "Claire Durand"),
        ("Adresse du producteur", "12 rue des Lilas, 69003 Lyon", "12 rue des Lilas, 69003 Lyon"),
        ("Point de livraison (PDL)", "01\u202f234\u202f567\u202f890\u202f123", "01234567890123"),
        ("Type de branchement", "Triphasé", "Triphasé"),
        ("Puissance de raccordement demandée", "9 kVA", "9"),
        ("Puissance crête", "8,5 kWc", "8,5"),
        ("Onduleur 1 : Modèle des onduleurs", "STP 8.0", "STP 8.0"),
        ("Panneaux 1 : Nombre de panneaux", "20", "20"),
        ("Panneaux 1 : Puissance unitaire", "425 W", "425"),
        ("Stockage", "Aucun stockage physique", "Aucun stockage physique"),
    ],
)
def test_an_answer_reads_well_and_is_copied_as_it_is_typed(
    label: str, text: str, copied: str
) -> None:
    found = find(label, dossier())
    assert (found.text, found.copied, found.step) == (text, copied, 0)


def test_a_professional_answers_as_their_company() -> None:
    form = whole_form(
        client={
            "client_type": "professionnel",
            "company_name": "SCI du Port",
            "siret": "732 829 320 00074",
        }
    )
    one = dossier(form)
    assert find("Nom du producteur", one).text == "SCI du Port"
    assert find("SIRET", one).copied == "73282932000074"
    assert find("Le client est", one, Destination.CONSUEL).text == "Professionnel"


def test_an_answer_that_lacks_says_which_step_gives_it() -> None:
    empty = dossier({})
    lacking = {one.label: one.step for one in answers(empty) if one.step}
    assert lacking["Commune du projet"] == 1
    assert lacking["Nom du producteur"] == 1
    assert lacking["Parcelles cadastrales"] == 1
    assert lacking["Point de livraison (PDL)"] == 2
    assert lacking["Nature du raccordement"] == 3
    assert lacking["Onduleurs"] == 4
    assert lacking["Autorisation d’urbanisme"] == 5
    assert not [one for one in answers(empty) if one.copied]


def test_nothing_is_made_up_where_no_dossier_knows() -> None:
    spots = [one for one in answers(dossier()) if one.is_on_the_spot]
    assert {one.label for one in spots} >= {
        "Contexte de l’installation, par oui ou par non",
        "Vente ou cession du surplus, et acheteur",
        "Contrat d’accès",
        "Date souhaitée",
        "Numéro de la demande",
    }
    assert all(one.note and not one.text for one in spots)


def test_a_cell_of_a_row_that_lacks_is_told() -> None:
    form = whole_form(equipment={"inverters": [{"count": 1, "brand": "SMA"}]})
    assert find("Onduleur 1 : Modèle des onduleurs", dossier(form)).step == 4
    labels = [one.label for one in answers(dossier(form))]
    assert "Onduleur 1 : Puissance d’un onduleur" not in labels


@pytest.mark.parametrize(
    ("has_battery", "form"),
    [
        (False, "Attestation bleue : production sans stockage"),
        (True, "Attestation violette : production avec stockage"),
    ],
)
def test_consuel_s_form_follows_from_a_physical_battery(has_battery: bool, form: str) -> None:
    one = dossier(whole_form(plant={"has_battery": has_battery}))
    assert find("Formulaire à choisir", one, Destination.CONSUEL).text == form


def test_name_and_power_are_the_same_for_both() -> None:
    one = dossier()
    name = find("Nom du producteur", one).copied
    assert find("Nom du client", one, Destination.CONSUEL).copied == name
    powers = {find("Puissance de production installée", one, each).copied for each in SCREENS}
    assert powers == {"8"}


def test_documents_are_those_that_the_dossier_needs_and_holds() -> None:
    one = dossier(reference="7K4M-92PX")
    labels = [answer.label for answer in answer_screens(one, Destination.OPERATOR)[-1].answers]
    assert labels == [
        "Mandat de représentation",
        "Plan de masse",
        "Autorisation d’urbanisme",
        "Plan de situation ou cadastral",
    ]
    more = dossier(whole_form(plant={"installed_power_kva": 12}), reference="7K4M-92PX")
    assert find("Attestation de bridage", more).step == 5
    held = replace(one, pieces=(accepted("mairie", "DP.pdf"),))
    found = find("Autorisation d’urbanisme", held)
    assert (found.text, found.url, found.step) == (
        "DP.pdf",
        "/dossiers/dos_1/fichiers/doc_mairie",
        0,
    )


def test_the_operator_s_number_is_given_back_once_known() -> None:
    request = OperatorRequest(1, "enedis", RequestState.OPEN, AT, external_id="1234P4E567890")
    one = replace(dossier(), requests=(request,))
    assert find("Numéro de la demande", one).copied == "1234P4E567890"


def test_the_file_is_the_one_that_our_connector_writes() -> None:
    one = dossier(reference="7K4M-92PX")
    request = OperatorRequest(1, "enedis", RequestState.TO_FILE, AT)
    assert write_request_file(one).encode() == write_request(filing_of(one, request))
    assert name_request_file(one) == "dos_1-1.demande.csv"
    (row,) = csv.DictReader(io.StringIO(write_request_file(one)[1:]), delimiter=";")
    assert (row["pdl"], row["puissanceCreteKwc"]) == ("01234567890123", "8.5")
    again = replace(one, requests=(replace(request, number=2),))
    assert name_request_file(again) == "dos_1-2.demande.csv"


def test_a_draft_and_an_erased_dossier_have_no_file() -> None:
    for one in (dossier(), dossier({}, reference="7K4M-92PX", erased_at=AT)):
        with pytest.raises(NoRequestYet):
            write_request_file(one)


def read_pdf(content: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_mandate_is_filled_in_and_left_to_sign() -> None:
    text = " ".join(read_pdf(draw_mandate(dossier(reference="7K4M-92PX"), AT)).split())
    for said in (
        "Mandat de représentation pour le raccordement",
        "7K4M-92PX",
        "Claire Durand",
        "12 rue des Lilas, 69003 Lyon",
        "Vous nous chargez de faire en votre nom",
        "Fait à",
        "Signature",
        "2026-01",
    ):
        assert said in text
    assert "SIRET" not in text


def test_what_the_mandate_does_not_know_is_a_line_to_fill_in() -> None:
    one = dossier({"client": {"last_name": "Durand"}})
    assert dict(list_parties(one))["Adresse de l’installation"] == ""
    assert BLANK[:10] in read_pdf(draw_mandate(one, AT))


def test_the_same_mandate_has_the_same_bytes() -> None:
    assert draw_mandate(dossier(), AT) == draw_mandate(dossier(), AT)


@pytest.fixture
def world(table: Any) -> World:
    return make_world(table)


def ask(world: World, by: Actor = INSTALLER, key: str = "un-mandat") -> Any:
    return ask_mandate(
        world.dossier_id, idempotency_key=key, by=by, table=world.table, send=lambda _told: None
    )


def test_a_mandate_is_a_job_and_its_file_is_kept_once(world: World) -> None:
    job = ask(world)
    assert ask(world).job_id == job.job_id
    for _again in range(2):
        assert run_job(job.job_id, table=world.table) is JobState.DONE
    done = find_job(world.table, job.job_id)
    assert done is not None
    reference = world.dossier().head.reference
    assert done.file_key == f"exports/{job.job_id}/mandat-{reference}.pdf"
    assert [key for key in world.objects() if key.startswith("exports/")] == [done.file_key]


def test_only_those_who_file_ask_for_a_mandate(world: World) -> None:
    assert ask(world, by=AGENT).role == "agent"
    with pytest.raises(NotFound):
        ask(world, by=STRANGER)
    with pytest.raises(NotAllowed):
        ask(world, by=Actor("usr_5", "client", "page"))


def test_nobody_s_mandate_is_refused_when_asked_and_when_made(world: World, tmp_path: Any) -> None:
    job = ask(world)
    emptied = replace(world.dossier(), form={})
    from chalicelib.connection_jobs.ask_mandate import require_client

    with pytest.raises(NobodyToMandate):
        require_client(emptied)
    world.change(firm_id="frm_9")
    with pytest.raises(NotFound):
        make_mandate(job, tmp_path, table=world.table)


def test_the_page_shows_every_answer_without_a_script(sent: World, callers: Callers) -> None:
    here = f"/dossiers/{sent.dossier_id}"
    for who in ("installer", "agent"):
        browser = callers.browser(who)
        assert f'href="{here}/a-recopier"' in browser.get(here).body
        page = browser.get(f"{here}/a-recopier")
        assert page.status == 200
        assert 'data-copy="01234567890123"' in page.body
        assert "Attestation bleue" in page.body
        assert f'<a href="{here}#pieces">Pièce à déposer</a>' in page.body
        assert len(page.body) < 60_000
        assert len(re.findall(r"<h1", page.body)) == 1
        lines = browser.get(f"{here}/a-recopier/demande.csv")
        assert lines.body.startswith("\ufeffprofil;type;identifiantProjet")
        assert ".demande.csv" in lines.headers["content-disposition"]


def test_the_page_is_nobody_else_s(sent: World, callers: Callers) -> None:
    for path in ("", "/demande.csv"):
        answer = callers.browser("rival").get(f"/dossiers/{sent.dossier_id}/a-recopier{path}")
        assert answer.status == 404


def test_a_draft_s_page_leads_to_the_step_that_lacks(callers: Callers) -> None:
    browser = callers.browser("installer")
    made = callers.api("installer").call("POST", "/dossiers", {}, Idempotency_Key="un-brouillon")
    here = f"/dossiers/{made.json()['id']}"
    page = browser.get(f"{here}/a-recopier").body
    assert f'<a href="{here}/etape/2">' in page
    assert "une fois le dossier envoyé" in page
    assert browser.get(f"{here}/a-recopier/demande.csv").status == 409
    assert browser.post(f"{here}/mandat", {"key": "x"}).status == 409
    assert f'href="{here}/a-recopier"' in browser.get(f"{here}/recapitulatif").body


def test_from_the_page_to_the_mandate(sent: World, jobs: str, callers: Callers) -> None:
    browser = callers.browser("installer")
    here = f"/dossiers/{sent.dossier_id}"
    page = browser.get(f"{here}/a-recopier").body
    key = re.search(r'name="key" value="([^"]+)"', page[page.index(f"{here}/mandat") :])
    assert key is not None
    asked = browser.post(f"{here}/mandat", {"key": key[1]})
    place = asked.headers["location"]
    assert "Mandat à signer" in browser.get(place).body
    run_job(place.rpartition("/")[2], table=sent.table)
    done = browser.get(place).body
    assert "il reste à le faire signer" in done
    assert f'href="{here}/a-recopier"' in done
    address = browser.get(f"{place}/fichier").headers["location"]
    assert ENVIRONMENT["DOCUMENTS_BUCKET"] in address
    assert "response-content-type=application%2Fpdf" in address


def test_a_signed_mandate_stands_among_the_documents(sent: World, callers: Callers) -> None:
    from chalicelib.dossiers.load import load_dossier
    from chalicelib.subscription.papers import Paper
    from chalicelib.subscription.store import put_paper
    from chalicelib.subscription.texts import TextId

    paper = Paper(TextId.MANDATE, "2026-01", "signed/x.pdf", "0" * 64, 10, AT, 7)
    sent.table.write(put_paper(sent.dossier_id, paper))
    one = load_dossier(sent.dossier_id, seen_by=AGENT, table=sent.table)
    found = [each for each in answers(one) if each.url.endswith("/souscription/mandate")]
    assert [each.label for each in found] == ["Mandat de représentation"]
    assert "2 mars 2026" in found[0].text
