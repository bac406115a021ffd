"""Goal 10: a JPEG's verdict beside its full decode, and cuts caught."""

import statistics
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image

from bench.documents.found import Found, in_mb
from bench.documents.made_pictures import cut, make_photo, make_screenshot
from bench.documents.rounds import Weighed, weigh_all
from bench.documents.warm import WatchedChild, own_cpu_ms
from bench.measure import Measure, Table

MEGAPIXELS = (1, 2, 12, 24, 50)
PNG_MEGAPIXELS = (2, 12, 50)
DECODE_BAR = 0.3
CUTS = tuple(n / 40 for n in range(1, 40))
DECODES = 3


def measure_pictures(folder: Path, child: WatchedChild) -> Found:
    """Weigh photos and screenshots, and judge photos that are cut."""
    photos = [
        make_photo(
            folder / f"{size} MP{', progressive' * progressive}.jpg",
            size,
            is_progressive=progressive,
        )
        for size in MEGAPIXELS
        for progressive in (False, True)
    ]
    shots = [make_screenshot(folder / f"{size} MP.png", size) for size in PNG_MEGAPIXELS]
    weighed = weigh_all([*photos, *shots], child, rounds=5)
    assert {one.outcome for one in weighed.values()} == {"accepted"}, weighed
    decodes = {path.name: _decode_ms(path) for path in (*photos, *shots)}
    measures = [
        Measure(
            "10",
            f"{path.stem}: verdict, of a full decode",
            weighed[path.name].verdict_ms / decodes[path.name],
            "times",
            DECODE_BAR,
        )
        for path in photos
    ]
    measures.append(_cuts(folder, photos, child))
    return tuple(measures), (_table(weighed, decodes),)


def _decode_ms(path: Path) -> float:
    return statistics.median(own_cpu_ms(lambda: _decode(path)) for _ in range(DECODES))


def _decode(path: Path) -> None:
    with Image.open(path) as picture:
        picture.load()


def _cuts(folder: Path, photos: Iterable[Path], child: WatchedChild) -> Measure:
    """Cut photos at many places: each part must be refused."""
    judged = caught = 0
    for photo in photos:
        for share in CUTS:
            part = cut(photo, folder / "part.jpg", share)
            caught += not child.judge(part).verdict.is_accepted
            judged += 1
    note = f"{judged} parts judged"
    return Measure(
        "10", "photos cut short that are refused", 100 * caught / judged, "%", 100, "exactly", note
    )


def _table(weighed: Mapping[str, Weighed], decodes: Mapping[str, float]) -> Table:
    rows = tuple(
        (
            name,
            f"{in_mb(one.size_bytes)}",
            f"{one.verdict_ms:.2f}",
            f"{decodes[name]:.0f}",
            f"{one.hash_ms:.1f}",
            f"{in_mb(one.memory_bytes)}",
        )
        for name, one in weighed.items()
    )
    heads = ("file", "MB", "verdict ms", "decode ms", "hash ms", "peak above idle MB")
    return Table("Pictures", heads, rows)
