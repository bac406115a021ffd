"""The written result: docs/performance.md, without date or machine, so that a change shows."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.measure import Measure, Section, Table, show_number

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "performance.md"

HEAD = """# Performance

Written by `make bench`; change the bench, not this page. Counted figures (calls, capacity units,
transitions, modules, bytes) are the same on every machine; instructions are counted by valgrind
and differ by a few thousandths. Nothing here is wall time. Not measured yet: the goals of files
(6 to 10), the table's client (12), storage's lifecycle (part of 15).
"""


def write_report(sections: Sequence[Section], path: Path = REPORT) -> None:
    """Write what every bench found."""
    path.write_text("\n".join([HEAD, *_summary(sections), *_body(sections)]).rstrip() + "\n")


def _summary(sections: Sequence[Section]) -> Iterable[str]:
    judged = [one for section in sections for one in section.measures if one.bar is not None]
    missed = [one for one in judged if not one.is_met]
    yield f"{len(judged) - len(missed)} of {len(judged)} bars are kept."
    for one in missed:
        yield f"- Missed: goal {one.goal}, {one.what}: {_value(one)} against {_bar(one)}."
    yield ""


def _body(sections: Sequence[Section]) -> Iterable[str]:
    for section in sections:
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
