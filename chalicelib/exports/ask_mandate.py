"""Ask for the mandate of a dossier as a paper to sign by hand."""

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.exports.ask_export import Send, begin_job, name_job
from chalicelib.exports.model import Format, Job, JobKind
from chalicelib.form.steps import Step
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class NobodyToMandate(Refusal):
    """The dossier does not say who its client is (any more)."""

    code = "nobody-to-mandate"
    status = 409
    message = _(
        "Le mandat se remplit avec le nom du client : renseignez-le à l’étape 1 du formulaire."
    )


def require_client(dossier: Dossier) -> None:
    """Refuse a dossier that names nobody who could sign."""
    client = dossier.values_of(Step.CLIENT)
    if not client.get("last_name") and not client.get("company_name"):
        raise NobodyToMandate


def ask_mandate(
    dossier_id: str,
    *,
    idempotency_key: str,
    by: Actor,
    table: Table | None = None,
    send: Send | None = None,
) -> Job:
    """Keep the wish for a dossier's mandate, tell the queue, and give the job.

    A repeated key gives the same job. Raises NotFound for a dossier that is none of the
    actor's business, NotAllowed, NobodyToMandate, InvalidKey.
    """
    require(by, Connection.DRAW_MANDATE)
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    require_client(dossier)
    job = Job(
        job_id=name_job(by, idempotency_key),
        person_id=by.person_id,
        firm_id=by.firm_id,
        format=Format.PDF,
        space=dossier.head.space.value,
        asked_at=real_now(),
        kind=JobKind.MANDATE,
        role=by.role,
        dossier_id=dossier_id,
        reference=dossier.head.reference,
    )
    return begin_job(job, by=by, table=table, send=send)
