"""The JSON API of jobs: ask for a file, follow the job, take what it made."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import INSTALLERS, SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.exports.forms import ListWish
    from chalicelib.exports.model import Job

api = Blueprint(__name__)

SHAPES = "chalicelib.exports.forms"
JOB = "/jobs/{job_id}"


@endpoint(
    api,
    "POST",
    "/exports",
    allow=INSTALLERS,
    creates=True,
    summary=_("Demander un fichier de la liste des dossiers, en CSV, XLSX ou JSON"),
    takes=f"{SHAPES}:ListWish",
    gives=f"{SHAPES}:JobShape",
)
def ask_list(call: Call) -> Reply:
    """Ask for a file of the firm's list; the same key gives the same job."""
    from chalicelib.dossiers.filters import FIELDS, read_filter
    from chalicelib.exports.ask_export import ask_export
    from chalicelib.exports.model import Format
    from chalicelib.refusals import InvalidFields

    wish: ListWish = call.body
    wanted, problems = read_filter({name: getattr(wish, name) for name in FIELDS})
    if problems:
        raise InvalidFields(problems)
    job = ask_export(
        wanted,
        Format(wish.format),
        idempotency_key=call.idempotency_key,
        by=as_actor(call.person, "api"),
        space=wish.space,
        status=wish.status,
    )
    return _accept(job)


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/archive",
    allow=SIGNED_IN,
    creates=True,
    summary=_("Demander l’archive ZIP du dossier : pièces lisibles, documents signés, reçus"),
    gives=f"{SHAPES}:JobShape",
)
def ask_for_archive(call: Call, dossier_id: str) -> Reply:
    """Ask for everything that a dossier holds."""
    from chalicelib.exports.ask_archive import ask_archive

    actor = as_actor(call.person, "api")
    return _accept(ask_archive(dossier_id, idempotency_key=call.idempotency_key, by=actor))


@endpoint(
    api,
    "GET",
    JOB,
    allow=SIGNED_IN,
    summary=_("Suivre un travail : où il en est, et son fichier une fois prêt"),
    gives=f"{SHAPES}:JobShape",
)
def read_job(call: Call, job_id: str) -> object:
    """Say how far a job is."""
    return _view(call, job_id)


@endpoint(
    api,
    "POST",
    JOB + "/cancel",
    allow=SIGNED_IN,
    summary=_("Annuler un travail en cours"),
    gives=f"{SHAPES}:JobShape",
)
def cancel(call: Call, job_id: str) -> object:
    """Stop a job that is under way."""
    from chalicelib.exports.ask_export import cancel_job

    cancel_job(job_id, by=as_actor(call.person, "api"))
    return _view(call, job_id)


@endpoint(
    api,
    "GET",
    JOB + "/file",
    allow=SIGNED_IN,
    summary=_("Télécharger le fichier d’un travail terminé (redirection, 5 minutes)"),
)
def download(call: Call, job_id: str) -> Reply:
    """Redirect to a job's file."""
    from chalicelib.exports.read_file import read_file

    url = read_file(job_id, by=as_actor(call.person, "api"))
    return Reply(None, 303, {"Location": url})


def _view(call: Call, job_id: str) -> object:
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.ask_export import load_job
    from chalicelib.exports.views import view_job

    return view_job(load_job(job_id, by=as_actor(call.person, "api")), real_now())


def _accept(job: "Job") -> Reply:
    from chalicelib.aws.clock import real_now
    from chalicelib.exports.views import view_job

    return Reply(view_job(job, real_now()), 202, {"Location": f"/api/v1/jobs/{job.job_id}"})
