"""An operator in memory, which keeps the same contract as the one over HTTP."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from chalicelib.aws.trouble import OutsideTrouble, PermanentError, TransientError
from chalicelib.operators.model import Answer, Filing, RawMilestone

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class FakeOperator:
    """Files, lists and orders in memory; `spoil` may raise before any list is answered."""

    can_poll = True
    confirms_orders = True

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.told: dict[str, list[str]] = {}
        self.lists: list[tuple[str, ...]] = []
        self.orders: set[str] = set()
        self.complements: list[str] = []
        self.fails_filing: OutsideTrouble | None = None
        self.spoil: Callable[[Sequence[str]], OutsideTrouble | None] = lambda ids: None

    def file_request(self, filing: Filing) -> str:
        if self.fails_filing is not None:
            raise self.fails_filing
        external_id = self.keys.setdefault(filing.request_key, f"2603P4E{len(self.keys) + 1:06d}")
        self.told.setdefault(external_id, ["DMTR"])
        return external_id

    def cancel_request(self, request_key: str, external_id: str) -> None:
        found = external_id or self.keys.get(request_key, "")
        if found not in self.told:
            if external_id:
                raise PermanentError("enedis", "404")
            return
        if "ANNUL" not in self.told[found]:
            self.told[found].append("ANNUL")

    def order_commissioning(self, request_key: str, external_id: str, order_key: str) -> None:
        if order_key in self.orders:
            return
        if self.told.get(external_id, [""])[-1] not in {"VALID", "INRP", "CPNR"}:
            raise PermanentError("enedis", "409")
        self.orders.add(order_key)
        self.told[external_id].append("MESC")

    def send_complement(self, request_key: str, external_id: str, piece: str) -> None:
        if external_id not in self.told:
            raise PermanentError("enedis", "404")
        self.complements.append(piece)

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:
        self.lists.append(tuple(external_ids))
        trouble = self.spoil(external_ids)
        if trouble is not None:
            raise trouble
        known = [one for one in external_ids if one in self.told]
        return Answer({one: self._raws(one) for one in known})

    def _raws(self, external_id: str) -> tuple[RawMilestone, ...]:
        return tuple(
            RawMilestone("http", external_id, number, code, code, AT)
            for number, code in enumerate(self.told[external_id], start=1)
        )


def poisoned_by(*poison: str) -> Callable[[Sequence[str]], OutsideTrouble | None]:
    """Every list that names one of these fails."""
    return lambda ids: TransientError("enedis", "500") if set(ids) & set(poison) else None
