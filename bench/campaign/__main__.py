"""`make campaign`: try the product's promises, print what came of it, and write docs/reliability.md.

    python -m bench.campaign                      all sections
    python -m bench.campaign dossiers --seed 7    one, with a seed of one's own

A section alone writes its own part of the page anew, and no other. `--share 0.01` tries a hundredth of it
and writes nothing.
"""

import argparse
import os
import sys

from bench.campaign.report import print_figures, write_report
from bench.campaign.run_section import run_section
from bench.campaign.sections import MODULES, open_section

SEED = 20261201


def main() -> int:
    """Run the sections that are named, or all; 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="bench.campaign", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MODULES], help="some sections alone")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--share", type=float, default=1.0, help="of the whole count")
    parser.add_argument("--processes", type=int, default=None)
    told = parser.parse_args()
    is_short, missed = told.share < 1, 0
    for name in told.names or MODULES:
        section = open_section(name)
        if section.needs and section.needs not in os.environ:
            print(f"\n{section.title}: left out, {section.needs} names no folder")
            continue
        ran = run_section(name, told.seed, share=told.share, processes=told.processes)
        print_figures(section, ran)
        missed += len(section.missed(ran.figures, is_short=is_short))
        if not is_short:
            write_report([ran])
    print(f"\n{missed} promises are not kept." if missed else "\nEvery promise is kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
