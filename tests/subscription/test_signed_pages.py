"""What the pages show around a signature: company, papers, space, and the installer's panel."""

from html import unescape
from urllib.parse import unquote

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.sign_in import sign_in
from chalicelib.aws.table import Table
from chalicelib.rows.dossiers import SUBSCRIPTION
from chalicelib.subscription.model import LINK_LIFE
from chalicelib.web.headers import forget_policy
from tests.notices.worlds import NOW, World
from tests.portal import Portal, open_app
from tests.subscription.clients import COMPANY, SIRET, Client, make_bucket, make_client
from tests.subscription.test_pages import fields_of

PASSWORD = "une-longue-phrase-de-passe"


@pytest.fixture
def portal(table: Table) -> Portal:
    forget_policy()
    make_bucket()
    return Portal(open_app())


def read(html: str) -> str:
    """A page's words, with plain spaces."""
    return unescape(html).replace("\u202f", " ").replace("\xa0", " ")


def installer_of(world: World) -> Portal:
    """Somebody of the firm that sent the world's dossiers."""
    firm = enrol_firm(world.table, "Soleil du Rhône", code="123456789")
    enrol_user(
        world.table,
        email="i@essai.test",
        name="Inès",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=firm,
    )
    token = sign_in("i@essai.test", PASSWORD, source_address="192.0.2.1", table=world.table).token
    return Portal(open_app(), jar={"raccordo": token})


def own_dossier(client: Client, portal: Portal) -> str:
    """The installer's page of the client's dossier, seen by an agent, who sees them all."""
    if find_enrolled(client.world.table, "a@essai.test") is None:
        enrol_user(
            client.world.table,
            email="a@essai.test",
            name="Ana",
            role=Role.AGENT,
            password=PASSWORD,
        )
    signed_in = sign_in(
        "a@essai.test", PASSWORD, source_address="192.0.2.1", table=client.world.table
    )
    portal.jar["raccordo"] = signed_in.token
    page = portal.get(f"/dossiers/{client.dossier_id}")
    assert page.status == 200
    return read(page.body)


