"""A client who has an account finds the dossiers that they signed there, and no others."""

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.list_for_client import list_for_client
from chalicelib.dossiers.load import load_dossier
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.subscription.mint_link import mint_link
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.sign import Signature, sign, versions_of
from tests.notices.worlds import INSTALLER, NOW, World


def enrol(table: Table, email: str, role: Role = Role.CLIENT) -> Person:
    return enrol_user(
        table, email=email, name="Zoé Lefèvre", role=role, password="une-longue-phrase-de-passe"
    )


def sign_a_dossier(table: Table) -> str:
    world = World(table)
    dossier_id = world.send_dossier()
    path, _expires_at = mint_link(world.load(dossier_id).head, table=table, now=NOW)
    token = path.removeprefix("/souscription/")
    texts = open_link(token, table=table, now=NOW, real=NOW).texts
    ticked = frozenset(f"consent_{text.text_id}" for text in texts)
    sign(
        token, Signature("Zoé Lefèvre", ticked, versions_of(texts)), table=table, now=NOW, real=NOW
    )
    return dossier_id


def actor(person: Person) -> Actor:
    return Actor(person.user_id, str(person.role), "page")


def email_of_the_dossier(table: Table) -> str:
    world = World(table)
    return world.load(world.send_dossier()).head.email


def test_a_signed_dossier_is_on_its_clients_list(table: Table) -> None:
    zoe = enrol(table, email_of_the_dossier(table))
    assert list_for_client(by=actor(zoe), table=table) == ()
    dossier_id = sign_a_dossier(table)
    assert [head.dossier_id for head in list_for_client(by=actor(zoe), table=table)] == [dossier_id]
    assert load_dossier(dossier_id, seen_by=actor(zoe), table=table).head.client_id == zoe.user_id


def test_another_client_sees_nothing_of_it(table: Table) -> None:
    enrol(table, email_of_the_dossier(table))
    stranger = enrol(table, "quelquun@example.org")
    dossier_id = sign_a_dossier(table)
    assert list_for_client(by=actor(stranger), table=table) == ()
    with pytest.raises(NotFound):
        load_dossier(dossier_id, seen_by=actor(stranger), table=table)


def test_an_agent_with_the_clients_address_does_not_become_the_client(table: Table) -> None:
    agent = enrol(table, email_of_the_dossier(table), Role.AGENT)
    dossier_id = sign_a_dossier(table)
    assert load_dossier(dossier_id, seen_by=actor(agent), table=table).head.client_id == ""


def test_only_clients_have_such_a_list(table: Table) -> None:
    with pytest.raises(NotAllowed):
        list_for_client(by=INSTALLER, table=table)
