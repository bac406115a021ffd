"""A link made by hand opens while its maker has not left; a mail's link is nobody's."""

from collections.abc import Callable

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.firm_members import remove_member
from chalicelib.accounts.model import Firm, Person, Role
from chalicelib.accounts.refusals import AccessEnded
from chalicelib.accounts.set_password import set_password
from chalicelib.aws.table import Table
from chalicelib.following.change_links import make_link
from chalicelib.following.model import FollowingUnknown, calendar_secret, read_token, write_token
from chalicelib.following.open_following import open_calendar, open_following
from tests.accounts.conftest import PASSWORD, People, people
from tests.following.test_links import Counting
from tests.following.worlds import file_for, link_of
from tests.ledger.worlds import World

__all__ = ["people"]

SOURCE = "192.0.2.9"

type Ends = Callable[[Table, People], None]


def disable(table: Table, people: People) -> None:
    disable_user(people.installer.user_id, table=table)


def remove(table: Table, people: People) -> None:
    admin: Person = enrol_user(
        table,
        email="admin@soleil.test",
        name="Ada",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=Firm(people.installer.firm_id, people.installer.firm_name),
        is_admin=True,
    )
    remove_member(admin, people.installer.user_id, people.colleague.user_id, table=table)


def made_by(person: Person, world: World) -> str:
    by = as_actor(person, "page")
    return make_link(world.dossier_id, by=by, table=world.table).rpartition("/")[2]


def opened(table: Table, token: str) -> str:
    return open_following(token, source_address=SOURCE, table=table).head.dossier_id


@pytest.mark.parametrize("end", [disable, remove])
def test_a_link_made_by_hand_ends_with_its_makers_leaving_and_a_colleagues_stays(
    table: Table, people: People, end: Ends
) -> None:
    world = file_for(people, table)
    token, colleagues = made_by(people.installer, world), made_by(people.colleague, world)
    assert opened(table, token) == world.dossier_id
    end(table, people)
    with pytest.raises(FollowingUnknown):
        opened(table, token)
    key = read_token(token)
    calendar = write_token(key.dossier_id, calendar_secret(key.secret))
    with pytest.raises(FollowingUnknown):
        open_calendar(calendar, source_address=SOURCE, table=table)
    assert opened(table, colleagues) == world.dossier_id


@pytest.mark.parametrize("end", [disable, remove])
def test_a_new_password_ends_no_link_and_leaving_after_it_does(
    table: Table, people: People, end: Ends
) -> None:
    world = file_for(people, table)
    token = made_by(people.installer, world)
    set_password(people.installer.user_id, "tout autre chose a retenir", table=table)
    assert opened(table, token) == world.dossier_id
    end(table, people)
    set_password(people.installer.user_id, "encore autre chose a retenir", table=table)
    with pytest.raises(FollowingUnknown):
        opened(table, token)


def test_who_leaves_while_they_make_a_link_makes_none(table: Table, people: People) -> None:
    world = file_for(people, table)
    disable(table, people)
    with pytest.raises(AccessEnded):
        made_by(people.installer, world)


def test_opening_costs_one_read_more_for_a_link_whose_maker_has_an_account(
    table: Table, people: People
) -> None:
    world = file_for(people, table)
    calls = []
    for token in (link_of(world).rpartition("/")[2], made_by(people.installer, world)):
        counting = Counting(table)
        opened(counting, token)  # type: ignore[arg-type] # a table that counts
        calls.append(counting.calls)
    assert calls == [["get", "query_all"], ["get", "query_all", "get"]]
