"""The way in for a version of a document of the library: that of every file, for agents."""

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table
from chalicelib.cases.files import keep_file, ticket
from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.files.ticket import Ticket
from chalicelib.partner_library.change_item import require_agent
from chalicelib.partner_library.slots import VERSION
from chalicelib.verdicts.upload_form import FileRefused
from chalicelib.words.translation import _
from chalicelib.words.values import Text

ZIP_SENTENCE = _(
    "Une archive ZIP n’est pas acceptée, car son contenu ne peut pas être vérifié ni imprimé. "
    "Déposez chaque fichier du kit comme un document à part (.pdf, .png, .jpg ou .jpeg)."
)


def open_ticket(
    item_id: str,
    *,
    file_name: str,
    size_bytes: int,
    by: Actor,
    idempotency_key: str = "",
    resumes: bool = False,
    table: Table | None = None,
) -> Ticket:
    """Open a ticket for a version that was picked; raises as for every file, TooManyVersions."""
    require_agent(by)
    if file_name.lower().endswith(".zip"):
        raise FileRefused(field="file_name", sentence=Text(ZIP_SENTENCE))
    return ticket.open_ticket(
        item_id,
        VERSION,
        file_name=file_name,
        size_bytes=size_bytes,
        by=by,
        idempotency_key=idempotency_key,
        resumes=resumes,
        table=table,
    )


def open_form(item_id: str, *, by: Actor, table: Table | None = None) -> Ticket:
    """Open a form for a browser without JavaScript, which S3 sends back to the document's page."""
    require_agent(by)
    back = f"/bibliotheque/{item_id}/recu"
    return ticket.open_form(item_id, VERSION, by=by, back_path=back, table=table)


def note_arrival(
    item_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> CaseFile:
    """Keep the row of a version that a browser without JavaScript says it has just sent."""
    require_agent(by)
    return keep_file.note_arrival(
        item_id, VERSION, document_id, by=by, table=table, now=business_now()
    )
