"""What a dossier's archive holds, in which order and under which names. Pure.

Only what may be downloaded from the dossier's page is in it: the copies that people read of
accepted files, the signed papers, the receipts. A file that has no verdict, or a refused one, is
never served, here either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from chalicelib.documents.model import list_slots_of
from chalicelib.dossiers.model import Dossier, Piece
from chalicelib.receipts.model import Format
from chalicelib.receipts.read_receipt import list_receipts
from chalicelib.refusals import Refusal
from chalicelib.subscription.papers import TITLES, list_papers
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.limits import MIB
from chalicelib.words.translation import _

MOST_ARCHIVE_BYTES = 256 * MIB
"""All files together: the archive is made in the Lambda's own 512 MB of disk."""

LONGEST_STEM = 80
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}

PIECE, PAPER, RECEIPT = _("Pièce"), _("Document signé"), _("Reçu scellé")


class ArchiveTooBig(Refusal):
    """The files of the dossier are more than one archive may hold."""

    code = "archive-too-big"
    status = 413
    message = _(
        "Les fichiers de ce dossier dépassent ensemble {most} Mo : téléchargez-les un par un depuis "
        "la page du dossier."
    )


class NothingToArchive(Refusal):
    """No file of the dossier may be downloaded (yet)."""

    code = "nothing-to-archive"
    status = 409
    message = _(
        "Ce dossier n’a encore aucun fichier à télécharger : revenez quand une pièce est lisible."
    )


class FileChanged(Refusal):
    """A file that we keep is not what its dossier says: nothing false is handed out."""

    code = "file-changed"
    status = 409
    message = _(
        "Un fichier de ce dossier ne se lit plus tel qu’il a été gardé ({name}) : signalez-le nous "
        "par un message sur le dossier."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: where its bytes stand, and what they must be.

    `version` is empty for what is never written twice. `original_sha256` is the hash of what
    was deposited, where the file is a copy of it.
    """

    name: str
    key: str
    version: str
    sha256: str
    size_bytes: int
    nature: str
    title: str
    original_name: str = ""
    original_sha256: str = ""


def list_entries(dossier: Dossier) -> tuple[Entry, ...]:
    """List the files of a dossier's archive; their order and names depend on the dossier alone.

    Raises NothingToArchive, ArchiveTooBig by what is known of the files' sizes.
    """
    entries = (*_list_pieces(dossier), *_list_papers(dossier), *_list_receipts(dossier))
    if not entries:
        raise NothingToArchive
    require_room(sum(one.size_bytes for one in entries))
    return entries


def require_room(size_bytes: int) -> None:
    """Refuse more bytes than an archive may hold."""
    if size_bytes > MOST_ARCHIVE_BYTES:
        raise ArchiveTooBig(most=MOST_ARCHIVE_BYTES // MIB)


def folder_of(dossier: Dossier) -> str:
    """Name the one folder that an archive unpacks to."""
    return f"dossier-{dossier.head.reference or dossier.head.dossier_id}"


def _list_pieces(dossier: Dossier) -> Iterator[Entry]:
    kept = [one for one in dossier.pieces if one.is_readable]
    ordered = sorted(kept, key=lambda one: (one.slot, one.created_at, one.document_id))
    slots = list_slots_of(dossier, dossier.head.updated_at)
    titles = {slot.code: slot.label for slot in slots}
    for number, piece in enumerate(ordered, start=1):
        yield Entry(
            name=f"pieces/{name_piece(number, piece)}",
            key=piece.served_key,
            version=piece.served_version,
            sha256=piece.served_sha256,
            size_bytes=piece.size_bytes,
            nature=PIECE,
            title=titles.get(piece.slot, piece.slot),
            original_name=safe_file_name(piece.file_name) if piece.file_name else "",
            original_sha256=piece.sha256,
        )


def name_piece(number: int, piece: Piece) -> str:
    """Name a piece's file: its rank, its slot and its own name, which every system takes.

    The rank makes it unique wherever letters' case does not count, and never a name that
    Windows keeps for itself; the extension is that of its content.
    """
    stem = PurePosixPath(safe_file_name(piece.file_name or piece.slot)).stem
    short = stem[:LONGEST_STEM].rstrip(" .") or piece.slot
    return f"{number:02d}-{piece.slot}-{short}.{EXTENSIONS.get(piece.content_type, 'bin')}"


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


def _list_receipts(dossier: Dossier) -> Iterator[Entry]:
    for receipt in list_receipts(dossier):
        for form in Format:
            sealed = receipt.form(form)
            yield Entry(
                name=f"recus/{receipt.file_name(form)}",
                key=sealed.key,
                version="",
                sha256=sealed.sha256,
                size_bytes=sealed.size_bytes,
                nature=RECEIPT,
                title=receipt.number,
            )
