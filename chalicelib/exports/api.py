"""The JSON API of jobs: ask for a file, follow the job, take what it made."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.exports.forms import CasesWish

api = Blueprint(__name__)

SHAPES = "chalicelib.exports.forms"
JOB = "/jobs/{job_id}"


@endpoint(
    api,
    "POST",
    "/kinds/{kind_name}/exports",
    allow=SIGNED_IN,
    creates=True,
    summary=_("Demander un fichier de la liste des dossiers d’une sorte, en CSV, XLSX ou JSON"),
    takes=f"{SHAPES}:CasesWish",
    gives=f"{SHAPES}:JobShape",
    succeeds=(202,),
)
def ask_cases(call: Call, kind_name: str) -> Reply:
    """Ask for a file of the list of a kind of case; the same key gives the same job."""
    from chalicelib.exports.answering import answer_asked
    from chalicelib.exports.ask_list import ask_list
    from chalicelib.exports.model import JobFormat

    wish: CasesWish = call.body
    job = ask_list(
        kind_name,
        JobFormat(wish.format),
        owner_id=wish.owner,
        status=wish.status,
        idempotency_key=call.idempotency_key,
        by=as_actor(call.person, "api"),
    )
    return answer_asked(job)


@endpoint(
    api,
    "POST",
    "/cases/{case_id}/archive",
    allow=SIGNED_IN,
    creates=True,
    summary=_(
        "Demander l’archive ZIP d’un dossier d’une sorte quelconque : fichiers lisibles, journal, "
        "messages, données"
    ),
    gives=f"{SHAPES}:JobShape",
    succeeds=(202,),
)
def ask_case_archive(call: Call, case_id: str) -> Reply:
    """Ask for everything that a case holds; the same key gives the same job."""
    from chalicelib.exports.answering import answer_asked
    from chalicelib.exports.ask_archive import ask_archive

    actor = as_actor(call.person, "api")
    return answer_asked(ask_archive(case_id, idempotency_key=call.idempotency_key, by=actor))


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
    from chalicelib.exports.answering import answer_job

    return answer_job(call, job_id)


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
    from chalicelib.exports.answering import answer_job
    from chalicelib.exports.ask_job import cancel_job

    cancel_job(job_id, by=as_actor(call.person, "api"))
    return answer_job(call, job_id)


@endpoint(
    api,
    "GET",
    JOB + "/file",
    allow=SIGNED_IN,
    summary=_("Télécharger le fichier d’un travail terminé (redirection, 5 minutes)"),
    succeeds=(303,),
)
def download(call: Call, job_id: str) -> Reply:
    """Redirect to a job's file."""
    from chalicelib.exports.read_file import read_file

    url = read_file(job_id, by=as_actor(call.person, "api"))
    return Reply(None, 303, {"Location": url})
