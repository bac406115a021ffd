"""The pages of jobs: ask for one, watch it, take its file."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.ids import new_token
from chalicelib.exports import pages_deposit
from chalicelib.exports.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS, PROFESSIONALS, SIGNED_IN
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _

__all__ = ["pages", "pages_deposit"]

provide("new_job_key", new_token)

JOB = "/travaux/{job_id}"


@page(pages, "/dossiers/export", allow=INSTALLERS, method="POST")
def ask(visit: Visit) -> Response:
    """Ask for a file of the list that was shown; a double click asks once."""
    from chalicelib.dossiers.filter_view import read_asked
    from chalicelib.dossiers.model import Space
    from chalicelib.dossiers.statuses import Status
    from chalicelib.exports.ask_export import ask_export
    from chalicelib.exports.model import Format, ListFormat

    typed = visit.form.as_mapping()
    space, status, form = typed.get("espace", ""), typed.get("statut", ""), typed.get("format", "")
    job = ask_export(
        read_asked(typed).wanted,
        Format(form) if form in set(ListFormat) else Format.CSV,
        idempotency_key=typed.get("key", ""),
        by=as_actor(visit.person, "page"),
        space=Space(space) if space in set(Space) else Space.SMALL,
        status=Status(status) if status in set(Status) else None,
    )
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, "/dossiers/{dossier_id}/archive", allow=SIGNED_IN, method="POST")
def ask_for_archive(visit: Visit, dossier_id: str) -> Response:
    """Ask for everything that a dossier holds; a double click asks once."""
    from chalicelib.exports.ask_archive import ask_archive

    key, actor = visit.form.text("key"), as_actor(visit.person, "page")
    job = ask_archive(dossier_id, idempotency_key=key, by=actor)
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, "/dossiers/{dossier_id}/mandat", allow=PROFESSIONALS, method="POST")
def ask_for_mandate(visit: Visit, dossier_id: str) -> Response:
    """Ask for the mandate to sign by hand; a double click asks once."""
    from chalicelib.exports.ask_mandate import ask_mandate

    key, actor = visit.form.text("key"), as_actor(visit.person, "page")
    job = ask_mandate(dossier_id, idempotency_key=key, by=actor)
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, "/travaux", allow=SIGNED_IN)
def show_jobs(visit: Visit) -> Response:
    """Show the jobs that somebody asked for lately, so that one is found again."""
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_export import list_own_jobs
    from chalicelib.exports.views import show_job

    now = real_now()
    jobs = list_own_jobs(by=as_actor(visit.person, "page"))
    return visit.show("exports/jobs.html", lines=[(job, show_job(job, now)) for job in jobs])


@page(pages, JOB, allow=SIGNED_IN)
def show_job(visit: Visit, job_id: str) -> Response:
    """Show how far a job is, or its file."""
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_export import load_job
    from chalicelib.exports.show_report import show_report
    from chalicelib.exports.views import show_job

    job = load_job(job_id, by=as_actor(visit.person, "page"))
    report = show_report(job, visit.query.get("page", ""))
    return visit.show("exports/job.html", job=job, shown=show_job(job, real_now()), report=report)


@page(pages, JOB + "/fichier", allow=SIGNED_IN)
def download(visit: Visit, job_id: str) -> Response:
    """Send the browser to the file, for a few minutes; NotFound once its day is over."""
    from chalicelib.exports.read_file import read_file

    return visit.go(read_file(job_id, by=as_actor(visit.person, "page")))


@page(pages, JOB + "/annulation", allow=SIGNED_IN, method="POST")
def cancel(visit: Visit, job_id: str) -> Response:
    """Stop a job."""
    from chalicelib.exports.ask_export import cancel_job

    cancel_job(job_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/travaux/{job_id}", flash=_("Le travail est annulé."))


@page(pages, JOB + "/relance", allow=SIGNED_IN, method="POST")
def try_again(visit: Visit, job_id: str) -> Response:
    """Have a job done that failed or did not begin."""
    from chalicelib.exports.ask_export import ask_again

    ask_again(job_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/travaux/{job_id}")
