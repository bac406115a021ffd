"""Files judged: every file of a folder with its expected verdict, in both kinds of slot.

The folder is the one that `CORPUS` names; its `MANIFEST.tsv` says what is expected of each file, as `make
corpus` reads it. The same warm child judges as in the Lambda, and the copy that people would read is derived.
"""

import os
from pathlib import Path

from bench.campaign.figures import Bar, Figures, Section, how_of
from chalicelib.verdicts.limits import MIB
from chalicelib.verdicts.warm_child import WarmChild
from local.corpus import SLOTS, judge_corpus

FOLDER = "CORPUS"
LONGEST_S, MOST_MIB = 30, 1024


def run(seed: int, count: int) -> Figures:
    """Judge the whole folder; the seed and the count choose nothing. KeyError when none is named."""
    del seed, count
    figures = Figures()
    with WarmChild() as child:
        for place, found in enumerate(judge_corpus(Path(os.environ[FOLDER]), child)):
            figures.add("files", int(place % len(SLOTS) == 0))
            if found.wrong:
                figures.wrong(found.wrong.partition(":")[0], found.file)
            if found.seconds > LONGEST_S:
                figures.wrong("over", f"{found.file}: {found.seconds:.0f} s")
        if child.peak_resident_bytes > MOST_MIB * MIB:
            figures.wrong("over", f"{child.peak_resident_bytes // MIB} MiB")
    return figures


SECTION = Section(
    name="files",
    title="Files judged",
    how=how_of(__doc__),
    bars=(
        Bar("files", "files judged", "at least", 300),
        Bar("false refusal", "false refusals", "exactly"),
        Bar("false acceptance", "false acceptances", "exactly"),
        Bar("crash", "crashes", "exactly"),
        Bar("over", "over 30 s, or 1 GiB", "exactly"),
    ),
    run=run,
    count=1,
    at_once=1,
    needs=FOLDER,
)
