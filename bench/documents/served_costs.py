"""What the making of a served copy costs, after the verdict."""

import statistics
from pathlib import Path

from bench.documents.found import Found, in_mb
from bench.documents.made_pdfs import make_scan, make_text
from bench.documents.made_pictures import make_photo, make_screenshot
from bench.documents.warm import WatchedChild
from bench.measure import Table
from chalicelib.verdicts.verdict import FileKind

ROUNDS = 3


def measure_served(folder: Path, child: WatchedChild) -> Found:
    """Derive copies of large files; no bar speaks of them, the limits of the child do."""
    files = (
        (make_scan(folder / "scan of 50 MB.pdf", 50_000_000), FileKind.PDF),
        (make_text(folder / "text of 5000 pages.pdf", 5_000, packs_objects=False), FileKind.PDF),
        (make_photo(folder / "12 MP.jpg", 12, is_progressive=False), FileKind.JPEG),
        (make_photo(folder / "50 MP.jpg", 50, is_progressive=False), FileKind.JPEG),
        (make_photo(folder / "50 MP, progressive.jpg", 50, is_progressive=True), FileKind.JPEG),
        (make_screenshot(folder / "12 MP.png", 12), FileKind.PNG),
        (make_screenshot(folder / "50 MP.png", 50), FileKind.PNG),
    )
    rows = tuple(_row(folder, path, kind, child) for path, kind in files)
    return (), (
        Table("Served copies", ("file", "MB", "ms", "peak above idle MB", "copy MB"), rows),
    )


def _row(folder: Path, path: Path, kind: FileKind, child: WatchedChild) -> tuple[str, ...]:
    target = folder / "served"
    costs = [child.derive(path, kind, target) for _ in range(ROUNDS)]
    assert costs[-1].verdict.is_accepted, path
    spent = statistics.median(one.cpu_ms for one in costs)
    memory = max(one.memory_bytes for one in costs)
    size, copy = path.stat().st_size, target.stat().st_size
    return path.name, f"{in_mb(size)}", f"{spent:.0f}", f"{in_mb(memory)}", f"{in_mb(copy)}"
