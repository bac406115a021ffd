"""A client's account goes with the last of their dossiers, and with nothing else they are."""

from dataclasses import replace

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.memberships import add_membership, membership_to_item
from chalicelib.accounts.model import Membership, Person, Role
from chalicelib.accounts.own_rows import erase_user, list_own_rows
from chalicelib.aws.items import Delete, Operation, Update
from chalicelib.aws.table import Table
from chalicelib.connection_data.of_dossier import forget_ways_in, list_ways_in
from chalicelib.dossiers.list_for_client import put_client_row
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.rows.people import ACCOUNT, USER
from tests.timeline.worlds import NOW, World

EMAIL, NAME = "camille@example.test", "Camille Martin"


@pytest.fixture
def client(table: Table) -> Person:
    return enrol_user(
        table, email=EMAIL, name=NAME, role=Role.CLIENT, password="une phrase de passe"
    )


def head_of(table: Table, client: Person, key: str) -> Head:
    world = World(table)
    head = replace(world.load(world.send(key)).head, client_id=client.user_id)
    table.write(put_client_row(head))
    return head


def kinds(table: Table, client: Person) -> set[str]:
    return {row["sk"].partition("#")[0] for row in list_own_rows(table, client.user_id)}


def test_an_account_goes_with_the_last_dossier_and_not_before(table: Table, client: Person) -> None:
    first, last = (head_of(table, client, key) for key in ("k1", "k2"))
    forget_ways_in(table, list_ways_in(Dossier(first)))
    assert {ACCOUNT.sk(), USER.sk()} <= kinds(table, client)
    forget_ways_in(table, list_ways_in(Dossier(last)))
    assert kinds(table, client) == set()
    forget_ways_in(table, list_ways_in(Dossier(last)))


def test_somebody_who_is_an_agent_too_keeps_their_account(table: Table, client: Person) -> None:
    held = add_membership(client.memberships, Membership(Role.AGENT, NOW))
    memberships = [membership_to_item(one) for one in held]
    table.write(Update(*USER.key(client.user_id), set={"memberships": memberships}))
    forget_ways_in(table, list_ways_in(Dossier(head_of(table, client, "k1"))))
    assert {ACCOUNT.sk(), USER.sk()} <= kinds(table, client)


def test_an_installer_s_account_is_never_erased_with_a_dossier(table: Table) -> None:
    firm = enrol_firm(table, "Soleil", code="1234")
    installer = enrol_user(
        table,
        email="ines@example.test",
        name="Inès",
        role=Role.INSTALLER,
        password="une phrase de passe",
        firm=firm,
    )
    assert erase_user(table, installer.user_id) == 0
    assert {ACCOUNT.sk(), USER.sk()} <= kinds(table, installer)


class Dying(Table):
    """A table whose process dies at the second row that it removes."""

    removed = 0

    def write(self, operation: Operation) -> None:
        if isinstance(operation, Delete):
            self.removed += 1
            if self.removed > 1:
                raise RuntimeError("out of time")
        super().write(operation)


def test_an_erasure_of_an_account_that_was_cut_short_is_finished_by_the_next(
    table: Table, client: Person
) -> None:
    with pytest.raises(RuntimeError):
        erase_user(Dying(table.name, table._client), client.user_id)
    assert USER.sk() in kinds(table, client)
    assert erase_user(table, client.user_id)
    assert kinds(table, client) == set()
