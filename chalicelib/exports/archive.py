"""What the archive of a case holds of its files, in which order and under which names. Pure.

Only what its asker may download one by one is in it: the copies that people read of files that were
checked, what else its kind lists, and the case's receipts. A file that has no verdict, or a refused one, is never served,
here either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.kind import AnyKind
from chalicelib.receipts.model import ReceiptFormat
from chalicelib.receipts.read_receipt import list_receipts
from chalicelib.refusals import Refusal
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.limits import MIB
from chalicelib.words.translation import _

MOST_ARCHIVE_BYTES = 256 * MIB
"""All files together: the archive is made in the Lambda's own 512 MB of disk."""

LONGEST_STEM = 80
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}

FILE, RECEIPT = _("Fichier"), _("Reçu scellé")


class ArchiveTooBig(Refusal):
    """The files of the case are more than one archive may hold."""

    code = "archive-too-big"
    status = 413
    message = _(
        "Les fichiers de ce dossier dépassent ensemble {most} Mo : téléchargez-les un par un depuis "
        "la page du dossier."
    )


class FileChanged(Refusal):
    """A file that we keep is not what its case says: nothing false is handed out."""

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


def _no_number(_case: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Archived:
    """What a kind says of the archive of a case: how it is called, and which files are in it.

    `name` is that of the file without its extension, and of the one folder that it unpacks to.
    `list_files` gives the files but its receipts, by the case alone, or refuses; `number` is how people
    call the case.
    """

    name: Callable[[Any], str]
    list_files: Callable[[Any], tuple[Entry, ...]]
    number: Callable[[Any], str] = _no_number


def archived_of(kind: AnyKind) -> Archived:
    """Give what a kind says of archives: by default the readable files of its slots."""
    if kind.archive is not None:
        told: Archived = kind.archive.get()
        return told

    def list_files(case: Any) -> tuple[Entry, ...]:
        files = slots_of(kind).files_of(case) if kind.slots else ()
        return tuple(list_copies(files, "fichiers", FILE, {}))

    return Archived(lambda case: f"{kind.name}-{case.head.case_id}", list_files)


def list_entries(archived: Archived, case: Any) -> tuple[Entry, ...]:
    """List the files of a case's archive; ArchiveTooBig by what is known of their sizes."""
    entries = (*archived.list_files(case), *_list_receipts(case))
    require_room(sum(one.size_bytes for one in entries))
    return entries


def require_room(size_bytes: int) -> None:
    """Refuse more bytes than an archive may hold."""
    if size_bytes > MOST_ARCHIVE_BYTES:
        raise ArchiveTooBig(most=MOST_ARCHIVE_BYTES // MIB)


def _list_receipts(case: Any) -> Iterator[Entry]:
    for receipt in list_receipts(case):
        for form in ReceiptFormat:
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


def list_copies(
    files: Iterable[CaseFile], folder: str, nature: str, titles: Mapping[str, str]
) -> Iterator[Entry]:
    """List the copies that people read of some files, by slot, oldest first; `titles` by slot."""
    kept = [one for one in files if one.is_readable]
    ordered = sorted(kept, key=lambda one: (one.slot, one.created_at, one.document_id))
    for number, file in enumerate(ordered, start=1):
        yield Entry(
            name=f"{folder}/{name_file(number, file)}",
            key=file.served_key,
            version=file.served_version,
            sha256=file.served_sha256,
            size_bytes=file.size_bytes,
            nature=nature,
            title=titles.get(file.slot, file.slot),
            original_name=safe_file_name(file.file_name) if file.file_name else "",
            original_sha256=file.sha256,
        )


def name_file(number: int, file: CaseFile) -> str:
    """Name a file: its rank, its slot and its own name, which every system takes.

    The rank makes it unique wherever letters' case does not count, and never a name that
    Windows keeps for itself; the extension is that of its content.
    """
    stem = PurePosixPath(safe_file_name(file.file_name or file.slot)).stem
    short = stem[:LONGEST_STEM].rstrip(" .") or file.slot
    return f"{number:02d}-{file.slot}-{short}.{EXTENSIONS.get(file.content_type, 'bin')}"
