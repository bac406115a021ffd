"""The register of processing (GDPR, article 30) as a document, written from the registry of rows.

    python -m local.register

writes `docs/register-of-processing.md`; a test holds that the document is what the code says.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from chalicelib.reference.retention import RETENTIONS
from chalicelib.rows.model import Erasure, Row, Subject
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.purposes import PURPOSES
from chalicelib.rows.registry import ROWS
from chalicelib.rows.stored import StoredObject
from infra.paths import ROOT

PLACE: Final = ROOT / "docs" / "register-of-processing.md"

type Declared = Row | StoredObject

HEAD: Final = """\
# Register of processing

What is held, of whom, why, for how long and how it ends: the register that article 30 of the GDPR
asks for, as far as the code knows it. It is written by `python -m local.register` from the registry
of rows and objects (`chalicelib/rows/`), by which the export and the erasure work too; a test holds
that it is what the code says. Who is responsible, and who processes for whom, is the contracts'.

- *Exported*: the part of a person's export (`/dossiers/{id}/person`) that holds it.
- *In the ZIP*: whether a dossier's archive holds it, by itself or in a sheet.
- *Erased*: what becomes of it when the person of a dossier is erased, by their wish or by a rule.
- *Kept for*: by which rule it goes if nobody asks for it. What has a life is forgotten by the table
  or the bucket itself.
"""

SUBJECTS: Final = {
    Subject.CLIENT: "Clients: the producers for whom dossiers are made",
    Subject.INSTALLER: "Installers' users",
    Subject.AGENT: "Our agents",
    Subject.ASKER: "People without a dossier who ask our teams something",
    Subject.REPORTER: "People who report a barrier to accessibility",
    Subject.VISITOR: "Visitors of public pages",
}

ENDS: Final = {
    Erasure.DELETED: "removed",
    Erasure.BLANKED: "its personal columns are emptied",
    Erasure.EXPIRES: "goes by itself",
    Erasure.KEPT: "stays",
}

NOT_EXPORTED: Final = "not exported: "
"""How a declaration begins that says why something is not exported."""


def write_register() -> str:
    """Write the whole document."""
    parts = (
        *(HEAD, _write_purposes(), _write_rules()),
        *map(_write_subject, Subject),
        _write_nobodys(),
    )
    return "\n".join(parts)


def _write_subject(subject: Subject) -> str:
    lines = [
        f"## {SUBJECTS[subject]}",
        "",
        "| Held | What it says | Room | Exported | In the ZIP | Erased | Kept for |",
        "|---|---|---|---|---|---|---|",
        *(_write_line(one) for one in _every() if subject in one.of),
        "",
    ]
    return "\n".join(lines)


def _every() -> Iterator[Declared]:
    yield from ROWS
    yield from OBJECTS


def _write_line(one: Declared) -> str:
    held = f"`{one.name}`, " + ("a row" if isinstance(one, Row) else f"in the bucket {one.bucket}")
    reason = one.why.removeprefix(NOT_EXPORTED)
    is_held_back = reason != one.why
    cells = (
        held,
        one.holds,
        f"`{one.owner}`",
        one.exported or (f"no: {reason}" if is_held_back else "no"),
        "yes" if one.archived else "no",
        ENDS[one.erased] + (f": {reason}" if reason and not is_held_back else ""),
        _keeping(one),
    )
    return "| " + " | ".join(cells) + " |"


def _keeping(one: Declared) -> str:
    told = [f"`{subject}`" for subject in one.rules]
    if one.life:
        told.append(_length(one.life))
    return ", ".join(told) or "as long as what it belongs to"


def _length(life: timedelta) -> str:
    if life.days:
        return "a day" if life.days == 1 else f"{life.days} days"
    hours, minutes = life.seconds // 3600, life.seconds // 60
    return f"{hours} hours" if hours else f"{minutes} minutes"


def _write_purposes() -> str:
    lines = ["## What for", "", "| Room | Purpose | Ground |", "|---|---|---|"]
    lines += [f"| `{room}` | {one.words} | {one.ground} |" for room, one in PURPOSES.items()]
    return "\n".join([*lines, ""])


def _write_rules() -> str:
    lines = [
        "## The rules",
        "",
        "| Rule | Country | Months since the last sign of life | In force since | Source |",
        "|---|---|---|---|---|",
        *(
            f"| `{one.subject}` | {one.country} | {one.months} | {one.valid_from} | {one.source} |"
            for one in RETENTIONS
        ),
        "",
    ]
    return "\n".join(lines)


def _write_nobodys() -> str:
    lines = ["## Held of nobody", "", "| Held | Room | What it says |", "|---|---|---|"]
    lines += [f"| `{one.name}` | `{one.owner}` | {one.holds} |" for one in _every() if not one.of]
    return "\n".join([*lines, ""])


def main(place: Path = PLACE) -> None:
    """Write the document where it stands."""
    place.write_text(write_register())
    print(f"{place.relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
