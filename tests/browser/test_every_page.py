"""Every page that is declared, with every role it is for: a new page is looked at by itself.

A page whose address has places is asked for with each dossier, file, link or number of the
peopled stage; a page that none of them opens makes the test fail until it is given one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from playwright.sync_api import Browser, BrowserContext

from chalicelib.web.routes import ROUTES, Route
from tests.browser.page_checks import PHONE, Sight
from tests.peopled import Peopled, open_peopled
from tests.portal import open_app

pytestmark = pytest.mark.browser

PLACE = re.compile(r"\{(\w+)\}")
FIXED: Mapping[str, Sequence[str]] = {
    "number": ("1", "2", "3", "4", "5"),
    "slot": ("facture", "message"),
}
NO_PAGE = {
    "/": "leads to one's first page",
    "/adresses": "is JSON for the form",
    "/agenda/{token}": "is a calendar's file",
    "/bibliotheque/{item_id}/fichier": "leads to the bucket",
    "/bibliotheque/{item_id}/versions/{document_id}": "leads to the bucket",
    "/communes": "is JSON for the form",
    "/dossiers/{dossier_id}/a-recopier/demande.csv": "is a file",
    "/dossiers/depot-groupe/modele.csv": "is a file",
    "/dossiers/depot-groupe/modele.xlsx": "is a file",
    "/dossiers/{dossier_id}/donnees/export": "is a file",
    "/dossiers/{dossier_id}/fichiers/{document_id}": "leads to the bucket",
    "/dossiers/{dossier_id}/recus/{number}/json": "leads to the bucket",
    "/dossiers/{dossier_id}/recus/{number}/pdf": "leads to the bucket",
    "/dossiers/{dossier_id}/souscription/{text_id}": "leads to the bucket",
    "/langue/{language}": "leads back",
    "/materiel": "is JSON for the form",
    "/recus/{case_id}/{number}/json": "leads to the bucket",
    "/recus/{case_id}/{number}/pdf": "leads to the bucket",
    "/souscription/{token}/documents/{text_id}": "leads to the bucket",
    "/static/{name}": "is a file",
    "/travaux/{job_id}/fichier": "leads to the bucket",
}
QUERIES = {
    "/dossiers": ("", "?statut=nouveau&operateur=enedis", "?tri=creation", "?page=9999&debut=x"),
    "/recherche": ("", "?q=durand", "?q=introuvable"),
    "/connexion": ("", "?suite=/dossiers"),
}
"""What more a page is asked for by its query."""

MOST_LOOKS = 10
"""How many addresses of a page are looked at: five steps of a form, filled and bare."""

open_app()
PAGES = [one for one in ROUTES if one.kind == "page" and one.method == "GET"]
LOOKED_AT = [
    (route, who)
    for route in PAGES
    if route.path not in NO_PAGE
    for who in (("nobody",) if route.allow == "public" else route.allow)
]


@pytest.fixture(scope="module")
def peopled() -> Iterator[Peopled]:
    with open_peopled() as found:
        yield found


@pytest.fixture(scope="module")
def contexts(chromium: Browser, peopled: Peopled) -> Iterator[dict[str, BrowserContext]]:
    """A browser of each role, signed in."""
    opened = {}
    for who, portal in peopled.visitors.items():
        opened[who] = chromium.new_context(viewport=PHONE, locale="fr-FR")
        opened[who].add_cookies(
            [{"name": name, "value": text, "url": peopled.url} for name, text in portal.jar.items()]
        )
    yield opened
    for context in opened.values():
        context.close()


def fill(path: str, places: Mapping[str, str]) -> str:
    """Give a path with its places filled."""
    return PLACE.sub(lambda found: places[found[1]], path)


def list_addresses(route: Route, peopled: Peopled) -> list[str]:
    """Every address of a page that the stage has something for."""
    names = PLACE.findall(route.path)
    known = {**FIXED, **peopled.places}
    filled = [
        fill(route.path, dict(zip(names, one, strict=True)))
        for one in product(*(known.get(name, ()) for name in names))
    ]
    return [path + more for path in filled for more in QUERIES.get(route.path, ("",))]


def list_pages(route: Route, who: str, peopled: Peopled) -> list[str]:
    """The addresses at which somebody is shown the page, each of another length than the rest."""
    shown: dict[int, str] = {}
    for address in list_addresses(route, peopled):
        answer = peopled.ask(who, address)
        if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            shown.setdefault(len(answer.body), address)
    return list(shown.values())[:MOST_LOOKS]


def test_what_is_no_page_is_declared_all_the_same() -> None:
    assert set(NO_PAGE) | set(QUERIES) <= {one.path for one in PAGES}


@pytest.mark.parametrize(("route", "who"), LOOKED_AT, ids=lambda one: getattr(one, "path", one))
def test_a_page_is_sound_in_a_browser(
    peopled: Peopled, contexts: dict[str, BrowserContext], route: Route, who: str
) -> None:
    addresses = list_pages(route, who, peopled)
    assert addresses, f"no sample opens {route.path} for {who}: give peopled.py one"
    page = contexts[who].new_page()
    sight = Sight(page, peopled.url.partition("//")[2])
    wrong = [f"{one}: {what}" for one in addresses for what in sight.look(peopled.url + one)]
    page.close()
    assert not wrong, "\n".join(wrong)


# What was painted once moves in the frame after: what is put in before is no shift.
BAD = """<!doctype html><html lang="fr"><head><title>Page</title>
<script src="https://elsewhere.test/count.js"></script><style>{style}</style></head>
<body><nav class="bar-nav">Ailleurs</nav><main><h1>Page</h1><img src="data:,">
<div style="width: 900px">Large</div>
<div style="width: 100px; overflow: hidden"><p style="width: 300px">Coupé</p></div>
</main><script>requestAnimationFrame(() => requestAnimationFrame(() => {{
const first = document.createElement("p"); first.style.height = "300px";
document.querySelector("main").prepend(first); }}))</script>
</body></html>"""
WRONG = (
    "axe",
    "moves by",
    "runs 5",
    "asks",
    "weighs",
    "prints its navigation",
    "over the paper",
    "cuts off",
)


def test_every_check_finds_what_it_is_for(chromium: Browser) -> None:
    context = chromium.new_context()
    body = BAD.format(style="/* " + "x" * 100_000 + " */")
    context.route("**/*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    context.route(
        "http://own.test/", lambda route: route.fulfill(body=body, content_type="text/html")
    )
    found = list(Sight(context.new_page(), "own.test").look("http://own.test/"))
    context.close()
    assert [wrong for wrong in WRONG if not any(wrong in one for one in found)] == [], found