def test_the_page_tells_the_offer_and_the_right_to_withdraw(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    page = read(portal.get(zoe.path).body)
    for words in (
        "L’offre : Stockage virtuel",
        "demandez-les ici avant de signer",
        "14 jours",
        "Facultatif",
    ):
        assert words in page
    form = portal.get(f"{zoe.path}/retractation")
    assert form.status == 200
    for words in ("Je vous notifie ma rétractation", "Zoé Lefèvre", "3 rue des Lilas"):
        assert words in read(form.body)


def test_an_early_start_may_be_left_unticked(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    fields = fields_of(portal.get(zoe.path).body) | {"name": "Zoé Lefèvre"}
    del fields["consent_early_start"]
    assert portal.post(zoe.path, fields).status == 303
    assert "la demande de raccordement part après le" in own_dossier(zoe, portal)


def test_a_professional_confirms_what_differs_and_the_installer_is_warned(
    table: Table, portal: Portal
) -> None:
    baker = make_client(table, **COMPANY)
    shown = portal.get(baker.path).body
    fields = fields_of(shown)
    assert (fields["company"], fields["registration"]) == ("Boulangerie du Port", SIRET)
    assert portal.get(f"{baker.path}/retractation").status == 404
    fields |= {"name": "Léo Roux", "capacity": "gérant", "company": "Boulangerie du Phare"}
    asked = portal.post(baker.path, fields)
    assert asked.status == 422
    assert 'name="keeps_differences"' in asked.body
    assert "Boulangerie du Port" in asked.body
    assert 'value="Boulangerie du Phare"' in asked.body
    assert portal.post(baker.path, fields | {"keeps_differences": "oui"}).status == 303
    assert "autrement que dans le dossier : Raison sociale" in own_dossier(baker, portal)


def test_what_a_professional_lacks_is_said_at_its_place(table: Table, portal: Portal) -> None:
    baker = make_client(table, **COMPANY)
    fields = fields_of(portal.get(baker.path).body) | {"name": "Léo", "registration": "123"}
    answer = portal.post(baker.path, fields)
    assert answer.status == 422
    assert 'href="#field-capacity"' in answer.body
    assert "9 chiffres du SIREN" in read(answer.body)


def test_signed_papers_download_by_the_link_and_from_the_dossier(
    table: Table, portal: Portal
) -> None:
    zoe = make_client(table)
    zoe.sign()
    assert "Ils se préparent" in read(portal.get(zoe.path).body)
    zoe.relay()
    page = portal.get(zoe.path).body
    assert f'href="{zoe.path}/documents/mandate"' in page
    answer = portal.get(f"{zoe.path}/documents/mandate")
    assert answer.status == 303
    assert "mandat-7K4M-92PX.pdf" in unquote(answer.headers["location"])
    assert portal.get(f"{zoe.path}/documents/nothing").status == 404
    below = f"/dossiers/{zoe.dossier_id}/souscription/mandate"
    assert f'href="{below}"' in own_dossier(zoe, portal)
    assert portal.get(below).status == 303


def test_a_stranger_downloads_no_paper(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    zoe.sign()
    zoe.relay()
    path = f"/dossiers/{zoe.dossier_id}/souscription/mandate"
    assert installer_of(zoe.world).get(path).status == 404
    assert portal.get(path).headers["location"].startswith("/connexion")


def test_the_client_opens_a_space_and_finds_the_dossier_in_it(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    zoe.sign()
    page = portal.get(zoe.path).body
    assert 'name="again"' in page
    answer = portal.post(f"{zoe.path}/espace", {"password": PASSWORD, "again": PASSWORD})
    assert (answer.status, answer.headers["location"]) == (303, "/mes-dossiers")
    assert portal.get("/mes-dossiers").headers["location"] == f"/dossiers/{zoe.dossier_id}"
    own = portal.get(f"/dossiers/{zoe.dossier_id}")
    assert own.status == 200
    assert "Renvoyer le lien" not in own.body
    assert "Ce dossier est dans votre espace" in read(portal.get(zoe.path).body)


def test_a_short_password_is_refused_at_its_place(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    zoe.sign()
    portal.get(zoe.path)
    answer = portal.post(f"{zoe.path}/espace", {"password": "court", "again": "court"})
    assert answer.status == 422
    assert 'href="#field-password"' in answer.body
    assert find_enrolled(table, "zoe@client.example.org") is None


def test_a_client_with_a_space_is_shown_how_to_add_the_dossier(
    table: Table, portal: Portal
) -> None:
    zoe = make_client(table)
    zoe.sign()
    _known(table)
    assert "Ajouter ce dossier à mon espace" in read(portal.get(zoe.path).body)
    answer = portal.post(f"{zoe.path}/espace")
    assert (answer.status, answer.headers["location"]) == (303, "/connexion")


def _known(table: Table) -> Person:
    return enrol_user(
        table, email="zoe@client.example.org", name="Zoé", role=Role.CLIENT, password=PASSWORD
    )


def test_the_panel_says_when_the_last_link_left_and_offers_another(
    table: Table, portal: Portal
) -> None:
    zoe = make_client(table)
    zoe.world.relay(zoe.dossier_id)
    zoe.world.send_all(zoe.dossier_id)
    page = own_dossier(zoe, portal)
    assert "Pas encore signée" in page
    assert "Dernier lien : Lien de souscription" in page
    assert "Envoyé" in page
    assert f'action="/dossiers/{zoe.dossier_id}/lien-souscription"' in page
    assert portal.post(f"/dossiers/{zoe.dossier_id}/lien-souscription").status == 303
    assert zoe.world.journal(zoe.dossier_id)[-1].kind == "subscription_link_sent"


def test_the_panel_says_that_the_client_declined(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    portal.get(zoe.path)
    portal.post(f"{zoe.path}/refus", {"reason": "Plus tard"})
    assert zoe.dossier().rows[SUBSCRIPTION.sk()]["state"] == "declined"
    assert "Le client a décliné le" in own_dossier(zoe, portal)


def test_an_expired_link_gives_no_paper_but_another_link(table: Table, portal: Portal) -> None:
    zoe = make_client(table, ago=LINK_LIFE * 20)
    zoe.real = NOW - LINK_LIFE * 20
    zoe.sign()
    zoe.relay()
    assert portal.get(f"{zoe.path}/documents/mandate").status == 410
    assert portal.get(f"{zoe.path}/retractation").status == 410
    assert portal.get(zoe.path).status == 410
