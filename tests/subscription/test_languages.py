"""A subscription read in another language: the French text binds, and the choice is kept."""

import re
from collections.abc import Iterator

import pytest

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.aws.table import Table
from chalicelib.words.translation import in_language
from tests.portal import Portal, open_app
from tests.subscription.clients import make_bucket, make_client
from tests.subscription.test_pages import fields_of

PASSWORD = "une-longue-phrase-de-passe"


@pytest.fixture(autouse=True)
def french_after() -> Iterator[None]:
    with in_language("fr"):
        yield


@pytest.fixture
def portal(table: Table) -> Portal:
    del table
    make_bucket()
    return Portal(open_app())


def test_a_text_to_sign_stays_french_and_says_so(table: Table, portal: Portal) -> None:
    zoe = make_client(table)
    portal.get(f"/langue/en?suite={zoe.path}")
    page = portal.get(zoe.path).body
    assert "the French text is the one that binds" in page
    assert "Subscription to virtual storage</h2>" in page
    opening = zoe.open()
    for text in opening.texts:
        assert f'<p lang="fr">{text.paragraphs[0]}</p>' in page
        assert f'<span lang="fr">{text.consent}</span>' in page
    french = Portal(open_app()).get(zoe.path).body
    assert "texte français qui engage" not in french


def test_a_client_signs_and_opens_their_space_in_their_language(
    table: Table, portal: Portal
) -> None:
    zoe = make_client(table)
    portal.get(f"/langue/pt-BR?suite={zoe.path}")
    fields = fields_of(portal.get(zoe.path).body)
    refused = portal.post(zoe.path, {"versions": fields["versions"], "name": ""})
    assert refused.status == 422
    assert "Escreva seu nome e sobrenome" in refused.body
    assert re.search(r'href="#field-consent_mandate">Mandato de representação: ', refused.body)
    signed = portal.post(zoe.path, fields | {"name": "Zoé Lefèvre"})
    assert signed.status == 303
    assert zoe.dossier().head.client_language == "pt_BR"
    assert "Obrigado, está assinado" in portal.get(zoe.path).body
    portal.post(f"{zoe.path}/espace", {"password": PASSWORD, "again": PASSWORD})
    person = find_enrolled(table, zoe.dossier().head.email)
    assert person is not None
    assert person.language == "pt_BR"
    bare = Portal(open_app())
    bare.sign_in(zoe.dossier().head.email, PASSWORD)
    assert '<html lang="pt-BR">' in bare.get(f"/dossiers/{zoe.dossier_id}").body
