"""Make the ZIP of a case: one file after another from the bucket to the disk, each verified.

The same state of the case always gives the same bytes: order, names and the instant of each
entry are fixed, and nothing is compressed, for pictures and PDFs are already.
"""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from chalicelib.aws.bucket import Fetched, ObjectGone, fetch_version
from chalicelib.aws.table import Table
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
from chalicelib.exports.archive import (
    Entry,
    FileChanged,
    archived_of,
    list_entries,
    require_room,
)
from chalicelib.exports.carry import note_progress
from chalicelib.exports.model import Job
from chalicelib.exports.tell_case import tell_case
from chalicelib.exports.work import Made
from chalicelib.exports.write_table import make_harmless
from chalicelib.settings import load_settings
from chalicelib.words.translation import _, translate

FIRST_INSTANT = (1980, 1, 1, 0, 0, 0)
"""The oldest that the format knows, for every entry: the list says when things happened."""

READABLE = 0o644 << 16
BLOCK_BYTES = 1024 * 1024
CONTENTS = "contenu.csv"
HEADINGS = (
    _("Fichier"),
    _("Nature"),
    _("Pièce"),
    _("Nom d’origine"),
    _("Taille (octets)"),
    _("SHA-256 du fichier"),
    _("SHA-256 de l’original déposé"),
)

type Fetch = Callable[[Entry, Path], Fetched]


def make_archive(job: Job, folder: Path, /, *, table: Table, fetch: Fetch | None = None) -> Made:
    """Write the archive of a job's case, file by file; Stopped once it is cancelled.

    Raises NotFound for who may not see the case any more, ArchiveTooBig, FileChanged, and what its
    kind refuses.
    """
    kind = kind_of(job.case_id)
    case = load_case(kind, job.case_id, seen_by=job.actor, table=table)
    archived = archived_of(kind)
    entries, inside = list_entries(archived, case), archived.name(case)
    told = tell_case(kind, case, by=job.actor, table=table)
    path, sizes, written = folder / job.file_name, list[int](), 0
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for entry in entries:
            note_progress(table, job, lines_read=len(sizes), lines_total=len(entries))
            sizes.append(_add(archive, entry, inside, folder, fetch or fetch_entry))
            written += sizes[-1]
            require_room(written)
        for one in told:
            written += len(one.content)
            require_room(written)
            archive.writestr(_describe(f"{inside}/{one.entry.name}"), one.content)
        every = (*entries, *(one.entry for one in told))
        sizes += (len(one.content) for one in told)
        archive.writestr(_describe(f"{inside}/{CONTENTS}"), write_contents(every, sizes))
    return Made(path, {"lines_read": len(entries), "lines_kept": len(every)})


def fetch_entry(entry: Entry, target: Path) -> Fetched:
    """Read an entry's bytes from the documents bucket."""
    return fetch_version(load_settings().documents_bucket, entry.key, entry.version, target)


def write_contents(entries: Sequence[Entry], sizes: Sequence[int]) -> bytes:
    """Write the archive's own list, which a spreadsheet opens by itself."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([translate(one) for one in HEADINGS])
    for entry, size_bytes in zip(entries, sizes, strict=True):
        cells = (
            entry.name,
            translate(entry.nature),
            translate(entry.title),
            entry.original_name,
            str(size_bytes),
            entry.sha256,
            entry.original_sha256,
        )
        writer.writerow([make_harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _add(archive: ZipFile, entry: Entry, inside: str, folder: Path, fetch: Fetch) -> int:
    """Add one file, and give its size; its own copy on the disk goes before the next comes."""
    copy = folder / "entry"
    try:
        fetched = fetch(entry, copy)
        if fetched.sha256 != entry.sha256:
            raise FileChanged(name=entry.name)
        with (
            copy.open("rb") as source,
            archive.open(_describe(f"{inside}/{entry.name}"), "w") as to,
        ):
            copyfileobj(source, to, BLOCK_BYTES)
    except ObjectGone:
        raise FileChanged(name=entry.name) from None
    finally:
        copy.unlink(missing_ok=True)
    return fetched.size_bytes


def _describe(name: str) -> ZipInfo:
    described = ZipInfo(name, FIRST_INSTANT)
    described.external_attr = READABLE
    described.create_system = 3  # the same on every machine that writes
    return described
