"""The watch over the SDK: every call to AWS, and what it costs at the table."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.capacity import Index, Wire, read_units, write_units
from chalicelib.aws.session import default_session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Request = Mapping[str, Any]

WRITES = {"PutItem": "put", "UpdateItem": "update", "DeleteItem": "delete"}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its service and operation, its units, how many items a transaction had, of which
    kind the key was that it asked for (`S` of `S#…`), and how many rows it read. `checks` counts a
    transaction's conditions on items that it does not write.
    """

    service: str
    operation: str
    rru: float = 0.0
    wru: float = 0.0
    items: int = 0
    about: str = ""
    rows: int = 0
    checks: int = 0


@dataclass(slots=True)
class Tally:
    """The calls of one operation of ours."""

    calls: list[Call] = field(default_factory=list)

    def count(self, service: str, operation: str = "") -> int:
        """Count the calls to a service, or of one operation."""
        return sum(
            one.service == service and operation in {"", one.operation} for one in self.calls
        )

    @property
    def rru(self) -> float:
        """Sum the read units."""
        return sum(one.rru for one in self.calls)

    @property
    def wru(self) -> float:
        """Sum the write units."""
        return sum(one.wru for one in self.calls)

    @property
    def check_units(self) -> int:
        """Sum the write units of conditions on items that are not written: two each, of a small item."""
        return 2 * sum(one.checks for one in self.calls)

    def without(self, *about: str) -> "Tally":
        """Leave out the calls about keys of these kinds, such as the session's."""
        return Tally([one for one in self.calls if one.about not in about])

    def words(self) -> str:
        """Tell the calls in a line, in the order of their first."""
        found = Counter(f"{_label(one.service)}{one.operation}" for one in self.calls)
        return ", ".join(f"{count} × {name}" for name, count in found.items())


class Watch:
    """Counts the calls of every client opened after it; between `counting` it counts none."""

    def __init__(self, raw: "DynamoDBClient", indexes: tuple[Index, ...]) -> None:
        """`raw` is a client of another session: it looks at items around a write, uncounted."""
        self._raw = raw
        self._indexes = indexes
        self._tally: Tally | None = None
        events = default_session()
        events.register("before-parameter-build", self._before)
        events.register("after-call", self._after)

    @contextmanager
    def counting(self) -> Iterator[Tally]:
        """Count what happens inside."""
        outer, tally = self._tally, Tally()
        self._tally = tally
        try:
            yield tally
        finally:
            self._tally = outer
            if outer is not None:
                outer.calls += tally.calls

    def _before(self, **told: Any) -> None:
        if self._tally is None:
            return
        model, context, params = told["model"], told["context"], told["params"]
        context["bench_params"] = params
        if model.service_model.service_name == "dynamodb":
            touched = _touched(model.name, params)
            context["bench_before"] = [self._find(*one) for one in touched]

    def _after(self, **told: Any) -> None:
        model, context = told["model"], told["context"]
        if self._tally is None or "bench_params" not in context:
            return
        service, name = model.service_model.service_name, model.name
        if service != "dynamodb":
            self._tally.calls.append(Call(service, name))
            return
        params, parsed = context["bench_params"], told["parsed"]
        if name == "Query" and "Items" not in parsed:
            # A count reads what it counts, and does not hand it over.
            parsed = self._raw.query(**{one: params[one] for one in params if one != "Select"})
        rru = _read_cost(name, params, parsed)
        wru = self._write_cost(name, params, context["bench_before"])
        items = params.get("TransactItems", ())
        checks = sum("ConditionCheck" in one for one in items)
        rows = _rows_read(name, params, parsed)
        call = Call(service, name, rru, wru, len(items), _about(params), rows, checks)
        self._tally.calls.append(call)

    def _find(self, table: str, key: Wire) -> Wire | None:
        found = self._raw.get_item(TableName=table, Key=dict(key), ConsistentRead=True)
        return found.get("Item")

    def _write_cost(self, name: str, params: Request, before: list[Wire | None]) -> float:
        transactional = name == "TransactWriteItems"
        pairs = zip(before, (self._find(*one) for one in _touched(name, params)), strict=True)
        return sum(
            write_units(old, new, self._indexes, transactional=transactional) for old, new in pairs
        )


def _label(service: str) -> str:
    return "" if service == "dynamodb" else f"{service} "


def _about(params: Request) -> str:
    values = params.get("ExpressionAttributeValues", {})
    batches = (one["Keys"][0] for one in params.get("RequestItems", {}).values())
    first: Wire = params.get("Key") or next(batches, {})
    key: str = first.get("pk", values.get(":h", {})).get("S", "")
    return key.partition("#")[0]


def _read_cost(name: str, params: Request, parsed: Mapping[str, Any]) -> float:
    strong = bool(params.get("ConsistentRead"))
    match name:
        case "GetItem":
            return read_units([parsed["Item"]] if "Item" in parsed else [], strong=strong)
        case "Query":
            return read_units(parsed["Items"], strong=strong)
        case "BatchGetItem":
            return sum(
                _batch_cost(request, parsed["Responses"].get(table, []))
                for table, request in params["RequestItems"].items()
            )
        case _:
            return 0.0


def _rows_read(name: str, params: Request, parsed: Mapping[str, Any]) -> int:
    match name:
        case "GetItem":
            return 1
        case "Query" | "Scan":
            scanned: int = parsed["ScannedCount"]
            return scanned
        case "BatchGetItem":
            return sum(len(one["Keys"]) for one in params["RequestItems"].values())
        case _:
            return 0


def _batch_cost(request: Request, found: list[Wire]) -> float:
    strong = bool(request.get("ConsistentRead"))
    missing = len(request["Keys"]) - len(found)
    return sum(read_units([one], strong=strong) for one in found) + missing * read_units(
        [], strong=strong
    )


def _touched(name: str, params: Request) -> list[tuple[str, Wire]]:
    """List the table and key of each item that a call writes or checks."""
    if name == "TransactWriteItems":
        return [_key(one) for entry in params["TransactItems"] for one in entry.values()]
    return [_key(params)] if name in WRITES else []


def _key(request: Request) -> tuple[str, Wire]:
    if "Key" in request:
        return request["TableName"], request["Key"]
    item = request["Item"]
    return request["TableName"], {"pk": item["pk"], "sk": item["sk"]}
