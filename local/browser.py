"""A browser reduced to what the demonstration needs: cookies, links and forms, over HTTP.

It sends what a browser would send (its forms' hidden fields, the Origin header) and runs no
JavaScript: what it can do, anybody's old phone can do.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx


@dataclass(slots=True)
class WebForm:
    """A form of a page: where it goes, and the values it has before anybody fills it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[WebForm] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(WebForm(told.get("action", "")))
        elif tag == "input" and self.forms and told.get("name"):
            self._read_input(self.forms[-1], told)

    def _read_input(self, form: WebForm, told: dict[str, str]) -> None:
        name, value = told["name"], told.get("value", "")
        if told.get("type") in {"checkbox", "radio"}:
            form.boxes[name] = value or "on"
        elif told.get("type") != "submit":
            form.values[name] = value


class PageBroken(Exception):
    """A page did not answer as a person would expect."""


class Browser:
    """Somebody at the portal. `address` is the portal's own; `connect_to` where it listens.

    The portal's name needs no name server: the connection goes to `connect_to` and the Host
    header says the name.
    """

    def __init__(self, address: str, connect_to: str) -> None:
        """Open a browser without any cookie."""
        parts = urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._http = httpx.Client(
            base_url=connect_to, headers={"Host": parts.netloc}, timeout=60, follow_redirects=False
        )

    def __enter__(self) -> Self:
        """Use as a context, so that its connections are closed."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._http.close()

    def open(self, path: str) -> str:
        """Open a page and give its HTML, redirects followed; PageBroken when it is an error."""
        return self._follow(self._http.get(self._path(path)))

    def submit(self, html: str, action: str, **values: str) -> str:
        """Fill the page's form that goes to `action`, send it, and give the page it leads to."""
        form = next((one for one in _read_forms(html) if one.action.split("#")[0] == action), None)
        if form is None:
            raise PageBroken(f"no form to {action}")
        posted = form.values | values
        headers = {"Origin": self.origin}
        return self._follow(self._http.post(self._path(action), data=posted, headers=headers))

    def _path(self, address: str) -> str:
        parts = urlsplit(address)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _follow(self, answer: httpx.Response) -> str:
        for _ in range(5):
            if not answer.is_redirect:
                break
            answer = self._http.get(self._path(answer.headers["location"]))
        if answer.status_code >= 400:
            raise PageBroken(f"{answer.request.url.path}: {answer.status_code}")
        return answer.text


def _read_forms(html: str) -> list[WebForm]:
    parser = _Forms()
    parser.feed(html)
    return parser.forms
