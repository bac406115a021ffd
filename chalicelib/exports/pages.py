"""The pages of jobs: watch one, take its file."""

from chalice.app import Blueprint, Response

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _

pages = Blueprint(__name__)

JOB = "/travaux/{job_id}"


@page(pages, "/travaux", allow=SIGNED_IN)
def show_jobs(visit: Visit) -> Response:
    """Show the jobs that somebody asked for lately, so that one is found again."""
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_job import list_own_jobs
    from chalicelib.exports.views import show_job

    now = real_now()
    jobs = list_own_jobs(by=as_actor(visit.person, "page"))
    return visit.show("exports/jobs.html", lines=[(job, show_job(job, now)) for job in jobs])


@page(pages, JOB, allow=SIGNED_IN)
def show_job(visit: Visit, job_id: str) -> Response:
    """Show how far a job is, or its file."""
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_job import load_job
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
    from chalicelib.exports.ask_job import cancel_job

    cancel_job(job_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/travaux/{job_id}", flash=_("Le travail est annulé."))


@page(pages, JOB + "/relance", allow=SIGNED_IN, method="POST")
def try_again(visit: Visit, job_id: str) -> Response:
    """Have a job done that failed or did not begin."""
    from chalicelib.exports.ask_job import ask_again

    ask_again(job_id, by=as_actor(visit.person, "page"))
    return visit.go(f"/travaux/{job_id}")
