"""A crowd of dossiers beside the one that is looked at: its head again, under other names."""

from collections.abc import Mapping
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from bench.stage import ACCOUNT, ENVIRONMENT, REGION, Stage
from chalicelib.rows.cases import CASE

type Row = Mapping[str, Any]


def add_crowd(stage: Stage, dossier_id: str, count: int, *, first: int = 0) -> None:
    """Add the heads of `count` dossiers of the same firm, each like that of `dossier_id`.

    Heads are what lists and counters are made of. Their ids are as long as real ones; `first`
    is the number of the first.
    """
    table = ENVIRONMENT["TABLE"]
    key = {"pk": {"S": CASE.pk(dossier_id)}, "sk": {"S": "!HEAD"}}
    head = stage.raw.get_item(TableName=table, Key=key)["Item"]
    backend = dynamodb_backends[ACCOUNT][REGION]
    for place in range(first, first + count):
        other = f"{dossier_id[: len(dossier_id) - 8]}{place:08x}"
        # Straight into the double's memory: ten thousand requests would say no more.
        backend.put_item(table, _renamed(head, dossier_id, other))


def _renamed(row: Row, old: str, new: str) -> dict[str, Any]:
    return {name: _renamed_value(value, old, new) for name, value in row.items()}


def _renamed_value(value: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return {"S": content.replace(old, new)}
        case "M":
            return {"M": _renamed(content, old, new)}
        case "L":
            return {"L": [_renamed_value(one, old, new) for one in content]}
        case _:
            return dict(value)
