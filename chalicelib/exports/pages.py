"""The pages of exports: ask for one, watch it, take its file."""

from chalice.app import Blueprint, Response

from chalicelib.dossiers.acting import as_actor
from chalicelib.refusals import NotFound
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.web.words import _

pages = Blueprint(__name__)

JOB = "/travaux/{job_id}"
LINK_S = 300


@page(pages, "/dossiers/export", allow=("installer",), method="POST")
def ask(visit: Visit) -> Response:
    """Ask for a file of the list that was shown; a double click asks once."""
    from chalicelib.dossiers.filter_view import read_asked
    from chalicelib.dossiers.model import Space
    from chalicelib.dossiers.statuses import Status
    from chalicelib.exports.ask_export import ask_export
    from chalicelib.exports.model import Format

    typed = visit.form.as_mapping()
    space, status, form = typed.get("espace", ""), typed.get("statut", ""), typed.get("format", "")
    job = ask_export(
        read_asked(typed).wanted,
        Format(form) if form in set(Format) else Format.CSV,
        idempotency_key=typed.get("key", ""),
        by=as_actor(visit.person, "page"),
        space=Space(space) if space in set(Space) else Space.SMALL,
        status=Status(status) if status in set(Status) else None,
    )
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, JOB, allow=("installer",))
def show_job(visit: Visit, job_id: str) -> Response:
    """Show how far a job is, or its file."""
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_export import load_job
    from chalicelib.exports.views import show_job

    job = load_job(job_id, by=as_actor(visit.person, "page"))
    return visit.show("exports/job.html", job=job, shown=show_job(job, real_now()))


@page(pages, JOB + "/fichier", allow=("installer",))
def download(visit: Visit, job_id: str) -> Response:
    """Send the browser to the file, for a few minutes; NotFound once its day is over."""
    from chalicelib.aws.bucket import sign_get
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_export import load_job
    from chalicelib.exports.model import CONTENT_TYPES
    from chalicelib.settings import load_settings

    job = load_job(job_id, by=as_actor(visit.person, "page"))
    if not job.is_kept(real_now()):
        raise NotFound
    address = sign_get(
        load_settings().documents_bucket,
        job.file_key,
        version_id=job.file_version,
        disposition=f'attachment; filename="{job.file_name}"',
        content_type=CONTENT_TYPES[job.format],
        expires_s=LINK_S,
    )
    return visit.go(address)


@page(pages, JOB + "/annulation", allow=("installer",), method="POST")
def cancel(visit: Visit, job_id: str) -> Response:
    """Stop a job."""
    from chalicelib.exports.ask_export import cancel_job

    cancel_job(job_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/travaux/{job_id}", flash=_("L’export est annulé."))


@page(pages, JOB + "/relance", allow=("installer",), method="POST")
def try_again(visit: Visit, job_id: str) -> Response:
    """Have a job done that failed or did not begin."""
    from chalicelib.exports.ask_export import ask_again

    ask_again(job_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/travaux/{job_id}")
