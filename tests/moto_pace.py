"""The double of AWS, and the SDK before it, without their slow habits: most of the tests' time.

The double looks for every attribute of every item under some ten names before it answers, copies
the table for each operation of a transaction, sorts the whole table for each query, weighs an
item anew for each attribute that it gets, and tells another library of each address of AWS. The
SDK seeks the old name of every event among two hundred, and reads every listener's signature and
every service's description, in each session and client.

What DynamoDB answers is written in wire form already, a scalar never changes in place, a query
is of one partition, and a transaction touches the rows that it names.
"""

import copy
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import chain
from threading import RLock
from types import FunctionType, MethodType
from typing import Any

from botocore import hooks
from botocore.loaders import create_loader
from botocore.session import Session
from moto.core import models as mock
from moto.core.serialize import SERVICE_SPECIFIC_SERIALIZERS, JSONSerializer
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table

PLAIN = frozenset({"S", "N", "BOOL", "NULL"})
SCALARS = frozenset({DDBType.STRING, DDBType.NUMBER, DDBType.BOOLEAN, DDBType.NULL})


class WireSerializer(JSONSerializer):
    """Hands attribute values on as they are; binary ones, and all else, moto writes itself."""

    def _serialize_type_structure(self, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or type(value) is not dict or len(value) != 1:
            super()._serialize_type_structure(serialized, value, shape, key)
            return
        ((kind, content),) = value.items()
        written: dict[str, Any] = {kind: content}
        if kind not in PLAIN:
            self._serialize(written, content, shape.members[kind], kind)
        self._default_serialize(serialized, written, shape, key)


def ask_among(table: Table, rows: Iterable[Any], *told: Any, **more: Any) -> Any:
    """Ask a query of some rows of a table; the table itself is left as it is, for other threads."""
    view = copy.copy(table)
    view.all_items = lambda: list(rows)  # type: ignore[method-assign] # what it is for
    return _ask(view, *told, **more)


_ask = Table.query
INDEX_NAME = 7
"""Where moto's own call of a query names the index."""


def _ask_one_partition(table: Table, *told: Any, **more: Any) -> Any:
    known: Any = table.items
    if told[INDEX_NAME]:
        rows = chain.from_iterable(one.values() for one in known.values())
    else:
        rows = known.get(told[0], {}).values()
    return ask_among(table, rows, *told, **more)


_transact = DynamoDBBackend.transact_write_items

ONE_AT_A_TIME = RLock()
"""A transaction is seen whole or not at all, as DynamoDB promises and the double does not."""


def _one_at_a_time(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def locked(*args: Any, **named: Any) -> Any:
        with ONE_AT_A_TIME:
            return method(*args, **named)

    return locked


def _transact_on_named_rows(backend: DynamoDBBackend, operations: Sequence[dict[str, Any]]) -> None:
    """Carry out a transaction; when it is refused, the rows that it names are as before."""
    with ONE_AT_A_TIME, _rows_kept(backend, operations):
        _transact(backend, operations)  # type: ignore[arg-type] # a list, as moto has it


@contextmanager
def _rows_kept(backend: DynamoDBBackend, operations: Sequence[dict[str, Any]]) -> Iterator[None]:
    kept: list[tuple[Any, DynamoType, DynamoType, Item | None]] = []
    for operation in operations:
        for asked in operation.values():
            table: Any = backend.get_table(asked["TableName"])
            key = asked.get("Key") or asked["Item"]
            pair = (DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr]))
            row = table.items.get(pair[0], {}).get(pair[1])
            kept.append((table, *pair, copy.deepcopy(row)))
    try:
        yield
    except Exception:
        for table, hash_key, range_key, row in kept:
            if row is None:
                table.items.get(hash_key, {}).pop(range_key, None)
            else:
                table.items[hash_key][range_key] = row
        raise


def _mend_dynamodb() -> None:
    Table.query = _ask_one_partition  # type: ignore[method-assign, assignment] # what it is for
    SERVICE_SPECIFIC_SERIALIZERS.setdefault("dynamodb", {})["json"] = WireSerializer
    DynamoDBBackend.transact_write_items = _transact_on_named_rows  # type: ignore[method-assign, assignment] # idem
    for name in ("get_item", "query", "put_item", "update_item", "delete_item"):
        setattr(DynamoDBBackend, name, _one_at_a_time(getattr(DynamoDBBackend, name)))
    # moto copies a table for a transaction's rollback only, which is of named rows here.
    Table.__deepcopy__ = lambda table, memo: table  # type: ignore[attr-defined] # idem
    copy_whole = DynamoType.__deepcopy__

    def copied(value: Any, memo: dict[int, Any]) -> Any:
        return value if value.type in SCALARS else copy_whole(value, memo)

    def copied_item(item: Item, memo: dict[int, Any]) -> Item:
        twin: Item = object.__new__(Item)
        attrs = LimitedSizeDict()
        dict.update(attrs, {name: copied(value, memo) for name, value in item.attrs.items()})
        twin.hash_key, twin.range_key, twin.attrs = item.hash_key, item.range_key, attrs
        return twin

    DynamoType.__deepcopy__ = copied  # type: ignore[method-assign, assignment] # idem
    Item.__deepcopy__ = copied_item  # type: ignore[method-assign, assignment] # idem
    Item.__init__ = _make_item  # type: ignore[method-assign, assignment] # idem


HEAVIEST_BYTES = 405_000
"""What moto takes: a little more than DynamoDB says, and what it was seen to take."""


def _make_item(
    item: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]
) -> None:
    """Make an item and weigh it once."""
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    dict.update(item.attrs, {name: DynamoType(value) for name, value in attrs.items()})
    if item.size() > HEAVIEST_BYTES:
        raise ItemSizeTooLarge


def _mend_sdk() -> None:
    """Have sessions share the services' descriptions, and emitters the names that were found."""
    make, found = hooks.EventAliaser.__init__, dict[str, str]()
    descriptions = create_loader()

    def registered(session: Session) -> None:
        session._components.register_component("data_loader", descriptions)  # type: ignore[attr-defined] # idem

    Session._register_data_loader = registered  # type: ignore[attr-defined] # idem

    def made(aliaser: Any, event_emitter: Any, event_aliases: Any = None) -> None:
        make(aliaser, event_emitter, event_aliases)
        aliaser._alias_name_cache = found

    hooks.EventAliaser.__init__ = made  # type: ignore[method-assign, assignment] # idem
    hooks.accepts_kwargs = _takes_any_keyword  # type: ignore[assignment] # idem


_read_signature: Callable[[Any], Any] = hooks.accepts_kwargs


def _takes_any_keyword(listener: Any) -> Any:
    """Say whether a listener has `**kwargs`: of a plain function its code says so."""
    plain = listener.__func__ if isinstance(listener, MethodType) else listener
    if isinstance(plain, FunctionType):
        return plain.__code__.co_flags & inspect.CO_VARKEYWORDS
    return _read_signature(listener)


def mend_pace() -> None:
    """Teach them all of it, for this process."""
    _mend_dynamodb()
    _mend_sdk()
    mock.RESPONSES_METHODS.clear()  # no code here calls AWS by the library `requests`
