"""How papers write values: numbers, dates, names and delivery points, one way a layout."""

from datetime import date
from decimal import Decimal

NARROW = "\u202f"
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def pdl(digits: str, way: int) -> str:
    groups = [digits[:2], digits[2:5], digits[5:8], digits[8:11], digits[11:]]
    return (digits, " ".join(groups), ".".join(groups), NARROW.join(groups))[way % 4]


def power(number: Decimal, way: int, unit: str = "kVA") -> str:
    plain = f"{number:f}".replace(".", ",")
    fixed = f"{number:.2f}".replace(".", ",")
    return (f"{plain} {unit}", f"{fixed} {unit}", f"{number:f} {unit}", f"{plain}{unit}")[way % 4]


def day(when: date, way: int) -> str:
    first = "1er" if when.day == 1 else str(when.day)
    return (
        f"{when:%d/%m/%Y}",
        f"{first} {MONTHS[when.month - 1]} {when.year}",
        f"{when:%d.%m.%Y}",
        f"{when:%d-%m-%Y}",
        f"{when.isoformat()}",
    )[way % 5]


def name(full: str, way: int) -> str:
    """`Mme Claire DURAND` in another order and case; a firm's name as it is."""
    words = full.split()
    if words[0] not in {"M.", "Mme"}:
        return full if way % 2 else full.upper()
    civility, given, family = words[0], words[1:-1], words[-1]
    return (
        full,
        f"{civility} {family} {' '.join(given)}",
        f"{'Madame' if civility == 'Mme' else 'Monsieur'} {' '.join(given)} {family.title()}",
        f"{civility} {family.upper()} {' '.join(given).upper()}",
    )[way % 4]


def place(address: str, postcode: str, city: str, way: int) -> str:
    return (
        f"{address}\n{postcode} {city}",
        f"{address}, {postcode} {city.upper()}",
        f"{address.replace(' rue ', ', rue ')}\n{postcode} {city.upper()}",
    )[way % 3]
