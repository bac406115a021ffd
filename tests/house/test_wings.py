"""Every room stands in one wing, and imports only what stands before it: the table is the record's."""

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from infra.paths import ROOT
from tests.house.tree import ROOMS, imported_modules, parse, python_files
from tests.toys.meddlers import name_of_others

RECORD = ROOT / "docs" / "decisions" / "0088-where-things-stand.md"
LINE = re.compile(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", re.MULTILINE)
TOYS = ROOT / "tests" / "toys"
IMPORTED_LATER = re.compile(r"(chalicelib|tests\.toys)(\.\w+)+(:\w+)?")
SYSTEM = re.compile(r"(\w+): ((?:`\w+`(?:, )?)+)")

# Rooms of the cases that still name a system, and what else is to be put right: it may only shrink.
NOT_YET = {
    ("refusals", "words"),  # for the type of a value alone
}


def placed() -> dict[str, tuple[int, str]]:
    """The place of each room: its wing's number, and its system's name where it is of one."""
    rooms: dict[str, tuple[int, str]] = {}
    for number, (wing, told) in enumerate(LINE.findall(RECORD.read_text())):
        systems = SYSTEM.findall(told) if wing == "systems" else [("", told)]
        for system, names in systems:
            rooms |= dict.fromkeys(re.findall(r"`(\w+)`", names), (number, system))
    return rooms


type Places = Mapping[str, tuple[int, str]]
"""Where each room stands, by its package's dotted name."""


def rooms_placed() -> Places:
    """The rooms of the house, where the record places them."""
    return {f"chalicelib.{room}": place for room, place in placed().items()}


def toys_placed() -> Places:
    """The toy systems in the last wing: `rounds` and `round_api` are modules of one, as named."""
    systems = len(LINE.findall(RECORD.read_text())) - 1
    modules = (path.stem for path in TOYS.glob("*.py") if not path.stem.startswith("test_"))
    return {
        f"tests.toys.{name}": (systems, name.partition("_")[0].removesuffix("s"))
        for name in modules
    }


def named_modules(tree: ast.Module) -> Iterator[str]:
    """Every module that a tree imports, and those that it names in a text to be imported later."""
    yield from imported_modules(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if IMPORTED_LATER.fullmatch(text):
                yield text.partition(":")[0]


def place_of(module: str, places: Places) -> str:
    """The placed package that a module is or stands in; nothing for any other."""
    while module and module not in places:
        module = module.rpartition(".")[0]
    return module


def pairs_of(module: str, tree: ast.Module, places: Places) -> set[tuple[str, str]]:
    """The pairs of rooms of which the first, a module's, imports a second not standing before it."""
    here = place_of(module, places)
    room, system = places[here]
    return {
        (here, there)
        for there in (place_of(name, places) for name in named_modules(tree))
        if there
        and (places[there][0] > room or (places[there][0] == room and places[there][1] != system))
    }


def pairs_against(places: Places) -> set[tuple[str, str]]:
    """The pairs of rooms, in all folders of what is placed, that stand the wrong way round."""
    found: set[tuple[str, str]] = set()
    for folder in (ROOMS, TOYS):
        for path in python_files(folder):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if place_of(module, places):
                found |= pairs_of(module, parse(path), places)
    return found


def test_every_room_stands_in_a_wing() -> None:
    rooms = {
        path.name.removesuffix(".py") for path in ROOMS.iterdir() if path.suffix in {"", ".py"}
    }
    assert rooms - {"__init__", "__pycache__"} == placed().keys()


def test_no_room_imports_what_does_not_stand_before_it() -> None:
    wanted = {(f"chalicelib.{one}", f"chalicelib.{other}") for one, other in NOT_YET}
    assert pairs_against(rooms_placed()) == wanted


def test_a_system_that_imports_another_is_seen() -> None:
    rooms = rooms_placed()
    number, _system = rooms["chalicelib.partner_library"]
    mixed = {**rooms, "chalicelib.verdicts": (number, "another")}
    assert ("chalicelib.partner_library", "chalicelib.verdicts") in pairs_against(mixed)


def test_of_three_toy_systems_the_one_that_imports_others_is_refused() -> None:
    toys = toys_placed()
    assert {"tests.toys.bookings", "tests.toys.rounds", "tests.toys.meddlers"} <= toys.keys()
    found = pairs_against({**rooms_placed(), **toys})
    assert name_of_others() == ("booking", "round", "dossier")  # Python alone would let it
    assert {pair for pair in found if pair[0] in toys} == {
        ("tests.toys.meddlers", "tests.toys.bookings"),
        ("tests.toys.meddlers", "tests.toys.rounds"),
        ("tests.toys.meddlers", "chalicelib.dossiers"),
    }


@pytest.mark.parametrize(
    "way",
    [
        "from tests.toys.rounds import ROUND",
        "from tests.toys import rounds",
        "import tests.toys.rounds as other",
        "def later():\n    from tests.toys.rounds import plan",
        "if TYPE_CHECKING:\n    from tests.toys.rounds import Round",
        'KIND = Later("tests.toys.rounds:ROUND")',
        'import_module("tests.toys.rounds")',
    ],
)
def test_each_way_to_import_another_system_is_seen(way: str) -> None:
    found = pairs_of("tests.toys.bookings", ast.parse(way), toys_placed())
    assert found == {("tests.toys.bookings", "tests.toys.rounds")}


def test_a_system_may_import_itself_and_what_stands_before_it() -> None:
    own = "from tests.toys.bookings import BOOKING\nfrom chalicelib.cases.kind import Kind"
    places = {**rooms_placed(), **toys_placed()}
    assert pairs_of("tests.toys.bookings", ast.parse(own), places) == set()
