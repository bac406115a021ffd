"""Bad input at the API: a client made from the API's own document sends what nobody should.

It calls each operation in its turn as an installer, an agent and nobody: with what its schema takes, then with
values, bodies, headers and addresses that it does not (`tests/api_fuzzer.py`). Whatever it sends, the answer is
one that the document tells of, in the shape that it tells, and none is an error of ours.
"""

from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES, search_lines
from bench.campaign.world import light_passwords
from tests.api_fuzzer import open_fuzzer
from tests.peopled import open_peopled


def run(seed: int, count: int) -> Figures:
    """Send so many calls to one stage."""
    figures, secrets = Figures(), set[str]()
    with light_passwords(), search_lines(figures, secrets), open_peopled() as peopled:
        secrets.update(peopled.places["token"])
        fuzzer = open_fuzzer(seed, peopled)
        secrets.update(one.token for one in fuzzer.callers.values() if one.token)
        fuzzer.run(count)
    for status, number in fuzzer.answered.items():
        figures.add("inputs", number)
        figures.add(f"answered {status // 100}xx", number)
    for fault in fuzzer.faults:
        figures.wrong("5xx" if ": status 5" in fault else "undocumented", fault)
    return figures


SECTION = Section(
    name="api",
    title="Bad input at the API",
    how=how_of(__doc__),
    bars=(
        Bar("inputs", "calls to the API", "at least", 50_000),
        Bar("answered 2xx", "of these answered 2xx"),
        Bar("answered 4xx", "answered 4xx"),
        Bar("5xx", "answered 5xx", "exactly"),
        Bar("undocumented", "answers that the document does not tell of", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=51_000,
    at_once=5_100,
)
