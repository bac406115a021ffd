"""Create a draft: one idempotency key makes one dossier, however often it is sent."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.aws.items import Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers import store
from chalicelib.dossiers.change import create_with
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Head
from chalicelib.dossiers.save_step import head_with_form
from chalicelib.form.values import Form
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import KeyReused, Refusal
from chalicelib.rows.leads import CREATION_KEY

LONGEST_KEY = 200


class InvalidKey(Refusal):
    """The idempotency key is empty or too long."""

    code = "invalid-idempotency-key"
    status = 400
    message = "La clé d’idempotence doit compter de 1 à {most} caractères."


def create_draft(
    form: Form,
    *,
    idempotency_key: str,
    by: Actor,
    copied: Mapping[str, Detail] | None = None,
    is_firm_key: bool = False,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Create a draft with the values already typed, and give it as stored.

    A repeated key gives the same dossier; with other values it is refused (KeyReused). For a
    copy, `copied` says in the journal what of which dossier, and the key stands for that: what
    is copied may change between two clicks. With `is_firm_key` the key is one for the whole
    firm, else for the person. Only installers create dossiers (NotAllowed). The
    key's own row lives seven days.
    """
    require(by, Connection.BEGIN)
    if not 0 < len(idempotency_key) <= LONGEST_KEY:
        raise InvalidKey(most=LONGEST_KEY)
    table, now = table or open_table(), now or business_now()
    owner = by.firm_id if is_firm_key else by.person_id
    key = _key_row(owner, idempotency_key, copied or form)
    known = _find_created(table, key, by)
    if known:
        return known
    change = _created(form, key, by, now)
    if copied:
        change = replace(change, kind=EventKind.DOSSIER_COPIED, details=copied)
    try:
        return create_with(change, by=by, table=table, now=now)
    except ConditionFailed:
        # Another call with this key was first, or ours passed and its reply was lost.
        created = _find_created(table, key, by)
        if created is None:
            raise
        return created


def _created(form: Form, key: Mapping[str, str | int], by: Actor, now: datetime) -> Change:
    draft = Head(
        dossier_id=new_id("dos"),
        firm_id=by.firm_id,
        created_by=by.person_id,
        created_at=now,
        updated_at=now,
    )
    return Change(
        EventKind.DOSSIER_CREATED,
        head_with_form(draft, form),
        form=form,
        fields=tuple(sorted(name for values in form.values() for name in values)),
        also=(
            Put({**key, "dossier_id": draft.dossier_id}, absent=True),
            Put(store.retention_row(draft)),
        ),
    )


def _key_row(owner: str, key: str, wanted: Mapping[str, object]) -> dict[str, str | int]:
    body = json.dumps(wanted, sort_keys=True, default=str)
    return {
        **CREATION_KEY.columns(owner, fingerprint(key)),
        "body": hashlib.sha256(body.encode()).hexdigest(),
        "expires_s": CREATION_KEY.expires_s(real_now()),
    }


def _find_created(table: Table, key: Mapping[str, str | int], by: Actor) -> Dossier | None:
    found = table.get(str(key["pk"]), str(key["sk"]), consistent=True)
    if found is None:
        return None
    if found["body"] != key["body"]:
        raise KeyReused(dossier_id=found["dossier_id"])
    return load_dossier(found["dossier_id"], seen_by=by, table=table)
