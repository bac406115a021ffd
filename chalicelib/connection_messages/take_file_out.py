"""Take a file out of a message that is not sent yet."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.attached import take_out
from chalicelib.dossiers.change import change_dossier


def take_file_out(
    dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> None:
    """Take a file out of the message that one is writing; NotFound for others' files."""
    change_dossier(
        dossier_id,
        lambda dossier, _now: take_out(dossier, document_id, by.person_id),
        by=by,
        table=table,
    )
