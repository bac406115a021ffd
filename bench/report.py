"""The written result: docs/performance.md, without date or machine, so that a change shows."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.measure import Measure, Section, Table, show_number

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "performance.md"

HEAD = """# Performance

Written by `make bench`; change the bench, not this page. Counted figures (calls, capacity units,
transitions, modules, bytes) are the same on every machine; instructions are counted by valgrind
and differ by a few thousandths. Nothing here is wall time; what files cost is processor time. Not
measured yet: the table's client (12), storage's lifecycle (part of 15).
"""
JUDGED = re.compile(
    r"^\| (?P<goal>\S+) \| (?P<what>.+) \| (?P<value>.+) \| (?P<bar>.+) \| (?P<verdict>kept|\*\*missed\*\*) \|$",
    re.MULTILINE,
)


def write_report(
    sections: Sequence[Section], path: Path = REPORT, *, keeps_others: bool = False
) -> None:
    """Write what the benches found; `keeps_others` leaves the sections of the others as they stand."""
    written = _standing(path) if keeps_others else {}
    for section in sections:
        written[section.title] = "\n".join(_body(section)).strip()
    body = "\n\n".join(written.values())
    path.write_text("\n".join([HEAD, *_summary(body), body]) + "\n")


def _standing(path: Path) -> dict[str, str]:
    """Read the sections of an earlier report, by title."""
    parts = path.read_text().split("\n## ")[1:] if path.exists() else []
    return {part.partition("\n")[0]: f"## {part.strip()}" for part in parts}


def _summary(body: str) -> Iterable[str]:
    judged = list(JUDGED.finditer(body))
    missed = [one for one in judged if one["verdict"] != "kept"]
    yield f"{len(judged) - len(missed)} of {len(judged)} bars are kept."
    for one in missed:
        yield f"- Missed: goal {one['goal']}, {one['what']}: {one['value']} against {one['bar']}."
    yield ""


def _body(section: Section) -> Iterable[str]:
    yield f"## {section.title}\n"
    yield f"{section.how}\n"
    yield from _measures(section.measures)
    for table in section.tables:
        yield from _table(table)


def _measures(measures: Sequence[Measure]) -> Iterable[str]:
    if not measures:
        return
    yield "| goal | what | value | bar | |"
    yield "|---|---|---|---|---|"
    for one in measures:
        verdict = "" if one.bar is None else ("kept" if one.is_met else "**missed**")
        what = f"{one.what}. {one.note}" if one.note else one.what
        yield f"| {one.goal} | {what} | {_value(one)} | {_bar(one)} | {verdict} |"
    yield ""


def _table(table: Table) -> Iterable[str]:
    yield f"### {table.title}\n"
    yield "| " + " | ".join(table.heads) + " |"
    yield "|---" * len(table.heads) + "|"
    for row in table.rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _value(one: Measure) -> str:
    return f"{show_number(one.value)} {one.unit}".strip()


def _bar(one: Measure) -> str:
    if one.bar is None:
        return ""
    signs = {"at most": "≤", "at least": "≥", "exactly": "="}
    return f"{signs[one.sense]} {show_number(one.bar)}"


def print_section(section: Section) -> None:
    """Print what a bench found, as it is found."""
    print(f"\n{section.title}")
    for one in section.measures:
        verdict = " " if one.bar is None else ("✓" if one.is_met else "✗")
        goal = f"[{one.goal}] " if one.goal else ""
        print(f"  {verdict} {goal}{one.what}: {_value(one)} {_bar(one)}", flush=True)
    for table in section.tables:
        print(f"  {table.title}")
        for row in (table.heads, *table.rows):
            print("    " + " | ".join(row), flush=True)
