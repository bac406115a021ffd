"""Every route with every role, on what is theirs, on what is others' and on what does not exist.

Somebody without an account, an installer, their rival of another firm, the client, a client of nobody's and
an agent ask for every route that is served. Who the route does not name is refused whatever it is about;
whoever it names is not, and sees what is theirs; what belongs to others answers as what does not exist.
Forms are posted about what does not exist and about what is others', since posting one's own would change it.
"""

from collections.abc import Iterator
from itertools import product

from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.parts import slice_of
from bench.campaign.swaps import SWAPPED, by_path, plain
from bench.campaign.tenants import (
    ABSENT,
    OPEN_TO_ALL,
    PLACE,
    Tenants,
    fill,
    list_routes,
    open_tenants,
)
from chalicelib.web.routes import Route, serves

ROLES = {
    "nobody": "",
    "installer": "installer",
    "rival": "installer",
    "client": "client",
    "stranger": "client",
    "agent": "agent",
}
AT_ONCE = 90
"""So many routes in one stage."""

OUTSIDERS = ("rival", "stranger")
OPENED = frozenset({200, 302, 303})


def run(seed: int, count: int) -> Figures:
    """Ask for so many routes, each once."""
    figures = Figures()
    with open_tenants(figures) as tenants:
        try_routes(tenants, seed, count)
    return figures


def try_routes(tenants: Tenants, seed: int, count: int) -> None:
    """Ask for so many routes of a part."""
    for route in slice_of(list_routes(), seed, AT_ONCE, count):
        tenants.figures.add("routes")
        for who in ROLES:
            _ask_about_nothing(tenants, route, who)
            if who in OUTSIDERS:
                _ask_about_others(tenants, route, who)
            elif route.method == "GET" and serves_role(route, who):
                _ask_about_own(tenants, route, who)


def serves_role(route: Route, who: str) -> bool:
    """Say whether a route names somebody's role."""
    return route.allow == "public" or serves(ROLES[who], route.allow)  # type: ignore[arg-type] # roles are strings here


def _ask_about_nothing(tenants: Tenants, route: Route, who: str) -> None:
    """Who is not named is refused; who is named is not."""
    figures = tenants.figures
    status = tenants.ask(route, who, next(addresses(route, None))).status
    figures.add("cases")
    if serves_role(route, who):
        is_wrong = status in {401, 403} and route.allow != "public"
    else:
        is_wrong = status != expected_refusal(route, who)
    if is_wrong or status >= 500:
        figures.wrong("wrong answers", f"{who} {route.method} {route.path} about nothing: {status}")


def expected_refusal(route: Route, who: str) -> int:
    """Give the status of a route that does not name somebody's role."""
    if who == "nobody":
        return 401 if route.kind == "endpoint" else 303
    return 403


def _ask_about_others(tenants: Tenants, route: Route, who: str) -> None:
    """What is others' answers as what does not exist."""
    names = PLACE.findall(route.path)
    if not any(name in SWAPPED for name in names):
        return
    for swap in by_path(tenants, route, who, names):
        answer = tenants.ask(route, who, swap.path)
        nothing = tenants.ask(route, who, swap.absent_path)
        tenants.figures.add("cases")
        if (answer.status, plain(answer.body)) != (nothing.status, plain(nothing.body)):
            told = f"{who} {route.method} {route.path} of others: {answer.status}"
            tenants.figures.wrong("wrong answers", told)


def _ask_about_own(tenants: Tenants, route: Route, who: str) -> None:
    """Who is named is not refused, and sees what is theirs at one at least of the things there."""
    statuses = set()
    for address in addresses(route, tenants):
        answer = tenants.ask(route, who, address)
        tenants.figures.add("cases")
        statuses.add(answer.status)
        if answer.status in OPENED:
            tenants.figures.add("opened")
            return
    told = f"{who} {route.path}: {sorted(statuses)}"
    is_refused = statuses <= {401, 403} and route.allow != "public"
    if is_refused or max(statuses) >= 500:
        tenants.figures.wrong("wrong answers", told)
    tenants.figures.wrong("not opened", told)


def addresses(route: Route, tenants: Tenants | None) -> Iterator[str]:
    """Fill a route's places with what the first tenant has, or with what does not exist."""
    names = PLACE.findall(route.path)
    for chosen in product(*(_choices(name, tenants) for name in names)):
        yield fill(route.path, dict(zip(names, chosen, strict=True)))


def _choices(name: str, tenants: Tenants | None) -> tuple[str, ...]:
    if tenants is not None and name == "kind_name":
        return ("library", "question", "dossier")
    if tenants is not None and name in tenants.first:
        more = tenants.first["item_id"] if name == "case_id" else ()
        return (*more, *tenants.first[name])
    return OPEN_TO_ALL.get(name) or (ABSENT[name],)


SECTION = Section(
    name="access",
    title="Who may see what",
    how=how_of(__doc__),
    bars=(
        Bar("routes", "routes", "at least", 290),
        Bar("cases", "cases: routes × roles × whose it is", "at least", 4_000),
        Bar("opened", "pages and endpoints that opened for a role on what is theirs"),
        Bar("wrong answers", "wrong answers", "exactly"),
        Bar(
            "not opened", "of which the stage has nothing that opens: calendars, files not made yet"
        ),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=AT_ONCE * 4,
    at_once=AT_ONCE,
)
