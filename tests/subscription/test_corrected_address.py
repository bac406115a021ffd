"""A client's address that was mistyped and is corrected: whoever stood there is out again."""

from dataclasses import replace

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Role
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.signing import has_declined
from chalicelib.ledger.replay import replay
from chalicelib.refusals import NotFound
from chalicelib.subscription.ask_space import ask_space
from chalicelib.subscription.decline import decline
from chalicelib.subscription.mint_link import mint_link
from chalicelib.subscription.open_space import open_space
from chalicelib.subscription.panel import show_panel
from tests.notices.worlds import INSTALLER, NOW
from tests.subscription.clients import Client, make_client

WRONG, RIGHT = "inconnu@client.example.org", "zoe@client.example.org"
PASSWORD = "une phrase de passe bien longue"


@pytest.fixture
def stranger(table: Table) -> Client:
    """Whoever reads the mistyped address, and signed with the link that came there."""
    found = make_client(table, email=WRONG)
    found.sign()
    return found


def open_their_space(client: Client) -> str:
    """Open the space of a link's holder, and give the account that the dossier is shown to."""
    table, token = client.world.table, client.token
    opened = open_space(token, PASSWORD, PASSWORD, table=table, now=NOW, real=client.real)
    return opened.head.client_id


def correct(client: Client) -> Client:
    """Correct the address; gives whoever reads the right one, with the link that is mailed there."""
    table = client.world.table
    correct_client_email(
        client.dossier_id, RIGHT, "typing_mistake", by=INSTALLER, table=table, now=NOW
    )
    path, _ends = mint_link(client.dossier().head, table=table, now=client.real)
    return replace(client, token=path.rpartition("/")[2])


def can_read(client: Client, account_id: str) -> bool:
    try:
        seen_by = Actor(account_id, "client", "page")
        load_dossier(client.dossier_id, seen_by=seen_by, table=client.world.table)
    except NotFound:
        return False
    return True


def test_a_stranger_who_opened_the_space_reads_nothing_after_the_correction(
    stranger: Client,
) -> None:
    account_id = open_their_space(stranger)
    correct(stranger)
    assert not can_read(stranger, account_id)


def test_the_right_client_has_a_space_of_their_own_after_the_correction(stranger: Client) -> None:
    account_id = open_their_space(stranger)
    assert open_their_space(correct(stranger)) != account_id


def test_an_account_linked_by_a_strangers_signature_reads_nothing_after_the_correction(
    table: Table,
) -> None:
    account = enrol_user(table, email=WRONG, name="Inconnu", role=Role.CLIENT, password=PASSWORD)
    stranger = make_client(table, email=WRONG)
    stranger.sign()
    correct(stranger)
    assert not can_read(stranger, account.user_id)


def test_a_strangers_no_is_not_the_clients(table: Table) -> None:
    stranger = make_client(table, email=WRONG)
    decline(stranger.token, "Je ne connais pas", table=table, now=NOW, real=stranger.real)
    assert has_declined(stranger.dossier())
    right = correct(stranger)
    assert not has_declined(right.dossier())
    assert show_panel(right.dossier()).declined_at is None
    decline(right.token, "Trop cher", table=table, now=NOW, real=right.real)
    assert has_declined(right.dossier())
    moments = list(replay(right.world.journal(right.dossier_id), right.dossier().head))
    assert [has_declined(one.dossier) for one in moments][-4:] == [False, True, False, True]


def test_the_link_of_the_space_that_went_to_the_stranger_holds_none_back(stranger: Client) -> None:
    table, dossier_id = stranger.world.table, stranger.dossier_id
    ask_space(dossier_id, by=INSTALLER, table=table, now=NOW, real=stranger.real)
    correct(stranger)
    ask_space(dossier_id, by=INSTALLER, table=table, now=NOW, real=stranger.real)
    kinds = [one.kind for one in stranger.world.journal(dossier_id)]
    assert kinds.count(EventKind.SPACE_LINK_ASKED) == 2
