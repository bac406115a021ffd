"""The JSON API of long work on dossiers: a file of their list, an archive; the jobs follow it."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.policy.audiences import INSTALLERS, SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.connection_jobs.forms import ListWish

api = Blueprint(__name__)

JOB_SHAPE = "chalicelib.exports.forms:JobShape"


@endpoint(
    api,
    "POST",
    "/exports",
    allow=INSTALLERS,
    creates=True,
    summary=_("Demander un fichier de la liste des dossiers, en CSV, XLSX ou JSON"),
    takes="chalicelib.connection_jobs.forms:ListWish",
    gives=JOB_SHAPE,
    succeeds=(202,),
)
def ask_list(call: Call) -> Reply:
    """Ask for a file of the firm's list; the same key gives the same job."""
    from chalicelib.connection_jobs.ask_export import ask_export
    from chalicelib.dossiers.filters import FIELDS, read_filter
    from chalicelib.exports.answering import answer_asked
    from chalicelib.exports.model import JobFormat
    from chalicelib.refusals import InvalidFields

    wish: ListWish = call.body
    wanted, problems = read_filter({name: getattr(wish, name) for name in FIELDS})
    if problems:
        raise InvalidFields(problems)
    job = ask_export(
        wanted,
        JobFormat(wish.format),
        idempotency_key=call.idempotency_key,
        by=as_actor(call.person, "api"),
        space=wish.space,
        status=wish.status,
    )
    return answer_asked(job)


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/archive",
    allow=SIGNED_IN,
    creates=True,
    summary=_("Demander l’archive ZIP du dossier : pièces lisibles, documents signés, reçus"),
    gives=JOB_SHAPE,
    succeeds=(202,),
)
def ask_for_archive(call: Call, dossier_id: str) -> Reply:
    """Ask for everything that a dossier holds."""
    from chalicelib.connection_jobs.works import DOSSIER
    from chalicelib.exports.answering import answer_asked
    from chalicelib.exports.ask_archive import ask_archive

    actor, key = as_actor(call.person, "api"), call.idempotency_key
    return answer_asked(ask_archive(dossier_id, idempotency_key=key, by=actor, name=DOSSIER))
