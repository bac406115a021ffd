"""What a dossier's archive holds beside its receipts: readable pieces, signed papers. Pure."""

from collections.abc import Iterator

from chalicelib.documents.model import list_slots_of
from chalicelib.dossiers.model import Dossier
from chalicelib.exports.archive import Archived, Entry, list_copies
from chalicelib.receipts.read_receipt import list_receipts
from chalicelib.refusals import Refusal
from chalicelib.subscription.papers import TITLES, list_papers
from chalicelib.words.translation import _

PIECE, PAPER = _("Pièce"), _("Document signé")


class NothingToArchive(Refusal):
    """No file of the dossier may be downloaded (yet)."""

    code = "nothing-to-archive"
    status = 409
    message = _(
        "Ce dossier n’a encore aucun fichier à télécharger : revenez quand une pièce est lisible."
    )


def list_files(dossier: Dossier) -> tuple[Entry, ...]:
    """List the files of a dossier's archive; their order and names depend on the dossier alone.

    Raises NothingToArchive for a dossier that has no receipt either.
    """
    entries = (*_list_pieces(dossier), *_list_papers(dossier))
    if not entries and not list_receipts(dossier):
        raise NothingToArchive
    return entries


def name_archive(dossier: Dossier) -> str:
    """Name a dossier's archive by its number, or by its id while it has none."""
    return f"dossier-{dossier.head.reference or dossier.head.dossier_id}"


def number_of(dossier: Dossier) -> str:
    """Give the number by which people know a dossier; none before it is sent."""
    return dossier.head.reference


def _list_pieces(dossier: Dossier) -> Iterator[Entry]:
    # A file of a message is between those who write: it is none of the pieces.
    slots = list_slots_of(dossier, dossier.head.updated_at)
    titles = {slot.code: slot.label for slot in slots}
    yield from list_copies(dossier.pieces, "pieces", PIECE, titles)


def _list_papers(dossier: Dossier) -> Iterator[Entry]:
    for paper in list_papers(dossier):
        yield Entry(
            name=f"documents-signes/{paper.file_name(dossier.head.reference)}",
            key=paper.key,
            version="",
            sha256=paper.sha256,
            size_bytes=paper.size_bytes,
            nature=PAPER,
            title=TITLES[paper.text_id],
        )


ARCHIVED = Archived(name_archive, list_files, number_of)
