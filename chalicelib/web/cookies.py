"""Cookies: the session's, the anonymous visitor's, a redirect's message, the chosen language.

On an https portal every name carries the `__Host-` prefix, which browsers only accept with
`Secure`, `Path=/` and no `Domain`; the local portal is plain http on loopback and cannot.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.settings import load_settings

type CookieKind = Literal["session", "visit", "flash", "language"]
type FlashKind = Literal["done", "trouble"]

NAMES: Mapping[CookieKind, str] = {
    "session": "raccordo",
    "visit": "raccordo-visit",
    "flash": "raccordo-flash",
    "language": "raccordo-language",
}
FLASH_S = 60
LONGEST_FLASH = 2000


@dataclass(frozen=True, slots=True)
class Flash:
    """A message for the next page: a msgid and the values of its places."""

    message: str
    kind: FlashKind = "done"
    values: Mapping[str, str | int] = field(default_factory=dict)


def is_secure() -> bool:
    """Say whether the portal is served over https."""
    return load_settings().portal_url.startswith("https:")


def cookie_name(kind: CookieKind) -> str:
    """Give a cookie's name on this stage."""
    return f"__Host-{NAMES[kind]}" if is_secure() else NAMES[kind]


def read_cookies(header: str) -> dict[str, str]:
    """Read a `Cookie` header; the first of two cookies of one name counts."""
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            found.setdefault(name, value)
    return found


def write_cookie(kind: CookieKind, value: str, *, max_age_s: int | None = None) -> str:
    """Write a `Set-Cookie` header; without an age the cookie ends with the browser."""
    age = "" if max_age_s is None else f"; Max-Age={max_age_s}"
    secure = "; Secure" if is_secure() else ""
    return f"{cookie_name(kind)}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"


def sign(secret: str, purpose: str, text: str = "") -> str:
    """Sign a text for one purpose with a secret (HMAC-SHA-256, hexadecimal)."""
    said = _as_bytes(f"{purpose}:{text}")
    return hmac.new(_as_bytes(secret), said, hashlib.sha256).hexdigest()


def _as_bytes(text: str) -> bytes:
    """Whatever a stranger put into a cookie has bytes, half characters too."""
    return text.encode("utf-8", "surrogatepass")


def write_flash(flash: Flash, secret: str, signing: str) -> str:
    """Write a message into a cookie's value, for the browser that has this secret.

    `signing` is the stage's own secret: a browser cannot write itself a message, for it has the other.
    """
    plain = json.dumps([flash.kind, flash.message, dict(flash.values)], ensure_ascii=False)
    text = base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")
    return f"{text}.{_sign_flash(text, secret, signing)}"


def _sign_flash(text: str, secret: str, signing: str) -> str:
    return sign(signing, "flash", f"{text}.{secret}")


def read_flash(value: str, secret: str, signing: str) -> Flash | None:
    """Read the message back; None when there is none or the signature is not the stage's."""
    text, _, signature = value.partition(".")
    if not (secret and signing and text) or len(value) > LONGEST_FLASH:
        return None
    ours = _sign_flash(text, secret, signing)
    if not hmac.compare_digest(_as_bytes(signature), _as_bytes(ours)):
        return None
    try:
        plain = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return None
    return _flash_of(plain)


def _flash_of(plain: object) -> Flash | None:
    """Give the message that was written; None for any other shape, whoever signed it."""
    match plain:
        case ["done" | "trouble" as kind, str(message), dict(values)]:
            told: FlashKind = "done" if kind == "done" else "trouble"
        case _:
            return None
    if not all(isinstance(one, str | int) for one in values.values()):
        return None
    return Flash(message, told, values)
