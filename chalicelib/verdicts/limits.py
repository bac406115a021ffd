"""The one table of limits of the document pipeline.

Every figure that a stage of the pipeline applies stands here and in `docs/limits.md`;
a test keeps both equal. Limits on what a file unpacks to are absolute (bytes, pixels,
pages, depth, time, memory), never a ratio alone: a plain black page lawfully packs 900 to 1.
"""

from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024

UPLOAD_MIN_BYTES = 1
UPLOAD_MAX_BYTES = 50 * MIB
UPLOAD_POLICY_S = 15 * 60
READ_LINK_S = 5 * 60
FILE_NAME_MAX_CHARACTERS = 255

DOSSIER_MAX_FILES = 60
DOSSIER_MAX_BYTES = 600 * MIB
DOSSIER_MAX_ATTACHED_FILES = 40
DOSSIER_MAX_ATTACHED_BYTES = 400 * MIB
USER_DAILY_MAX_FILES = 300
SLOT_MAX_PENDING = 10

PDF_MAX_PAGES = 5_000
PDF_MIN_SIDE_MM = 1
PDF_MAX_SIDE_MM = 5_080
PDF_HEADER_WITHIN_BYTES = 1_024
PDF_TRAILING_MAX_BYTES = 1_024
PDF_END_WITHIN_BYTES = 65_536
PDF_MAX_OBJECTS = 500_000
PDF_MAX_WARNINGS = 200
PDF_MAX_NESTING = 60
PDF_STREAM_MAX_FILTERS = 4
PDF_STREAM_ALWAYS_SAFE_BYTES = 16_384
PDF_STREAM_MAX_UNPACKED_BYTES = 128 * MIB
PDF_ALL_MAX_UNPACKED_BYTES = 256 * MIB
PDF_PICTURE_MAX_PIXELS = 400_000_000
PDF_BILEVEL_MAX_PIXELS = 700_000_000
PDF_PICTURE_MAX_UNPACKED_BYTES = 256 * MIB
PDF_PICTURES_MAX_UNPACKED_BYTES = 2_048 * MIB
PDF_SLOW_MAX_BYTES = 2 * MIB

PICTURE_MAX_PIXELS = 60_000_000
PICTURE_MAX_SIDE_PIXELS = 20_000
PNG_TEXT_CHUNK_MAX_BYTES = 1 * MIB
PNG_ALL_TEXT_MAX_BYTES = 64 * MIB
PNG_MAX_CHUNKS = 50_000
JPEG_MAX_SEGMENTS = 4_096
JPEG_MAX_SCANS = 100
SERVED_PICTURE_SIDE_PIXELS = 6_000

JUDGE_WALL_S = 20
JUDGE_CPU_S = 15
JUDGE_PDF_MEMORY_BYTES = 90 * MIB
JUDGE_OBJECT_MEMORY_BYTES = 2_048
JUDGE_MOST_MEMORY_BYTES = 900 * MIB
JUDGE_PICTURE_MEMORY_BYTES = 512 * MIB
DERIVE_WALL_S = 40
DERIVE_CPU_S = 30
DERIVE_MEMORY_BYTES = 960 * MIB
READ_WALL_S = 12
READ_CPU_S = 8
READ_MEMORY_BYTES = 192 * MIB
READ_MAX_PAGES = 4
READ_MAX_CHARACTERS = 60_000
CHILD_MAX_FILES = 64
CHILD_MAX_RESIDENT_BYTES = 256 * MIB

SCAN_CONNECT_S = 3
SCAN_WALL_S = 20
SWEEP_AFTER_S = 10 * 60
HELD_AFTER_TRIES = 5
STRAY_AFTER_S = 24 * 60 * 60


class Stage(StrEnum):
    """Where in the pipeline a limit is applied."""

    UPLOAD = "upload"
    PDF = "pdf"
    PICTURE = "picture"
    CHILD = "child"
    AFTER = "after"


@dataclass(frozen=True)
class Limit:
    """One line of the table: the constant's name, its value and unit, and where it acts."""

    name: str
    value: int
    unit: str
    stage: Stage


def _limit(name: str, unit: str, stage: Stage) -> Limit:
    return Limit(name, int(globals()[name]), unit, stage)


