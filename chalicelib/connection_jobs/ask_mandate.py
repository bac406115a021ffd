"""Ask for the mandate of a dossier as a paper to sign by hand."""

from dataclasses import replace

from chalicelib.aws.table import Table, open_table
from chalicelib.connection_jobs.works import MANDATE
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.exports.ask_job import Send, begin_job, new_job
from chalicelib.exports.model import Job, JobFormat
from chalicelib.form.steps import Step
from chalicelib.policy.actors import Actor
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
    table = table or open_table()
    job = new_job(DOSSIER, MANDATE, JobFormat.PDF, idempotency_key=idempotency_key, by=by)
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    require_client(dossier)
    number = dossier.head.reference
    name = f"mandat-{number or dossier_id}.pdf"
    job = replace(job, file_name=name, case_id=dossier_id, reference=number)
    return begin_job(job, by=by, table=table, send=send)
