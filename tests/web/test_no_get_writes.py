"""No address writes by being asked for: a link that somebody sends changes nothing of anybody.

Every GET is asked for by every role, with whatever of the peopled stage fits its places, while the
calls to AWS are watched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.accounts.tokens import create_token
from chalicelib.web.cookies import cookie_name
from chalicelib.web.csrf import form_token
from chalicelib.web.routes import ROUTES, Route
from tests.peopled import AGENT, Peopled, open_peopled
from tests.portal import Portal, open_app

type Headers = Mapping[str, Mapping[str, str]]

PLACE = re.compile(r"\{(\w+)\}")
FIXED: Mapping[str, Sequence[str]] = {
    "number": ("1",),
    "slot": ("facture", "message"),
    "text_id": ("mandate",),
    "language": ("en",),
    "name": ("portal.css",),
    "month": ("2026-01",),
    "kind_name": ("dossier",),
    "act_name": ("take",),
    "finding_id": ("0" * 24,),
    "firm_id": ("firm_x",),
    "token_id": ("tok_x",),
}
QUERY = "?document=doc_000000000000aaaaaaaaaaaaaaaaaaaa&suite=/compte&q=durand&confirm=oui"
"""What a query may carry anywhere."""

READS = re.compile(r"(Get|Query|BatchGet|Head|List|Describe|Scan|Assume)\w*")
COUNTED = {
    "sheets/template/": "our own workbook, under the hash of its bytes",
    "SOURCE#": "how often a public page was asked from one source, which bounds it",
}
"""What a GET may write, by the beginning of its key, and why."""

MOST_ADDRESSES = 24

open_app()
GETS = sorted(
    (one for one in ROUTES if one.method == "GET" and one.view.startswith("chalicelib.")),
    key=lambda one: one.path,
)


@pytest.fixture(scope="module")
def peopled() -> Iterator[Peopled]:
    with open_peopled() as found:
        yield found


@pytest.fixture(scope="module")
def callers(peopled: Peopled) -> Headers:
    """The header by which each role's program is known, beside its browser's cookies."""
    agent = find_enrolled(peopled.life.stage.table, AGENT)
    assert agent is not None
    secret = create_token(agent, "walk", table=peopled.life.stage.table).secret
    known = {"installer": peopled.life.caller.token, "agent": secret}
    return {who: {"authorization": f"Bearer {one}"} for who, one in known.items()}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The writes that were asked of AWS: the call, and the keys that it names."""
    calls: list[str] = []
    ask = BaseClient._make_api_call  # type: ignore[attr-defined] # botocore's one way out

    def watch(self: object, name: str, request: Mapping[str, Any]) -> Any:
        if not READS.fullmatch(name):
            keys = " ".join(sorted(set(re.findall(r"'pk': \{?'?S?'?:? ?'([^']+)", str(request)))))
            keys = keys or str(request.get("Key", ""))
            if not keys.startswith(tuple(COUNTED)):
                calls.append(f"{name} {keys}")
        return ask(self, name, request)

    monkeypatch.setattr(BaseClient, "_make_api_call", watch)
    return calls


def fill(path: str, places: Mapping[str, str]) -> str:
    return PLACE.sub(lambda found: places[found[1]], path)


def list_addresses(route: Route, peopled: Peopled) -> list[str]:
    names = PLACE.findall(route.path)
    known = {**FIXED, **peopled.places}
    filled = [
        fill(route.path, dict(zip(names, one, strict=True)))
        for one in product(*(known[name] for name in names))
    ]
    step = -(-len(filled) // MOST_ADDRESSES)
    return [path + more for path in filled[::step] for more in ("", QUERY)]


@pytest.mark.parametrize("route", GETS, ids=lambda one: one.path)
def test_asking_for_an_address_writes_nothing(
    peopled: Peopled, callers: Headers, written: list[str], route: Route
) -> None:
    for address in list_addresses(route, peopled):
        for who, portal in peopled.visitors.items():
            before = len(written)
            asking = Portal(portal.app, jar=dict(portal.jar))
            asked = asking.get(address, **callers.get(who, {}))
            assert written[before:] == [], f"{who} {address}: {asked.status}"


def test_a_write_is_seen(peopled: Peopled, written: list[str]) -> None:
    installer = peopled.visitors["installer"]
    token = form_token(installer.jar[cookie_name("session")])
    browser = Portal(installer.app, jar=dict(installer.jar))
    browser.post_raw("/langue", f"langue=en&csrf={token}", origin=peopled.url)
    assert [one.partition("#")[0] for one in written] == ["UpdateItem U"]
