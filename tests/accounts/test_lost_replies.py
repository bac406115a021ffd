"""A reply that is lost after the write: the person gets what was written for them."""

from collections.abc import Sequence

from chalicelib.accounts.find_bearer import find_bearer
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.tokens import create_token, list_tokens
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table
from tests.accounts.conftest import PASSWORD, People

EMAIL = "camille@soleil.test"


class LosesReplies(Table):
    """A table whose transactions pass, and come back to their own writer as refused."""

    def transact(self, operations: Sequence[Operation]) -> None:
        super().transact(operations)
        raise ConditionFailed((0,))


def losing(table: Table) -> Table:
    return LosesReplies(table.name, table._client)


def test_a_session_whose_reply_was_lost_is_open(table: Table, people: People) -> None:
    signed_in = sign_in(EMAIL, PASSWORD, source_address="192.0.2.9", table=losing(table))
    session = find_session(signed_in.token)
    assert session is not None
    assert session.person == people.installer


def test_a_token_whose_reply_was_lost_is_shown_and_is_one(table: Table, people: People) -> None:
    made = create_token(people.installer, "Logiciel", key="key-00001", table=losing(table))
    assert find_bearer(made.secret) == people.installer
    assert [one.token_id for one in list_tokens(people.installer)] == [made.token.token_id]
