"""Every room stands in one wing, and imports only what stands before it: the table is the record's."""

import re

from infra.paths import ROOT
from tests.house.tree import ROOMS, imported_modules, parse, python_files

RECORD = ROOT / "docs" / "decisions" / "0088-where-things-stand.md"
LINE = re.compile(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", re.MULTILINE)
SYSTEM = re.compile(r"(\w+): ((?:`\w+`(?:, )?)+)")

# Rooms of the cases that still name a system, and what else is to be put right: it may only shrink.
NOT_YET = {
    ("refusals", "words"),  # for the type of a value alone
    ("timeline", "dossiers"),
}


def placed() -> dict[str, tuple[int, str]]:
    """The place of each room: its wing's number, and its system's name where it is of one."""
    rooms: dict[str, tuple[int, str]] = {}
    for number, (wing, told) in enumerate(LINE.findall(RECORD.read_text())):
        systems = SYSTEM.findall(told) if wing == "systems" else [("", told)]
        for system, names in systems:
            rooms |= dict.fromkeys(re.findall(r"`(\w+)`", names), (number, system))
    return rooms


def pairs_against(rooms: dict[str, tuple[int, str]]) -> set[tuple[str, str]]:
    """The pairs of rooms of which the first imports a second that does not stand before it."""
    found: set[tuple[str, str]] = set()
    for path in python_files(ROOMS):
        room = path.relative_to(ROOMS).parts[0].removesuffix(".py")
        for module in imported_modules(parse(path)):
            parts = module.split(".")
            if parts[0] != "chalicelib" or len(parts) < 2 or parts[1] not in rooms:
                continue
            here, there = rooms.get(room, (99, "")), rooms[parts[1]]
            if there[0] > here[0] or (there[0] == here[0] and there[1] != here[1]):
                found.add((room, parts[1]))
    return found


def test_every_room_stands_in_a_wing() -> None:
    rooms = {
        path.name.removesuffix(".py") for path in ROOMS.iterdir() if path.suffix in {"", ".py"}
    }
    assert rooms - {"__init__", "__pycache__"} == placed().keys()


def test_no_room_imports_what_does_not_stand_before_it() -> None:
    assert pairs_against(placed()) == NOT_YET


def test_a_system_that_imports_another_is_seen() -> None:
    rooms = placed()
    number, _system = rooms["partner_library"]
    mixed = {**rooms, "verdicts": (number, "another")}
    assert ("partner_library", "verdicts") in pairs_against(mixed)
