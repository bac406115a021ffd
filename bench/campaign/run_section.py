"""Run one section in several processes, each part with a seed of its own."""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from bench.campaign.figures import Figures
from bench.campaign.parts import split
from bench.campaign.sections import open_section


@dataclass(frozen=True, slots=True)
class Ran:
    """What a section counted, with which seed, and how long it took."""

    name: str
    figures: Figures
    seed: int
    took_s: float
    processes: int


def run_section(name: str, seed: int, *, share: float = 1.0, processes: int | None = None) -> Ran:
    """Run a section whole, or a share of it, and add up what its parts counted.

    Raises what a part raised: a figure that was not counted is none.
    """
    section = open_section(name)
    processes = processes or len(os.sched_getaffinity(0))
    began, whole = time.perf_counter(), Figures()
    count = max(1, round(section.count * share))
    parts = list(split(count, section.at_once, seed))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        running = [pool.submit(run_part, name, *part) for part in parts]
        for number, done in enumerate(as_completed(running), 1):
            whole.merge(done.result())
            took = time.perf_counter() - began
            print(f"  {name}: part {number} of {len(parts)}, {took:.0f} s", flush=True)
    return Ran(name, whole, seed, time.perf_counter() - began, processes)


def run_part(name: str, seed: int, count: int) -> Figures:
    """Run one part: in a process of its own, the double made fast first."""
    from tests.moto_pace import mend_pace

    mend_pace()
    return open_section(name).run(seed, count)
