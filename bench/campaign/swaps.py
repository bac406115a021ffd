"""Other tenants' ids wherever an id can stand: nothing is shown, nothing is written, nothing is told apart.

A rival firm's administrator, a client of nobody's and somebody without an account, as pages and as
programs, put the ids of another firm's dossiers, files, works, people and lots into every route that has a
place for them (alone, and beside ids of their own) and into the fields of every form. Each refusal must be
that of an id which does not exist, byte for byte but for the id; no word of the other firm's persons may
stand in it; and no row of theirs may have changed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random

from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.parts import SEEDS, slice_of
from bench.campaign.tenants import (
    ABSENT,
    MARKS,
    OPEN_TO_ALL,
    PLACE,
    Tenants,
    fill,
    list_routes,
    open_tenants,
)
from chalicelib.web.routes import Route
from tests.portal import Answer

WHO = ("rival", "stranger", "nobody")
SWAPPED = (
    "dossier_id",
    "case_id",
    "document_id",
    "job_id",
    "batch_id",
    "user_id",
    "firm_id",
    "owner",
    "contact_id",
)
FIELDS = {
    "dossier_id": (
        "dossiers",
        "dossier",
        "dossier_id",
        "case_id",
        "case_ids",
        "dossier_ids",
        "source",
        "from",
        "copie",
        "about",
        "wanted",
        "q",
    ),
    "document_id": ("files", "documents", "document", "document_id", "document_ids", "piece"),
    "user_id": ("user_id", "agent", "person", "to", "member"),
    "firm_id": ("firm_id", "firm", "hat"),
    "job_id": ("job_id", "job"),
}
"""The names under which an id may stand in a form, by what it is an id of."""

AT_ONCE, MOST = 3_000, 12_000
"""So many in one stage; so many at the most, where there are as many."""

VOLATILE = re.compile(
    r'name="(csrf|key|base|seen)" value="[^"]*"|nonce-[\w+/=-]+|nonce="[^"]*"|request-\d+|'
    r'"(asked_at|now|at)":"[^"]*"|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\d\d:\d\d(:\d\d)?|[0-9a-f]{32,}|[\w-]{40,}'
)


@dataclass(frozen=True, slots=True)
class Swap:
    """One request with an id of the first tenant, and the same with an id that does not exist."""

    route: Route
    who: str
    path: str
    fields: Mapping[str, str]
    absent_path: str
    absent_fields: Mapping[str, str]


def run(seed: int, count: int) -> Figures:
    """Make so many swaps, drawn from all there are; each at most once."""
    figures = Figures()
    with open_tenants(figures) as tenants:
        try_swaps(tenants, seed, count)
    return figures


def try_swaps(tenants: Tenants, seed: int, count: int) -> None:
    """Make so many swaps of a part."""
    swaps = list(list_swaps(tenants))
    Random(seed // SEEDS).shuffle(swaps)
    before = tenants.first_rows()
    for swap in slice_of(swaps, seed, AT_ONCE, count):
        before = try_one(tenants, swap, before)


def try_one(tenants: Tenants, swap: Swap, before: int) -> int:
    """Make one swap; give the digest of the other firm's rows after it."""
    figures = tenants.figures
    told = f"{swap.who} {swap.route.method} {swap.route.path} {sorted(swap.fields)}"
    answer, absent = _ask_both(tenants, swap)
    if _is_told_apart(answer, absent):  # one's own may have changed between the two
        answer, absent = _ask_both(tenants, swap)
    figures.add("swaps")
    figures.add(f"answered {answer.status}")
    if answer.status >= 500:
        figures.wrong("5xx", told)
    said = answer.body + str(dict(answer.headers))
    leaked = [mark for mark in MARKS if mark in said and mark not in absent.body]
    if leaked:
        figures.wrong("leaks", f"{told}: {leaked}")
    if _is_told_apart(answer, absent):
        figures.wrong("told apart", f"{told}: {answer.status}, absent {absent.status}")
    after = tenants.first_rows()
    if after != before:
        figures.wrong("foreign writes", f"{told}: {answer.status}")
    return after


def _ask_both(tenants: Tenants, swap: Swap) -> tuple[Answer, Answer]:
    return (
        tenants.ask(swap.route, swap.who, swap.path, swap.fields),
        tenants.ask(swap.route, swap.who, swap.absent_path, swap.absent_fields),
    )


def _is_told_apart(answer: Answer, absent: Answer) -> bool:
    """Say whether two answers differ: what was done of one's own tells of one's own alone."""
    if answer.status != absent.status:
        return True
    return answer.status >= 400 and plain(answer.body) != plain(absent.body)


def plain(body: str) -> str:
    """Leave out what differs from answer to answer, and every id."""
    return VOLATILE.sub("", re.sub(r"[a-z]{2,4}_[0-9a-f]{16,}", "*", body))


def list_swaps(tenants: Tenants) -> Iterator[Swap]:
    """List every swap: by the path of each route, and by the fields of each form."""
    for route in list_routes():
        names = PLACE.findall(route.path)
        for who in WHO:
            if any(name in SWAPPED for name in names):
                yield from by_path(tenants, route, who, names)
            if route.method in {"POST", "PUT", "PATCH"} and {"token", "report"}.isdisjoint(names):
                yield from by_field(tenants, route, who, names)


def by_path(tenants: Tenants, route: Route, who: str, names: list[str]) -> Iterator[Swap]:
    """Fill each place with an id of the first tenant, or with one of the rival's beside it."""
    choices = [
        [(one, True) for one in tenants.first[name]]
        + [(one, False) for one in tenants.rival.get(name, ())[:1]]
        if name in SWAPPED and name in tenants.first
        else [(one, False) for one in OPEN_TO_ALL.get(name, (ABSENT.get(name, "x"),))]
        for name in names
    ]
    for chosen in product(*choices):
        if not any(is_first for _, is_first in chosen):
            continue
        places = {name: one for name, (one, _) in zip(names, chosen, strict=True)}
        absent = {
            name: ABSENT[name] if is_first else one
            for name, (one, is_first) in zip(names, chosen, strict=True)
        }
        yield Swap(route, who, fill(route.path, places), {}, fill(route.path, absent), {})


def by_field(tenants: Tenants, route: Route, who: str, names: list[str]) -> Iterator[Swap]:
    """Post ids of the first tenant to a route of one's own."""
    own = {
        name: tenants.rival[name][0]
        if tenants.rival.get(name)
        else OPEN_TO_ALL.get(name, (ABSENT.get(name, "x"),))[0]
        for name in names
    }
    path = fill(route.path, own)
    for place, fields in FIELDS.items():
        for one in tenants.first[place][:3]:
            yield Swap(
                route,
                who,
                path,
                dict.fromkeys(fields, one),
                path,
                dict.fromkeys(fields, ABSENT[place]),
            )


SECTION = Section(
    name="swaps",
    title="Ids of other tenants",
    how=how_of(__doc__),
    bars=(
        Bar("swaps", "swaps between tenants", "at least", 5_000),
        Bar("leaks", "answers with a word of the other firm's persons", "exactly"),
        Bar(
            "told apart", "answers that differ from those for an id that does not exist", "exactly"
        ),
        Bar("foreign writes", "rows of the other firm changed", "exactly"),
        Bar("5xx", "answers 5xx", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=MOST,
    at_once=AT_ONCE,
)
