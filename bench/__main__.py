"""`make bench`: measure everything, print it, and write docs/performance.md.

Some benches alone (`make bench ARGS=documents`) write their own sections anew, and no other.
"""

import argparse
import logging
import sys

from bench.calls import bench_calls
from bench.cold import bench_cold
from bench.documents.section import bench_documents
from bench.framework import bench_framework
from bench.processes import NoValgrind, require_valgrind
from bench.quotas import bench_quotas
from bench.report import print_section, write_report
from bench.scale import bench_scale

BENCHES = {
    "cold": bench_cold,
    "framework": bench_framework,
    "calls": bench_calls,
    "documents": bench_documents,
    "quotas": bench_quotas,
    "scale": bench_scale,
}

COUNT_INSTRUCTIONS = {"cold", "framework"}


def main() -> int:
    """Run the benches that are named, or all, and write what they found; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="some benches alone")
    names = parser.parse_args().names
    logging.disable(logging.INFO)  # what thousands of requests log would hide what is found
    sections = []
    try:
        if COUNT_INSTRUCTIONS & set(names or BENCHES):
            require_valgrind()
        for name in names or BENCHES:
            sections.append(BENCHES[name]())
            print_section(sections[-1])
    except NoValgrind as missing:
        print(missing, file=sys.stderr)
        return 1
    write_report(sections, keeps_others=bool(names))
    missed = sum(not one.is_met for section in sections for one in section.measures)
    print(f"\n{missed} bars missed." if missed else "\nEvery bar is kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
