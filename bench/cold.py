"""Cold starts: each Lambda from the packaged zip, its imports and its first request.

The reference B is what everybody writes: a bare handler with a DynamoDB client. The SDK comes
from the runtime for both. DynamoDB is answered at once on the loopback, so TLS is in neither.
"""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from bench import first_events
from bench.first_events import Asked
from bench.layout import Layout, lay_out
from bench.life import begin_life
from bench.loopback import answering
from bench.measure import Measure, Section, Table
from bench.processes import Bench, Look
from infra.package import build_package
from infra.zipping import CEILING_BYTES

BARE = "bare:answer"
AT_A_TIME = 2

API_BAR, PAGE_BAR, POST_BAR, BYTECODE_BAR = 1.05, 1.19, 1.43, 0.35
API_MOST_MB, VALIDATOR_MOST_MB = 50, 55
FOREIGN_TO_API = ("pypdf", "PIL", "magic", "jinja2", "pikepdf", "pypdfium2")
FOREIGN_TO_PAGES = ("pypdf", "PIL", "magic", "pikepdf", "pypdfium2", "pydantic")
FOREIGN_TO_EVENTS = ("pydantic", "app")
FOREIGN_TO_VALIDATOR = ("pydantic", "jinja2", "app")
MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cold:
    """One Lambda's first request: what it did, and its instructions."""

    name: str
    look: Look
    instructions: int


def bench_cold() -> Section:
    """Measure every Lambda of the zip."""
    layout = lay_out()
    with begin_life(is_time_moved=False) as life, answering() as loopback:
        asked = first_events.list_first_events(life)
        environment = life.stage.environment | {"AWS_ENDPOINT_URL": loopback.address}
        bench = Bench(layout, environment)
        bare = bench.count(BARE, {"path": "/"})
        colds = _measure(bench, asked)
        sources = _count_from_source(bench, asked[0])
    return Section(
        "Cold starts (goals 1 to 4)",
        HOW,
        (*_speed(colds, bare, sources), *_memory(colds), *_isolation(colds), *_zip(layout)),
        (_side_by_side(colds, bare),),
    )


HOW = """Each Lambda of the zip that `make package` leaves, unpacked, in a fresh interpreter: start,
imports and first request, in instructions counted by valgrind and as a ratio to B, a bare handler
with a DynamoDB client and bytecode, without a call. The first requests do call: the session or the
token is read, then what the page or the endpoint needs, answered at once on the loopback. The bars
are the same whatever the number of systems."""


def _measure(bench: Bench, asked: tuple[Asked, ...]) -> tuple[Cold, ...]:
    def measure(one: Asked) -> Cold:
        look = bench.look(one.handler, one.event)
        one.check(look.answer)
        return Cold(one.name, look, bench.count(one.handler, one.again or one.event))

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return tuple(pool.map(measure, asked))


def _count_from_source(bench: Bench, asked: Asked) -> float:
    """Count how much of a source-only zip's instructions bytecode leaves."""
    with_bytecode = bench.count(asked.handler, asked.event)
    return with_bytecode / bench.without_bytecode(asked.handler, asked.event)


def _of(colds: tuple[Cold, ...], name: str) -> Cold:
    return next(one for one in colds if one.name == name)


def _speed(colds: tuple[Cold, ...], bare: int, of_source: float) -> tuple[Measure, ...]:
    def ratio(name: str) -> float:
        return _of(colds, name).instructions / bare

    return (
        Measure(
            "1", "API, first request: the list of dossiers", ratio(first_events.API), "B", API_BAR
        ),
        Measure(
            "1b", "API, first page: the list of dossiers", ratio(first_events.PAGE), "B", PAGE_BAR
        ),
        Measure(
            "1c",
            "API, first request: a POST validated by pydantic",
            ratio(first_events.POST),
            "B",
            POST_BAR,
        ),
        Measure("2", "instructions with bytecode, of those without", of_source, "", BYTECODE_BAR),
    )


