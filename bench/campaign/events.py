"""Events that come twice and out of order: the end is that of events that come once.

The stream's records, the buckets' messages, the calls to send a mail and what SES says of each are brought
to the functions; of all of them a share comes twice, half of these copies only when all else is done, and a
share comes after others that were later. What each dossier is then, row by row and event by event, is held
against a dossier whose events came once and in order, and its mails against the one that each fact owes.
"""

from bench.campaign.dossiers import SWEEP_LATER_S, every_row, judge_mails
from bench.campaign.end_state import EndState, count_gaps, end_state, tell_difference
from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.made_people import Client
from bench.campaign.program import Given, deposit, send, sign
from bench.campaign.world import World, open_world

SHARE = 0.3
SIGNED = 4
COPIES = "messages duplicated"


def run(seed: int, count: int) -> Figures:
    """Live so many dossiers whose events come twice and out of order."""
    expected = live(seed, Figures(), SIGNED + 1, 0.0)
    figures = Figures()
    for number, found in live(seed, figures, count, SHARE).items():
        figures.add("dossiers")
        known = expected[0 if number % SIGNED == 0 else 1]
        if found != known:
            figures.wrong("different", tell_difference(found, known))
    return figures


def live(seed: int, figures: Figures, count: int, share: float) -> dict[int, EndState]:
    """Live dossiers in one world, one of four signed; give the end state of each."""
    with open_world(seed, figures, duplicated=share, reordered=share) as world:
        given = [Given(Client(number)) for number in range(count)]
        for act in (deposit, send):
            for one in given:
                act(world, one)
            world.settle()
        for one in given[::SIGNED]:
            sign(world, one)
        world.settle()
        world.time.pause(SWEEP_LATER_S)
        world.bring_late()
        world.run_jobs()
        _note(world, given)
        table = world.stage.table
        return {one.client.number: end_state(table, one.dossier_id) for one in given}


def _note(world: World, given: list[Given]) -> None:
    figures, table = world.figures, world.stage.table
    for name, number in world.habits.seen.items():
        figures.add(f"messages {name}", number)
    figures.add("dead letters", sum(len(one.dead) for one in world.channels))
    figures.add("journal gaps", sum(count_gaps(table, one.dossier_id) for one in given))
    judge_mails(world, list(every_row()))


SECTION = Section(
    name="events",
    title="Events repeated and reordered",
    how=how_of(__doc__),
    bars=(
        Bar("messages delivered", "events delivered", "at least", 20_000),
        Bar(COPIES, "of these second copies (30 %)"),
        Bar("messages reordered", "brought after others that were later (30 %)"),
        Bar("dossiers", "dossiers"),
        Bar("different", "end states that differ from the exactly-once run", "exactly"),
        Bar("journal gaps", "journals with a gap", "exactly"),
        Bar("dead letters", "messages given up", "exactly"),
        Bar("facts", "business facts that write a mail"),
        Bar("facts with one mail", "of these with exactly one mail"),
        Bar("facts of unknown outcome", "of unknown outcome", "exactly"),
        Bar("facts never mailed", "never mailed", "exactly"),
        Bar("too many mails", "mailed more than once", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=800,
    at_once=35,
)
