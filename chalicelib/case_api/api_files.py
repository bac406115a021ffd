"""The JSON API of the files of cases of any kind, and of their person's rights."""

from typing import TYPE_CHECKING, Final

from chalicelib.case_api.blueprints import CASE, FORMS, actor_of, api
from chalicelib.policy.audiences import AGENTS, SIGNED_IN
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.case_api.forms import FileRefusal, NewFile
    from chalicelib.case_api.views import View

JSON: Final = "chalicelib.web.openapi:Json"
FILE: Final = CASE + "/files/{document_id}"


@endpoint(
    api,
    "POST",
    CASE + "/files",
    allow=SIGNED_IN,
    creates=True,
    summary=_(
        "Annoncer un fichier d’un dossier et recevoir le formulaire qui l’envoie au stockage"
    ),
    takes=f"{FORMS}:NewFile",
    gives=f"{FORMS}:FileTicket",
)
def announce_file(call: Call, case_id: str) -> Reply:
    """Open a ticket for one file; its form lives fifteen minutes."""
    from chalicelib.case_api.of_kind import served_of
    from chalicelib.case_api.views import view_ticket
    from chalicelib.cases.files.ticket import open_ticket

    wanted: NewFile = call.body
    served_of(case_id)
    ticket = open_ticket(
        case_id,
        wanted.slot,
        file_name=wanted.file_name,
        size_bytes=wanted.size_bytes,
        by=actor_of(call),
        idempotency_key=call.idempotency_key,
    )
    return Reply(view_ticket(ticket), 201)


@endpoint(
    api,
    "GET",
    FILE,
    allow=SIGNED_IN,
    summary=_("Télécharger un fichier lisible d’un dossier (redirection, 5 minutes)"),
    succeeds=(303,),
)
def download_file(call: Call, case_id: str, document_id: str) -> Reply:
    """Redirect to the served copy of a file."""
    from chalicelib.case_api.files import read_file

    return Reply(None, 303, {"Location": read_file(case_id, document_id, by=actor_of(call))})


@endpoint(
    api,
    "POST",
    FILE + "/accept",
    allow=SIGNED_IN,
    summary=_("Accepter un fichier qu’une personne a lu, ou revenir sur un refus"),
    gives=f"{FORMS}:CaseAnswer",
)
def accept_file_of(call: Call, case_id: str, document_id: str) -> "View":
    """Accept a file."""
    from chalicelib.case_api.files import accept_file
    from chalicelib.case_api.views import view_case

    actor = actor_of(call)
    return view_case(accept_file(case_id, document_id, by=actor), actor)


@endpoint(
    api,
    "POST",
    FILE + "/refuse",
    allow=SIGNED_IN,
    summary=_("Refuser un fichier d’un dossier, avec un motif"),
    takes=f"{FORMS}:FileRefusal",
    gives=f"{FORMS}:CaseAnswer",
)
def refuse_file_of(call: Call, case_id: str, document_id: str) -> "View":
    """Refuse a file."""
    from chalicelib.case_api.files import refuse_file
    from chalicelib.case_api.views import view_case

    actor, wanted = actor_of(call), call.body
    said: FileRefusal = wanted
    return view_case(refuse_file(case_id, document_id, said.reason, said.words, by=actor), actor)


@endpoint(
    api,
    "POST",
    FILE + "/check-again",
    allow=SIGNED_IN,
    summary=_("Relancer la vérification d’un fichier retenu d’un dossier"),
    gives=f"{FORMS}:CaseAnswer",
)
def check_file_again_of(call: Call, case_id: str, document_id: str) -> "View":
    """Have a held file judged once more."""
    from chalicelib.case_api.files import check_file_again
    from chalicelib.case_api.views import view_case

    actor = actor_of(call)
    return view_case(check_file_again(case_id, document_id, by=actor), actor)


@endpoint(
    api,
    "GET",
    CASE + "/person",
    allow=AGENTS,
    summary=_("Exporter tout ce qui est gardé de la personne d’un dossier"),
    gives=JSON,
)
def export_person_of(call: Call, case_id: str) -> object:
    """Export what is kept of a case's person."""
    from chalicelib.case_api.of_kind import served_of
    from chalicelib.retention.export_person import export_person

    served_of(case_id)
    return export_person(case_id, by=actor_of(call))


@endpoint(
    api,
    "DELETE",
    CASE + "/person",
    allow=AGENTS,
    summary=_("Demander l’effacement de la personne d’un dossier"),
    gives=JSON,
    succeeds=(202,),
)
def erase_person_of(call: Call, case_id: str) -> Reply:
    """Ask for the erasure of a case's person: 202, the daily job carries it out."""
    from chalicelib.case_api.of_kind import served_of
    from chalicelib.retention.ask_erasure import ask_erasure

    served_of(case_id)
    new = ask_erasure(case_id, by=actor_of(call))
    return Reply({"case_id": case_id, "asked": True, "new": new}, 202)