def _memory(colds: tuple[Cold, ...]) -> tuple[Measure, ...]:
    api, validator = _of(colds, first_events.API), _of(colds, first_events.VALIDATOR)
    page = _of(colds, first_events.PAGE)
    return (
        Measure("4", "API, peak resident memory", round(api.look.peak_mb), "MB", API_MOST_MB),
        Measure("4", "API after a page, the same", round(page.look.peak_mb), "MB", API_MOST_MB),
        Measure(
            "4",
            "check_document, peak resident memory",
            round(validator.look.peak_mb),
            "MB",
            VALIDATOR_MOST_MB,
            note="A small PDF, which is judged in a child process under limits of its own",
        ),
        Measure(
            "4",
            "its child process, the same",
            round(validator.look.child_peak_mb),
            "MB",
            VALIDATOR_MOST_MB,
        ),
        Measure(
            "4",
            "both together",
            round(validator.look.peak_mb) + round(validator.look.child_peak_mb),
            "MB",
            note="Pages that they share are counted twice; no bar speaks of two processes",
        ),
    )


def foreign_in(look: Look, foreign: tuple[str, ...]) -> tuple[str, ...]:
    """List the packages of `foreign` that a process imported."""
    return tuple(name for name in foreign if name in look.modules)


def _isolation(colds: tuple[Cold, ...]) -> tuple[Measure, ...]:
    def foreign(what: str, names: Mapping[str, tuple[str, ...]]) -> Measure:
        found = {one: foreign_in(_of(colds, one).look, them) for one, them in names.items()}
        guilty = ", ".join(f"{one}: {' '.join(those)}" for one, those in found.items() if those)
        count = sum(len(those) for those in found.values())
        return Measure("3", what, count, "", 0, "exactly", guilty)

    judged = {first_events.API, first_events.PAGE, first_events.POST, first_events.VALIDATOR}
    events = {one.name: FOREIGN_TO_EVENTS for one in colds if one.name not in judged}
    return (
        foreign(
            "foreign modules of the API after a first request", {first_events.API: FOREIGN_TO_API}
        ),
        foreign("of the API after a first page", {first_events.PAGE: FOREIGN_TO_PAGES}),
        foreign(
            "of the validator after a first file", {first_events.VALIDATOR: FOREIGN_TO_VALIDATOR}
        ),
        foreign("pydantic or the API in the other event Lambdas", events),
    )


def _zip(layout: Layout) -> tuple[Measure, ...]:
    with TemporaryDirectory() as scratch:
        first, again = (
            build_package(Path(scratch) / name).zip_path.read_bytes() for name in ("first", "again")
        )
    return (
        Measure("2", "modules without bytecode in the zip", _uncompiled(layout), "", 0, "exactly"),
        Measure(
            "2",
            "bytes that differ when it is built again",
            _differing(first, again),
            "",
            0,
            "exactly",
        ),
        Measure(
            "2",
            "unpacked size",
            round(layout.package.unpacked_bytes / MB),
            "MB",
            CEILING_BYTES // MB,
        ),
        Measure("2", "service descriptions in the zip", round(_described(layout) / MB, 1), "MB", 4),
    )


def _differing(one: bytes, other: bytes) -> int:
    return abs(len(one) - len(other)) + sum(a != b for a, b in zip(one, other, strict=False))


def _uncompiled(layout: Layout) -> int:
    with ZipFile(layout.package.zip_path) as archive:
        names = frozenset(archive.namelist())
    return sum(_bytecode_name(name) not in names for name in names if name.endswith(".py"))


def _bytecode_name(name: str) -> str:
    folder, _, file_name = name.rpartition("/")
    stem = re.sub(r"\.py$", "", file_name)
    return f"{folder}/__pycache__/{stem}.cpython-313.pyc".lstrip("/")


def _described(layout: Layout) -> int:
    folder = layout.task / "botocore_data"
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _side_by_side(colds: tuple[Cold, ...], bare: int) -> Table:
    tell: Callable[[Cold], tuple[str, ...]] = lambda one: (  # noqa: E731 # one row
        one.name,
        f"{one.instructions / 1e6:.0f}",
        f"{one.instructions / bare:.2f}",
        f"{one.look.peak_mb:.0f}",
    )
    return Table(
        "Every Lambda's first request",
        ("Lambda", "million instructions", "of B", "peak MB"),
        (("B", f"{bare / 1e6:.0f}", "1.00", ""), *(tell(one) for one in colds)),
    )
