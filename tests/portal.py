"""A browser and a caller without a network: requests as API Gateway hands them to the app."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from chalice.app import Chalice

from chalicelib.web.cookies import cookie_name
from chalicelib.web.csrf import form_token

ORIGIN = "http://raccordo.localhost:4566"
NOTHING: Mapping[str, str] = MappingProxyType({})
STAGE = "portal"
"""API Gateway's stage: it stands before every path that it tells, and in no address of ours."""


@cache
def open_app() -> Chalice:
    """Open the app as it is served: a Blueprint is registered once in a process."""
    from app import app

    return app


@dataclass(frozen=True)
class Answer:
    """What the app answered."""

    status: int
    headers: Mapping[str, str]
    body: str
    cookies: tuple[str, ...] = ()

    def json(self) -> Any:
        return json.loads(self.body)


def hold_to_contract(method: str, path: str, answer: Answer) -> None:
    """Fail when the API's document does not say what was answered."""
    from tests.contract import load_contract  # it opens every room

    contract = load_contract()
    operation = contract.find(method, path)
    if operation is not None:
        said = answer.headers.get("content-type", "")
        faults = list(contract.faults_of(operation, answer.status, said, answer.body))
        assert not faults, f"{method} {operation.path}: {faults}"


@dataclass
class Portal:
    """One browser (with its cookies), or one caller of the API."""

    app: Chalice
    address: str = "192.0.2.1"
    token: str = ""
    jar: dict[str, str] = field(default_factory=dict)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: Mapping[str, str] = NOTHING,
    ) -> Answer:
        """Send one request as it is."""
        split = urlsplit(path)
        queries: dict[str, list[str]] = {}
        for name, value in parse_qsl(split.query, keep_blank_values=True):
            queries.setdefault(name, []).append(value)
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        proxy = split.path.strip("/")
        resource = "/{proxy+}" if proxy else "/"
        event = {
            "resource": resource,
            "path": split.path,
            "httpMethod": method,
            "requestContext": {
                "httpMethod": method,
                "resourcePath": resource,
                "path": f"/{STAGE}{split.path}",
                "requestId": "request-1",
                "identity": {"sourceIp": self.address},
            },
            "headers": {"cookie": cookies, **headers} if cookies else dict(headers),
            "multiValueQueryStringParameters": queries or None,
            "pathParameters": {"proxy": proxy} if proxy else None,
            "stageVariables": None,
            "body": body,
            "isBase64Encoded": False,
        }
        return self._read(self.app(event, None))

    def _read(self, raw: Mapping[str, Any]) -> Answer:
        cookies = tuple(raw.get("multiValueHeaders", {}).get("Set-Cookie", ()))
        for cookie in cookies:
            name, _, rest = cookie.partition("=")
            value = rest.partition(";")[0]
            self.jar.pop(name, None)
            if "Max-Age=0" not in cookie:
                self.jar[name] = value
        headers = {name.lower(): value for name, value in raw["headers"].items()}
        return Answer(raw["statusCode"], headers, raw["body"], cookies)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.send("GET", path, headers=headers)

    def post(
        self, path: str, fields: Mapping[str, str] | list[tuple[str, str]] = NOTHING
    ) -> Answer:
        """Post a form as a page of ours would: with its token, from our origin."""
        secret = self.jar.get(cookie_name("session")) or self.jar.get(cookie_name("visit"), "")
        pairs = list(fields.items()) if isinstance(fields, Mapping) else fields
        body = urlencode([*pairs, ("csrf", form_token(secret))])
        return self.post_raw(path, body)

    def post_raw(self, path: str, body: str, *, origin: str | None = ORIGIN) -> Answer:
        """Post a form exactly as given."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if origin is not None:
            headers["origin"] = origin
        return self.send("POST", path, body=body, headers=headers)

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Call the JSON API with this caller's token; header names take `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        if body is not None:
            sent.setdefault("content-type", "application/json")
        text = None if body is None else json.dumps(body)
        answer = self.send(method, f"/api/v1{path}", body=text, headers=sent)
        if self.app is open_app():
            hold_to_contract(method, urlsplit(f"/api/v1{path}").path, answer)
        return answer

    def sign_in(self, email: str, password: str) -> Answer:
        """Open the sign-in page and fill it."""
        self.get("/connexion")
        return self.post("/connexion", {"email": email, "password": password, "suite": ""})
