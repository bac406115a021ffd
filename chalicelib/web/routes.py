"""The register of routes: every page and endpoint, and who may. A test walks it.

Nothing is served that is not declared here: the decorators of `page` and `endpoint` write it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from chalicelib.accounts.model import Person, Role

type Allow = Literal["public"] | tuple[str, ...]
"""`"public"` for everybody, signed in or not; else the roles that are served."""


@dataclass(frozen=True, slots=True)
class Route:
    """One declared route. `takes` and `gives` name models as `module:Name` (endpoints only).

    `succeeds` are the statuses with which an endpoint gives what it gives, where they are not the
    usual one.
    """

    kind: Literal["page", "endpoint", "file"]
    method: str
    path: str
    allow: Allow
    view: str
    summary: str = ""
    takes: str = ""
    gives: str = ""
    creates: bool = False
    queries: tuple[str, ...] = ()
    succeeds: tuple[int, ...] = ()


ROUTES: list[Route] = []


def declare(route: Route) -> None:
    """Write a route into the register."""
    ROUTES.append(route)


def is_allowed(person: Person | None, allow: Allow) -> bool:
    """Say whether a route serves this visitor: deny by default."""
    if allow == "public":
        return True
    return person is not None and serves(person.role, allow)


def serves(role: Role, allow: Allow) -> bool:
    """Say whether a route serves a role."""
    roles: Collection[str] = allow
    return allow == "public" or role in roles
