"""What a dossier says of its receipts: its sending calls for one, which tells its form and pieces."""

from collections.abc import Iterator

from chalicelib.cases.files.model import CaseFile
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.status_labels import label_status
from chalicelib.receipts.of_kind import Line, Receipts, Words
from chalicelib.words.translation import _, translate


def tell(dossier: Dossier) -> Iterator[Line]:
    """Tell every field of the form, in the order of its pages, answered or not."""
    from chalicelib.connection_receipts.list_fields import list_fields

    return list_fields(dossier.form)


def list_files(dossier: Dossier) -> Iterator[tuple[CaseFile, str]]:
    """List the pieces, oldest first, each with its slot's label; not what was attached to messages."""
    from chalicelib.documents.model import list_slots_of

    slots = list_slots_of(dossier, dossier.head.updated_at)
    labels = {slot.code: translate(slot.label) for slot in slots}
    return ((one, labels.get(one.slot, one.slot)) for one in dossier.pieces)


def _label_status(head: Head) -> str:
    return translate(label_status(head.status, head.operator))


RECEIPTS = Receipts(
    event=EventKind.DOSSIER_SUBMITTED,
    name_case=lambda dossier: dossier.head.reference,
    label_status=_label_status,
    tell=tell,
    list_files=list_files,
    words=Words(
        case=_("Dossier"),
        done=_("Envoyé le"),
        journal=_("Journal à l’envoi"),
        title=_("Reçu scellé de l’envoi"),
        later_title=_("Reçu scellé de l’état du dossier"),
        first=_("Reçu de l’envoi"),
        soon=_(
            "Le premier reçu se scelle dans les secondes qui suivent l’envoi. Vous pouvez aussi le "
            "demander tout de suite."
        ),
    ),
)
