"""The pages that ask for long work on dossiers: files of their list, archives, mandates."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.ids import new_token
from chalicelib.connection_jobs import pages_deposit
from chalicelib.connection_jobs.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS, PROFESSIONALS, SIGNED_IN
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit

__all__ = ["pages", "pages_deposit"]

provide("new_job_key", new_token)


@page(pages, "/dossiers/export", allow=INSTALLERS, method="POST")
def ask(visit: Visit) -> Response:
    """Ask for a file of the list that was shown; a double click asks once."""
    from chalicelib.connection_jobs.ask_export import ask_export
    from chalicelib.dossiers.filter_view import read_asked
    from chalicelib.dossiers.model import Space
    from chalicelib.dossiers.statuses import Status
    from chalicelib.exports.model import JobFormat, ListFormat

    typed = visit.form.as_mapping()
    space, status, form = typed.get("espace", ""), typed.get("statut", ""), typed.get("format", "")
    job = ask_export(
        read_asked(typed).wanted,
        JobFormat(form) if form in set(ListFormat) else JobFormat.CSV,
        idempotency_key=typed.get("key", ""),
        by=as_actor(visit.person, "page"),
        space=Space(space) if space in set(Space) else Space.SMALL,
        status=Status(status) if status in set(Status) else None,
    )
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, "/dossiers/{dossier_id}/archive", allow=SIGNED_IN, method="POST")
def ask_for_archive(visit: Visit, dossier_id: str) -> Response:
    """Ask for everything that a dossier holds; a double click asks once."""
    from chalicelib.connection_jobs.works import DOSSIER
    from chalicelib.exports.ask_archive import ask_archive

    key, actor = visit.form.text("key"), as_actor(visit.person, "page")
    job = ask_archive(dossier_id, idempotency_key=key, by=actor, name=DOSSIER)
    return visit.go(f"/travaux/{job.job_id}")


@page(pages, "/dossiers/{dossier_id}/mandat", allow=PROFESSIONALS, method="POST")
def ask_for_mandate(visit: Visit, dossier_id: str) -> Response:
    """Ask for the mandate to sign by hand; a double click asks once."""
    from chalicelib.connection_jobs.ask_mandate import ask_mandate

    key, actor = visit.form.text("key"), as_actor(visit.person, "page")
    job = ask_mandate(dossier_id, idempotency_key=key, by=actor)
    return visit.go(f"/travaux/{job.job_id}")
