"""Create a case: one idempotency key makes one case, however often the request is sent."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.items import Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.change import create_case
from chalicelib.cases.kind import Kind
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.policy.actors import Actor
from chalicelib.refusals import KeyReused, Refusal
from chalicelib.rows.leads import CREATION_KEY

LONGEST_KEY = 200


class InvalidKey(Refusal):
    """The idempotency key is empty or too long."""

    code = "invalid-idempotency-key"
    status = 400
    message = "La clé d’idempotence doit compter de 1 à {most} caractères."


def create_once[C: CaseLike, X: CaseChange](
    kind: Kind[C, X],
    begin: Callable[[datetime], X],
    *,
    wanted: object,
    key: str,
    by: Actor,
    key_owner: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> C:
    """Create a case by the change that `begin` makes of the business instant, and give it as stored.

    A repeated key gives the same case as it is by then; with anything else `wanted` (fit for JSON)
    it is refused (KeyReused). The key is one for the person, or for `key_owner`; its row lives
    seven days. Raises InvalidKey, what `begin` refuses, ConditionFailed when `also` of the change
    stands in the way.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise InvalidKey(most=LONGEST_KEY)
    table, now = table or open_table(), now or business_now()
    row = _key_row(kind.name, key_owner or by.person_id, key, wanted)
    known = _find_created(kind, table, row, by)
    if known is not None:
        return known
    change = begin(now)
    noted = Put({**row, "case_id": change.head.case_id}, absent=True)
    try:
        also = (*change.also, noted)
        return create_case(kind, replace(change, also=also), by=by, table=table, now=now)
    except ConditionFailed:
        # Another call with this key was first, or ours passed and its reply was lost.
        created = _find_created(kind, table, row, by)
        if created is None:
            raise
        return created


def _key_row(kind_name: str, owner: str, key: str, wanted: object) -> dict[str, Any]:
    body = json.dumps([kind_name, wanted], sort_keys=True, default=str)
    return {
        **CREATION_KEY.columns(owner, fingerprint(key)),
        "body": hashlib.sha256(body.encode()).hexdigest(),
        "expires_s": CREATION_KEY.expires_s(real_now()),
    }


def _find_created[C: CaseLike, X: CaseChange](
    kind: Kind[C, X], table: Table, row: dict[str, Any], by: Actor
) -> C | None:
    found = table.get(str(row["pk"]), str(row["sk"]), consistent=True)
    if found is None:
        return None
    if found["body"] != row["body"]:
        raise KeyReused(case_id=found["case_id"])
    return load_case(kind, found["case_id"], seen_by=by, table=table)
