"""Ask for a file of the list of an owner's cases of a kind."""

from dataclasses import replace

from chalicelib.aws.table import Table, open_table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.registry import kind_named
from chalicelib.exports.ask_job import Send, begin_job, new_job
from chalicelib.exports.model import Job, JobFormat
from chalicelib.exports.work import LIST
from chalicelib.policy.actors import Actor
from chalicelib.reference.days import legal_day
from chalicelib.refusals import FieldProblem, InvalidFields, NotFound
from chalicelib.words.translation import _


def ask_list(
    kind_name: str,
    form: JobFormat,
    *,
    idempotency_key: str,
    by: Actor,
    owner_id: str = "",
    status: str = "",
    table: Table | None = None,
    send: Send | None = None,
) -> Job:
    """Keep the wish for a file of a list, of one status if asked, tell the queue, and give the job.

    The list is the asker's own; `owner_id` says whose for who has none. A repeated key gives
    the same job. Raises NotFound for a kind without columns and for another's list, NotAllowed,
    InvalidFields without an owner or for a status that the kind does not have, InvalidKey.
    """
    kind = kind_named(kind_name)
    if kind.columns is None:
        raise NotFound
    job = new_job(kind, LIST, form, idempotency_key=idempotency_key, by=by)
    job = replace(
        job,
        file_name=f"{kind.name}-{legal_day(job.asked_at)}.{form}",
        asked={"owner": _owner_of(kind, by, owner_id), "status": _require_status(kind, status)},
    )
    return begin_job(job, by=by, table=table or open_table(), send=send)


def _owner_of(kind: AnyKind, by: Actor, owner_id: str) -> str:
    """Give whose list is asked for: one's own, as the kind's API says whose that is, or the named."""
    own: str = kind.served.get().owner_of(by) if kind.served else by.firm_id
    if own and owner_id not in {"", own}:
        raise NotFound
    owner = own or owner_id
    if not owner:
        missing = _("Indiquez à qui sont les dossiers à lister.")
        raise InvalidFields((FieldProblem("owner", "missing", missing),))
    return owner


def _require_status(kind: AnyKind, status: str) -> str:
    known = kind.statuses.list_all()
    if status and status not in known:
        unknown = _("« {value} » n’est pas une valeur possible : {known}.")
        values = {"value": status, "known": ", ".join(known)}
        raise InvalidFields((FieldProblem("status", "enum", unknown, values),))
    return status