TABLE: tuple[Limit, ...] = (
    _limit("UPLOAD_MIN_BYTES", "bytes", Stage.UPLOAD),
    _limit("UPLOAD_MAX_BYTES", "bytes", Stage.UPLOAD),
    _limit("UPLOAD_POLICY_S", "s", Stage.UPLOAD),
    _limit("READ_LINK_S", "s", Stage.AFTER),
    _limit("FILE_NAME_MAX_CHARACTERS", "characters", Stage.UPLOAD),
    _limit("DOSSIER_MAX_FILES", "files", Stage.UPLOAD),
    _limit("DOSSIER_MAX_BYTES", "bytes", Stage.UPLOAD),
    _limit("DOSSIER_MAX_ATTACHED_FILES", "files", Stage.UPLOAD),
    _limit("DOSSIER_MAX_ATTACHED_BYTES", "bytes", Stage.UPLOAD),
    _limit("USER_DAILY_MAX_FILES", "files", Stage.UPLOAD),
    _limit("SLOT_MAX_PENDING", "files", Stage.UPLOAD),
    _limit("PDF_MAX_PAGES", "pages", Stage.PDF),
    _limit("PDF_MIN_SIDE_MM", "mm", Stage.PDF),
    _limit("PDF_MAX_SIDE_MM", "mm", Stage.PDF),
    _limit("PDF_HEADER_WITHIN_BYTES", "bytes", Stage.PDF),
    _limit("PDF_TRAILING_MAX_BYTES", "bytes", Stage.PDF),
    _limit("PDF_END_WITHIN_BYTES", "bytes", Stage.PDF),
    _limit("PDF_MAX_OBJECTS", "objects", Stage.PDF),
    _limit("PDF_MAX_WARNINGS", "repairs", Stage.PDF),
    _limit("PDF_MAX_NESTING", "levels", Stage.PDF),
    _limit("PDF_STREAM_MAX_FILTERS", "filters", Stage.PDF),
    _limit("PDF_STREAM_ALWAYS_SAFE_BYTES", "bytes", Stage.PDF),
    _limit("PDF_STREAM_MAX_UNPACKED_BYTES", "bytes", Stage.PDF),
    _limit("PDF_ALL_MAX_UNPACKED_BYTES", "bytes", Stage.PDF),
    _limit("PDF_PICTURE_MAX_PIXELS", "pixels", Stage.PDF),
    _limit("PDF_BILEVEL_MAX_PIXELS", "pixels", Stage.PDF),
    _limit("PDF_PICTURE_MAX_UNPACKED_BYTES", "bytes", Stage.PDF),
    _limit("PDF_PICTURES_MAX_UNPACKED_BYTES", "bytes", Stage.PDF),
    _limit("PDF_SLOW_MAX_BYTES", "bytes", Stage.PDF),
    _limit("PICTURE_MAX_PIXELS", "pixels", Stage.PICTURE),
    _limit("PICTURE_MAX_SIDE_PIXELS", "pixels", Stage.PICTURE),
    _limit("PNG_TEXT_CHUNK_MAX_BYTES", "bytes", Stage.PICTURE),
    _limit("PNG_ALL_TEXT_MAX_BYTES", "bytes", Stage.PICTURE),
    _limit("PNG_MAX_CHUNKS", "chunks", Stage.PICTURE),
    _limit("JPEG_MAX_SEGMENTS", "segments", Stage.PICTURE),
    _limit("JPEG_MAX_SCANS", "scans", Stage.PICTURE),
    _limit("SERVED_PICTURE_SIDE_PIXELS", "pixels", Stage.PICTURE),
    _limit("JUDGE_WALL_S", "s", Stage.CHILD),
    _limit("JUDGE_CPU_S", "s", Stage.CHILD),
    _limit("JUDGE_PDF_MEMORY_BYTES", "bytes", Stage.CHILD),
    _limit("JUDGE_OBJECT_MEMORY_BYTES", "bytes", Stage.CHILD),
    _limit("JUDGE_MOST_MEMORY_BYTES", "bytes", Stage.CHILD),
    _limit("JUDGE_PICTURE_MEMORY_BYTES", "bytes", Stage.CHILD),
    _limit("DERIVE_WALL_S", "s", Stage.CHILD),
    _limit("DERIVE_CPU_S", "s", Stage.CHILD),
    _limit("DERIVE_MEMORY_BYTES", "bytes", Stage.CHILD),
    _limit("READ_WALL_S", "s", Stage.CHILD),
    _limit("READ_CPU_S", "s", Stage.CHILD),
    _limit("READ_MEMORY_BYTES", "bytes", Stage.CHILD),
    _limit("READ_MAX_PAGES", "pages", Stage.CHILD),
    _limit("READ_MAX_CHARACTERS", "characters", Stage.CHILD),
    _limit("CHILD_MAX_FILES", "files", Stage.CHILD),
    _limit("CHILD_MAX_RESIDENT_BYTES", "bytes", Stage.CHILD),
    _limit("SCAN_CONNECT_S", "s", Stage.AFTER),
    _limit("SCAN_WALL_S", "s", Stage.AFTER),
    _limit("SWEEP_AFTER_S", "s", Stage.AFTER),
    _limit("HELD_AFTER_TRIES", "tries", Stage.AFTER),
    _limit("STRAY_AFTER_S", "s", Stage.AFTER),
)
