"""The written result, docs/reliability.md: each figure with its command, seed, date and machine."""

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.campaign.figures import Bar, Section
from bench.campaign.run_section import Ran
from bench.campaign.sections import MODULES, open_section

REPORT = Path(__file__).parents[2] / "docs" / "reliability.md"

HEAD = """# Reliability

What the product promises and how often the promise was tried. Written by `make campaign`; change the
campaign (`bench/campaign/`), not this page. Every number below was counted by the run that its section
names, none is assumed; the same command with the same seed makes the same attempts, though threads may
take turns in another order. A short form of each section runs with the tests (`tests/campaign`).
"""
JUDGED = re.compile(r"^\| .+ \| .+ \| .+ \| (?P<verdict>kept|\*\*missed\*\*) \|$", re.MULTILINE)


def write_report(ran: Sequence[Ran], path: Path = REPORT) -> None:
    """Write what sections counted; those that did not run stand as they were."""
    written = read_sections(path)
    for one in ran:
        section = open_section(one.name)
        written[section.title] = "\n".join(_body(section, one)).strip()
    write_sections(written, path)


def write_sections(written: Mapping[str, str], path: Path) -> None:
    """Write sections by title, in the campaign's order, below how many promises are kept."""
    titles = [open_section(name).title for name in MODULES]
    known = [title for title in titles if title in written]
    others = [title for title in written if title not in titles]
    body = "\n\n".join(written[title] for title in (*known, *others))
    judged = [found["verdict"] for found in JUDGED.finditer(body)]
    summary = f"{judged.count('kept')} of {len(judged)} promises are kept.\n"
    path.write_text(f"{HEAD}\n{summary}\n{body}\n", encoding="utf-8")


def read_sections(path: Path) -> dict[str, str]:
    """Read the sections of an earlier page, by title."""
    parts = path.read_text(encoding="utf-8").split("\n## ")[1:] if path.exists() else []
    return {part.partition("\n")[0]: f"## {part.strip()}" for part in parts}


def _body(section: Section, ran: Ran) -> Iterator[str]:
    yield f"## {section.title}\n"
    yield f"{section.how}\n"
    yield f"`python -m bench.campaign {section.name} --seed {ran.seed}`, {datetime.now(UTC):%Y-%m-%d},"
    yield f"{_tell_took(ran.took_s)} in {ran.processes} processes; {tell_machine()}.\n"
    yield "| figure | counted | must be | |"
    yield "|---|---|---|---|"
    for bar in section.bars:
        found = ran.figures[bar.name]
        verdict = (
            "" if not bar.sense else "kept" if bar.is_met(ran.figures.counts) else "**missed**"
        )
        yield f"| {bar.what} | {show(found)} | {_must(bar)} | {verdict} |"
    if section.tables:
        yield ""
        yield section.tables(ran.figures)


def _must(bar: Bar) -> str:
    signs = {"at least": "≥ ", "exactly": ""}
    return f"{signs[bar.sense]}{show(bar.target)}" if bar.sense else ""


def show(number: int) -> str:
    """Write a whole number in groups of three."""
    return f"{number:,}".replace(",", " ")


def _tell_took(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def tell_machine() -> str:
    """Tell the machine's class: cores, memory, processor, Python."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    known = Path("/proc/cpuinfo")
    names = (
        re.findall(r"^model name\s*: (.+)$", known.read_text(), re.MULTILINE)
        if known.exists()
        else []
    )
    processor = names[0] if names else platform.machine()
    return f"{cores} cores, {memory:.0f} GiB, {processor}, Python {platform.python_version()}"


def print_figures(section: Section, ran: Ran) -> None:
    """Print what a section counted, with examples of what must not be."""
    print(f"\n{section.title} (seed {ran.seed}, {ran.took_s:.0f} s)")
    for bar in section.bars:
        met = " " if not bar.sense else "✓" if bar.is_met(ran.figures.counts) else "✗"
        print(f"  {met} {bar.what}: {show(ran.figures[bar.name])} {_must(bar)}")
        for example in ran.figures.examples.get(bar.name, ()):
            print(f"      {example}")
    known = {bar.name for bar in section.bars}
    for name, number in sorted(ran.figures.counts.items()):
        if name not in known and number:
            print(f"      {name}: {show(number)}")
