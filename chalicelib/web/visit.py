"""A visit: one request of a browser, who makes it, and how it is answered."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, urlencode

from chalice.app import Request, Response

from chalicelib.accounts.hats import find_worn, list_other_hats
from chalicelib.accounts.model import Membership, Person, Session
from chalicelib.logs.invocation import note
from chalicelib.refusals import NotFound, Refusal
from chalicelib.web.cookies import (
    FLASH_S,
    CookieKind,
    Flash,
    cookie_name,
    read_cookies,
    read_flash,
    write_cookie,
    write_flash,
)
from chalicelib.web.csrf import form_token
from chalicelib.web.form import LARGEST_FORM_BYTES, Form, parse_form
from chalicelib.web.headers import page_headers
from chalicelib.web.request_headers import read_header


def is_own_path(path: str) -> bool:
    """Say whether an address to go on to, which somebody sent us, stays on the portal."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


ADDRESS_MARKS = "/:?#[]@!$&'()*+,;=%~"
"""What an address may hold as it is; the rest, line ends among it, is written as `%XX`."""


@dataclass(slots=False)
class Visit:
    """What a page may know of the request, and its ways to answer.

    `visitor` is None for somebody who is not signed in; `person` is for routes that are not
    public, where there always is one.
    """

    request: Request
    visitor: Person | None = None
    session: Session | None = None
    session_secret: str = ""
    set_cookies: list[str] = field(default_factory=list)
    most_form_bytes: int = LARGEST_FORM_BYTES
    offered_hats: tuple[Membership, ...] = ()

    @property
    def person(self) -> Person:
        """Give the person who is signed in; NotFound on a public page where nobody is."""
        if self.visitor is None:
            raise NotFound
        return self.visitor

    @property
    def worn(self) -> Membership | None:
        """Give the membership that the visitor acts under, when they have others to choose from."""
        person = self.visitor
        return find_worn(person) if person and len(person.memberships) > 1 else None

    @property
    def other_hats(self) -> tuple[Membership, ...]:
        """Give the memberships that the visitor could act under and does not."""
        return list_other_hats(self.visitor) if self.visitor else ()

    @cached_property
    def form(self) -> Form:
        """Give the posted fields."""
        body = self.request.raw_body or b""
        sent = body if isinstance(body, bytes) else body.encode()
        return parse_form(sent, self.most_form_bytes)

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Give the query's fields, the last value of each."""
        return dict(self.request.query_params or {})

    @property
    def path(self) -> str:
        """Give the path as it was asked, without the query.

        The request's own word for it is the declared path; the gateway's other one has the
        stage before it, which no address of ours has.
        """
        return str(self.request.to_original_event()["path"])

    @property
    def address(self) -> str:
        """Give the path with its query, as a link of ours would have it."""
        asked = self.request.query_params
        pairs = [(name, one) for name in asked for one in asked.getlist(name)] if asked else []
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @property
    def source_address(self) -> str:
        """Give the address that the request came from: personal, never to be logged."""
        identity: Mapping[str, str] = self.request.context.get("identity") or {}
        return identity.get("sourceIp") or ""

    @property
    def user_agent(self) -> str:
        """Give what the browser says of itself, cut at 300 characters."""
        return read_header(self.request, "user-agent", most=300)

    @cached_property
    def secret(self) -> str:
        """Give the browser's own secret: the session's, else the anonymous visit's (made now)."""
        known = self.session_secret or self.cookies.get(cookie_name("visit"), "")
        if known:
            return known
        from chalicelib.aws.ids import new_token

        fresh = new_token()
        self.keep("visit", fresh)
        return fresh

    @cached_property
    def cookies(self) -> Mapping[str, str]:
        """Give the cookies that came with the request."""
        return read_cookies(read_header(self.request, "cookie"))

    @property
    def form_token(self) -> str:
        """Give the token that this browser's forms carry."""
        return form_token(self.secret)

    def keep(self, kind: CookieKind, value: str, *, max_age_s: int | None = None) -> None:
        """Ask the browser to keep a cookie."""
        self.set_cookies.append(write_cookie(kind, value, max_age_s=max_age_s))
        if kind == "session":
            # What is signed from now on is read by the next page, with that page's secret.
            self.session_secret = value
            self.__dict__.pop("secret", None)

    def drop(self, kind: CookieKind) -> None:
        """Ask the browser to forget a cookie."""
        self.keep(kind, "", max_age_s=0)

    def take_flash(self) -> Flash | None:
        """Take the message left by the page before, which is shown once."""
        value = self.cookies.get(cookie_name("flash"))
        if not value:
            return None
        from chalicelib.web.signing import read_signing_secret  # few requests have a message

        self.drop("flash")
        return read_flash(value, self.secret, read_signing_secret())

    def show(self, template: str, *, status: int = 200, **values: object) -> Response:
        """Answer with a page; `template` is below `templates/pages`, such as `dossiers/list.html`.

        Beside `values`, which may not hold them, templates know `visit`, `visitor`, `flash`, `csrf`.
        """
        from chalicelib.web.render import FormToken, render_page

        known = dict(
            visit=self,
            visitor=self.visitor,
            flash=self.take_flash(),
            csrf=FormToken(lambda: self.form_token),
            **values,
        )
        html = render_page(template, known)
        return self.answer(html, status, page_headers())

    def go(self, path: str, *, flash: Flash | str | None = None) -> Response:
        """Answer "see there" (303) after a form did its work, with a message for the next page."""
        if flash is not None:
            told = Flash(flash) if isinstance(flash, str) else flash
            self._leave(told)
        location = quote(path, safe=ADDRESS_MARKS)
        return self.answer("", 303, {**page_headers(), "Location": location})

    def _leave(self, told: Flash) -> None:
        """Leave a message for the next page; without the stage's secret there is none."""
        from chalicelib.web.signing import read_signing_secret

        signing = read_signing_secret()
        if signing:
            self.keep("flash", write_flash(told, self.secret, signing), max_age_s=FLASH_S)

    def answer(self, body: str, status: int, headers: Mapping[str, str]) -> Response:
        """Answer with this body and these headers, and the cookies asked for on the way.

        The line of a request names the refusal that is answered, be it shown by the page itself:
        it answers where it caught it.
        """
        refused = sys.exception()
        if isinstance(refused, Refusal):
            note(code=refused.code)
        every: dict[str, str | list[str]] = dict(headers)
        if self.set_cookies:
            every["Set-Cookie"] = list(self.set_cookies)
        return Response(body=body, status_code=status, headers=every)
