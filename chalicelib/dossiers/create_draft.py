"""Create a draft: one idempotency key makes one dossier, however often it is sent."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.audit.model import Actor, Detail
from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Put
from chalicelib.aws.table import Table
from chalicelib.cases.create_once import create_once
from chalicelib.dossiers import store
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Head
from chalicelib.dossiers.save_step import head_with_form
from chalicelib.form.values import Form
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require


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
    firm, else for the person. Only installers create dossiers (NotAllowed). Raises InvalidKey.
    """
    require(by, Connection.BEGIN)
    return create_once(
        DOSSIER,
        lambda now: _created(form, copied, by, now),
        wanted=copied or form,
        key=idempotency_key,
        by=by,
        key_owner=by.firm_id if is_firm_key else "",
        table=table,
        now=now,
    )


def _created(form: Form, copied: Mapping[str, Detail] | None, by: Actor, now: datetime) -> Change:
    draft = Head(
        dossier_id=new_id("dos"),
        firm_id=by.firm_id,
        created_by=by.person_id,
        created_at=now,
        updated_at=now,
    )
    return Change(
        EventKind.DOSSIER_COPIED if copied else EventKind.DOSSIER_CREATED,
        head_with_form(draft, form),
        form=form,
        fields=tuple(sorted(name for values in form.values() for name in values)),
        details=copied or {},
        also=(Put(store.retention_row(draft)),),
    )
