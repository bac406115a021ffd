"""Hostile input at every route: whatever comes, the answer is never an error of ours.

Each request takes a route that is served, somebody who asks, and spoils some of it: places of the path, the
query, headers and cookies, the fields of the form (by the names that our pages and models know), their
types, the body as a whole. What succeeds is let succeed: the stage is as its visitors leave it.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from bench.campaign.access import serves_role
from bench.campaign.figures import Bar, Figures, Section, how_of
from bench.campaign.hostile_values import BODIES, HEADERS, KINDS, choose_value, choose_word
from bench.campaign.log_lines import FOUND, LINES
from bench.campaign.tenants import (
    ABSENT,
    ENDING,
    OPEN_TO_ALL,
    PLACE,
    Tenants,
    list_routes,
    open_tenants,
)
from chalicelib.web.cookies import cookie_name
from chalicelib.web.csrf import form_token
from chalicelib.web.routes import Route
from tests.portal import ORIGIN, Answer, Portal, open_app

WHO = ("installer", "agent", "client", "rival", "stranger", "nobody")
NAME = re.compile(r'name="([\w.\[\]-]+)"(?:[^>]*?value="([^"]*)")?')
FORM = re.compile(
    r'<form(?=[^>]*method="post")[^>]*?action="(/[^"]*)"[^>]*>(.*?)</form>', re.DOTALL
)
FORMS, NAMED = 0.4, 0.8
"""Which share of requests posts a form that a page shows; which share of others is asked by a named role."""

SLOW = "openapi.json"
AGAIN = 1_500
"""After so many requests the sessions are opened anew: some of them were ended."""


@dataclass
class Fuzz:
    """What is known of the routes, and the chance that spoils them."""

    tenants: Tenants
    random: Random
    routes: Sequence[Route] = field(default_factory=list_routes)
    names: tuple[str, ...] = ()
    models: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forms: list["Form"] = field(default_factory=list)

    def learn(self) -> None:
        """Learn the names of fields: from the pages as they are shown, and from the models."""
        for route in self.routes:
            if route.takes:
                module, _, name = route.takes.partition(":")
                model: Any = getattr(import_module(module), name)
                self.models[route.takes] = tuple(getattr(model, "model_fields", {}))
            if route.kind == "page" and route.method == "GET":
                for who in ("installer", "agent", "client"):
                    answer = self.tenants.ask(route, who, self.path(route, is_sound=True))
                    self._learn_forms(who, answer.body)
        self.names = tuple(sorted({name for form in self.forms for name, _ in form.fields}))

    def _learn_forms(self, who: str, body: str) -> None:
        for action, inside in FORM.findall(html.unescape(body)):
            fields = tuple(one for one in NAME.findall(inside) if one[0] != "csrf")
            if action != ENDING:
                self.forms.append(Form(who, action, fields))

    def path(self, route: Route, *, is_sound: bool = False) -> str:
        """Fill the places of a route: with what is there, and sometimes with anything."""

        def choose(found: re.Match[str]) -> str:
            name = found[1]
            if not is_sound and self.random.random() < 0.15:
                return quote(choose_word(self.random).encode("utf-8", "replace"), safe="")
            known = (
                self.tenants.first.get(name) or OPEN_TO_ALL.get(name) or (ABSENT.get(name, "x"),)
            )
            return self.random.choice(list(known))

        return PLACE.sub(choose, route.path)

    def send(self) -> tuple[str, Answer | None]:
        """Send one spoilt request; None when something left the application."""
        if self.random.random() < FORMS:
            return self._send_form(self.random.choice(self.forms))
        random, route = self.random, self._choose_route()
        named = [one for one in WHO if serves_role(route, one)]
        who = random.choice(named if named and random.random() < NAMED else WHO)
        portal = self._portal(route, who)
        path, headers = self.path(route), dict[str, str]()
        if random.random() < 0.4:
            names = random.choices((*self.names, "q", "debut", "suite", "page", "limit"), k=2)
            path += "?" + urlencode({one: choose_word(random) for one in names}, errors="replace")
        body = self._body(route, portal, headers)
        for _ in range(random.choice((0, 0, 1, 2))):
            headers[random.choice(HEADERS)] = choose_word(random)
        return _send(portal, who, route.method, path, body, headers)

    def _choose_route(self) -> Route:
        """Choose a route; the one that takes a hundred times as long as others is chosen less often."""
        route = self.random.choice(self.routes)
        is_slow = route.path.endswith(SLOW) and self.random.random() < 0.98
        return self._choose_route() if is_slow else route

    def _send_form(self, form: "Form") -> tuple[str, Answer | None]:
        """Post a form as a page of ours shows it, some of its fields spoilt, left out or doubled."""
        random, portal = (
            self.random,
            Portal(open_app(), jar=dict(self.tenants.browsers[form.who].jar)),
        )
        fields = [one for one in form.fields if random.random() < 0.95]
        for place in random.sample(range(len(fields)), min(len(fields), random.randint(1, 3))):
            fields[place] = (fields[place][0], choose_word(random))
        if fields and random.random() < 0.2:
            fields.append((random.choice(fields)[0], choose_word(random)))
        secret = portal.jar.get(cookie_name("session")) or portal.jar.get(cookie_name("visit"), "")
        body = urlencode([*fields, ("csrf", form_token(secret))], errors="replace")
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
        return _send(portal, form.who, "POST", form.action, body, headers)

    def _portal(self, route: Route, who: str) -> Portal:
        known = (
            self.tenants.callers[who] if route.kind == "endpoint" else self.tenants.browsers[who]
        )
        return Portal(known.app, token=known.token, jar=dict(known.jar))

    def _body(self, route: Route, portal: Portal, headers: dict[str, str]) -> str | None:
        if route.kind == "endpoint" and portal.token:
            headers["authorization"] = f"Bearer {portal.token}"
        if route.method == "GET":
            return None
        if self.random.random() < 0.15:
            headers["content-type"] = self.random.choice(KINDS)
            return self.random.choice(BODIES)
        if route.kind == "endpoint":
            headers |= {
                "content-type": "application/json",
                "idempotency-key": f"inputs-{self.random.random()}",
            }
            names = self.models.get(route.takes) or self.names[:3]
            return json.dumps(self._spoil(names))
        headers |= {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
        secret = portal.jar.get(cookie_name("session")) or portal.jar.get(cookie_name("visit"), "")
        chosen = self.random.choices(self.names, k=self.random.randint(0, 12))
        fields = [(one, choose_word(self.random)) for one in chosen]
        return urlencode([*fields, ("csrf", form_token(secret))], errors="replace")

    def _spoil(self, names: Sequence[str]) -> Mapping[str, object]:
        chosen = [one for one in names if self.random.random() < 0.8]
        return {one: choose_value(self.random) for one in chosen}


@dataclass(frozen=True, slots=True)
class Form:
    """A form as somebody is shown it: where it goes, its fields with their values."""

    who: str
    action: str
    fields: tuple[tuple[str, str], ...]


def _send(
    portal: Portal, who: str, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[str, Answer | None]:
    told = f"{who} {method} {path[:300]} {headers!s:.200} {body!s:.300}"
    try:
        return told, portal.send(method, path, body=body, headers=headers)
    except Exception as error:  # noqa: BLE001 # whatever leaves the application is the gateway's 502
        return f"{told}: {type(error).__name__} {error}", None


def run(seed: int, count: int) -> Figures:
    """Send so many spoilt requests to one stage."""
    figures = Figures()
    with open_tenants(figures) as tenants:
        try_inputs(tenants, seed, count)
    return figures


def try_inputs(tenants: Tenants, seed: int, count: int) -> None:
    """Send so many spoilt requests."""
    fuzz, figures = Fuzz(tenants, Random(seed)), tenants.figures
    fuzz.learn()
    for number in range(count):
        if number % AGAIN == AGAIN - 1:
            tenants.sign_in_again()
        told, answer = fuzz.send()
        figures.add("inputs")
        figures.add(f"answered {answer.status if answer else 'nothing'}")
        if answer is None or answer.status >= 500:
            figures.wrong("5xx", f"{answer.status if answer else ''} {told}")


SECTION = Section(
    name="inputs",
    title="Hostile input",
    how=how_of(__doc__),
    bars=(
        Bar("inputs", "spoilt requests at pages and endpoints", "at least", 20_000),
        Bar("5xx", "answers 5xx, or none", "exactly"),
        Bar(LINES, "log lines searched"),
        Bar(FOUND, "personal data found in them", "exactly"),
    ),
    run=run,
    count=21_000,
    at_once=3_000,
)
