"""Tables on which things happen at a chosen moment, so that a race is the same on every run."""

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.aws.items import Operation
from chalicelib.aws.table import Page, Table
from chalicelib.aws.trouble import TransientError
from chalicelib.rows.cases import HEAD

type Act = Callable[[], object]


class _Acting(Table):
    """A table beside which somebody acts, so many times; it knows the table it stands before."""

    def __init__(self, table: Table, act: Act, times: int = 1) -> None:
        super().__init__(table.name, table._client)
        self._act, self._left = act, times

    def take_turn(self) -> bool:
        """Let the other act if a turn is left; says whether they did."""
        if not self._left:
            return False
        self._left -= 1
        self._act()
        return True


class ReadsAcross(_Acting):
    """A table whose strong read of a case passes while another transaction commits, once.

    DynamoDB promises no snapshot: a query beside a transaction is read-committed, row by row in
    the order of the sort keys. The first `cut` rows come from before the commit, what follows from
    after it.
    """

    def __init__(self, table: Table, act: Act, cut: int = 1) -> None:
        super().__init__(table, act)
        self._cut = cut

    def query(self, pk: str, **how: Any) -> Page:
        first = super().query(pk, **how)
        if not any(item["sk"] == HEAD.sk() for item in first.items) or not self.take_turn():
            return first
        then = super().query(pk, **how)
        before = first.items[: self._cut]
        last = before[-1]["sk"] if before else ""
        return Page(before + tuple(item for item in then.items if item["sk"] > last), then.next)


class OvertakenBy(_Acting):
    """A table beside which another commits right before a transaction, so many times."""

    def transact(self, operations: Sequence[Operation]) -> None:
        self.take_turn()
        super().transact(operations)


class ActsAfterReading(_Acting):
    """A table beside which another acts right after a case was read, so many times."""

    def query(self, pk: str, **how: Any) -> Page:
        read = super().query(pk, **how)
        if any(item["sk"] == HEAD.sk() for item in read.items):
            self.take_turn()
        return read


class StopsAfter(Table):
    """A table that carries out so many transactions, and then answers no more."""

    def __init__(self, table: Table, transactions: int) -> None:
        super().__init__(table.name, table._client)
        self._left = transactions

    def transact(self, operations: Sequence[Operation]) -> None:
        if not self._left:
            raise TransientError("dynamodb", "TransactionConflict")
        self._left -= 1
        super().transact(operations)


class CountedTable(Table):
    """A table that counts its calls to DynamoDB; `methods` names them, in order."""

    def __init__(self, table: Table) -> None:
        super().__init__(table.name, table._client)
        self.methods: list[str] = []

    @property
    def calls(self) -> int:
        return len(self.methods)

    def _call(self, method: str, **request: Any) -> Any:
        self.methods.append(method)
        return super()._call(method, **request)
