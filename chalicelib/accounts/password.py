"""Passwords: argon2id, and the same work whether or not there is an account.

Parameters are those of the OWASP password storage cheat sheet (19 MiB, two passes, one lane).
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.accounts.refusals import PasswordGuessable, PasswordTooLong, PasswordTooShort

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
COST = {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1}
"""What a hash costs, in passes, kibibytes and lanes."""


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(
        time_cost=COST["time_cost"],
        memory_cost=COST["memory_cost"],
        parallelism=COST["parallelism"],
    )


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("the password of nobody at all")


def refuse_weak(password: str, own: Iterable[str] = ()) -> None:
    """Refuse a password outside our bounds, or one that others would guess first.

    A long phrase is better than odd signs. `own` are texts that speak of the account, such as
    its address.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(field="password", shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(field="password", longest=LONGEST_PASSWORD)
    from chalicelib.accounts.guessable import is_guessable

    if is_guessable(password, own):
        raise PasswordGuessable(field="password")


def hash_password(password: str) -> str:
    """Hash a password with a salt of its own."""
    return _hasher().hash(password)


def is_password(kept: str, password: str) -> bool:
    """Say whether a password is the one that was hashed; an empty hash costs as much and is no."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        _hasher().verify(kept or _nobodys_hash(), password[:LONGEST_PASSWORD])
    except (Argon2Error, InvalidHashError):
        return False
    return bool(kept)
