"""Sixteen writers of one dossier at the same time: what each was told is kept, is kept.

On each draft seven colleagues type into a field of their own and nine write to its journal, in sixteen
threads that begin together. Whoever is told that it is done must find it there afterwards; the version
and the journal count every write of the journal, without a gap.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bench.campaign.end_state import count_gaps
from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.made_people import Client
from bench.campaign.world import World, open_world
from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.keep_typing import keep_typing
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.form.merge import Posted, read_base, write_base
from chalicelib.form.steps import Step
from chalicelib.refusals import Refusal

TYPED = ("last_name", "first_name", "address", "city", "email", "mobile", "postcode")
WRITERS = 16

type Act = tuple[Callable[[str], None], str]


def run(seed: int, count: int) -> Figures:
    """Have so many drafts written by sixteen at once."""
    figures = Figures()
    with open_world(seed, figures) as world:
        world.stage.table.pause = time.sleep  # who loses a race really waits
        for number in range(count):
            _write_one(world, number)
    return figures


def _write_one(world: World, number: int) -> None:
    figures, by = world.figures, as_actor(world.installer, "api")
    form = Client(number).form()
    dossier_id = create_draft(form, idempotency_key=f"writers-{number}", by=by).head.dossier_id
    base = read_base(write_base(Step.CLIENT, form["client"]))
    done: list[str] = []

    def type_in(name: str) -> None:
        posted = Posted(form["client"] | {name: f"typed-{name}"}, base)
        keep_typing(dossier_id, Step.CLIENT, posted, by=by)

    def flag(name: str) -> None:
        def decide(dossier: Dossier, _now: datetime) -> Change:
            return Change(
                EventKind.STEP_SAVED, replace(dossier.head, flags=(*dossier.head.flags, name))
            )

        change_dossier(dossier_id, decide, by=by)

    flags = [f"flag-{place}" for place in range(WRITERS - len(TYPED))]
    acts: list[Act] = [(type_in, name) for name in TYPED]
    acts += [(flag, name) for name in flags]
    _together(figures, done, acts)
    after = load_dossier(dossier_id, seen_by=by)
    kept = [name for name in TYPED if after.values_of("client").get(name) == f"typed-{name}"]
    kept += after.head.flags
    figures.add("dossiers")
    figures.add("acknowledged", len(done))
    for name in sorted(set(done) - set(kept)):
        figures.wrong("lost updates", name)
    written = sum(name in flags for name in done)
    figures.add("journal gaps", count_gaps(world.stage.table, dossier_id))
    figures.add("journal gaps", int(after.head.seq != 1 + written))


def _together(figures: Figures, done: list[str], acts: list[Act]) -> None:
    """Begin all acts at once, each in a thread of its own, and keep who was told that it is done."""
    gate = threading.Barrier(len(acts))

    def do(act: Callable[[str], None], name: str) -> None:
        gate.wait()
        try:
            act(name)
        except Refusal as refusal:
            figures.wrong("never through", f"{name}: {refusal.code}")
        except Exception as error:  # noqa: BLE001 # a writer's bug is counted, whatever it is
            figures.wrong("never through", f"{name}: {type(error).__name__}")
        else:
            done.append(name)

    threads = [threading.Thread(target=do, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


SECTION = Section(
    name="writers",
    title="Sixteen writers a dossier",
    how=how_of(__doc__),
    bars=(
        Bar("dossiers", "dossiers written by sixteen at once", "at least", 50),
        Bar("acknowledged", "writes acknowledged"),
        Bar("lost updates", "lost updates", "exactly"),
        Bar("never through", "writers who never got through", "exactly"),
        Bar("journal gaps", "gaps in versions or journals", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=60,
    at_once=10,
)
