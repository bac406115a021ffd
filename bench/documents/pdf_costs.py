"""Goals 6, 7 and 8: scans by weight, texts by length."""

from collections.abc import Mapping
from pathlib import Path

from bench.documents.found import KIB, MIB, Found, in_mb
from bench.documents.made_pdfs import make_flate_scan, make_links, make_scan, make_text
from bench.documents.rounds import Weighed, weigh_all
from bench.documents.warm import WatchedChild
from bench.measure import Measure, Table

SCANS = {
    "50 KB": 50_000,
    "1 MB": 1_000_000,
    "10 MB": 10_000_000,
    "25 MB": 25_000_000,
    "50 MB": 50_000_000,
}
BARRED_SCANS = ("10 MB", "25 MB", "50 MB")
PAGES = (1, 10, 100, 1_000, 5_000)
LAST_PAGE_MS = 0.06
RATIO_BAR, MANY_PAGES_MS = 1.5, 300
MEMORY_BYTES, PAGE_BYTES = 10 * MIB, 5 * KIB


def measure_pdfs(folder: Path, child: WatchedChild) -> Found:
    """Weigh scans and texts."""
    scans = {name: make_scan(folder / f"scan {name}.pdf", size) for name, size in SCANS.items()}
    texts = {
        (pages, packs): _text(folder, pages, packs=packs)
        for pages in PAGES
        for packs in (False, True)
    }
    others = [make_links(folder / "1000 pages with a link each.pdf", 1_000)]
    others.append(make_flate_scan(folder / "8 pages scanned without loss.pdf", 8))
    weighed = weigh_all([*scans.values(), *texts.values(), *others], child)
    assert {one.outcome for one in weighed.values()} == {"accepted"}, weighed
    of_scans = {name: weighed[path.name] for name, path in scans.items()}
    of_texts = {key: weighed[path.name] for key, path in texts.items()}
    measures = (*_scans(of_scans), *_texts(of_texts), *_memory(of_scans, of_texts))
    return measures, (_table(weighed),)


def _text(folder: Path, pages: int, *, packs: bool) -> Path:
    how = ", objects packed" if packs else ""
    return make_text(folder / f"text of {pages} pages{how}.pdf", pages, packs_objects=packs)


def _scans(scans: Mapping[str, Weighed]) -> list[Measure]:
    measures = [
        Measure(
            "6",
            f"scan of {name}: verdict and hash, of the hash",
            scans[name].ratio,
            "times",
            RATIO_BAR,
        )
        for name in BARRED_SCANS
    ]
    large, small = scans["50 MB"], scans["10 MB"]
    growth = (large.verdict_ms - small.verdict_ms) / ((large.size_bytes - small.size_bytes) / MIB)
    measures.append(Measure("", "scans: a verdict's growth with each MB", round(growth, 3), "ms"))
    speed = large.size_bytes / MIB / (large.hash_ms / 1000)
    measures.append(Measure("", "this machine reads and hashes, in a second", round(speed), "MB"))
    return measures


def _texts(texts: Mapping[tuple[int, bool], Weighed]) -> list[Measure]:
    measures = []
    for (pages, packs), one in texts.items():
        how = ", objects packed" if packs else ""
        if pages >= 1_000:
            share = one.verdict_ms / pages
            measures.append(
                Measure("7", f"text of {pages} pages{how}: a page", share, "ms", LAST_PAGE_MS)
            )
        if pages == max(PAGES):
            what = f"text of {pages} pages{how}: the whole"
            measures.append(Measure("7", what, round(one.verdict_ms), "ms", MANY_PAGES_MS))
    return measures


def _memory(
    scans: Mapping[str, Weighed], texts: Mapping[tuple[int, bool], Weighed]
) -> list[Measure]:
    bar = in_mb(MEMORY_BYTES)
    measures = [
        Measure("8", f"scan of {name}: peak above idle", in_mb(scans[name].memory_bytes), "MB", bar)
        for name in BARRED_SCANS
    ]
    for (pages, packs), one in texts.items():
        if pages >= 1_000:
            how = ", objects packed" if packs else ""
            allowed = in_mb(MEMORY_BYTES + pages * PAGE_BYTES)
            what = f"text of {pages} pages{how}: peak above idle"
            measures.append(Measure("8", what, in_mb(one.memory_bytes), "MB", allowed))
    return measures


def _table(weighed: Mapping[str, Weighed]) -> Table:
    rows = tuple(
        (
            name.removesuffix(".pdf"),
            f"{one.size_bytes / MIB:.2f}",
            f"{one.verdict_ms:.1f}",
            f"{one.hash_ms:.2f}",
            f"{in_mb(one.memory_bytes)}",
        )
        for name, one in weighed.items()
    )
    return Table("PDFs", ("file", "MB", "verdict ms", "hash ms", "peak above idle MB"), rows)
