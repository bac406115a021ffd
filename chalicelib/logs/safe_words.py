"""What an error may say in a log: our own words, and those that Python writes without a value.

`ValueError: Invalid isoformat string: '…'` or `KeyError: '…'` repeat what was read, which may be
what somebody typed. The type and the traceback lead to the place without it.
"""

import builtins
from types import TracebackType

type Raised = tuple[type[BaseException], BaseException, TracebackType | None]
"""What was raised, as logging keeps it."""

WITHHELD = "withheld: an error's own words may repeat what somebody typed"
VALUELESS = (
    ArithmeticError,
    AttributeError,
    BaseExceptionGroup,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    NotImplementedError,
    RecursionError,
    TimeoutError,
    TypeError,
)
"""Errors of Python whose words name types, attributes and modules."""


class _Told(Exception):
    """Stands for an error whose words are not told."""


def safe_words(error: BaseException) -> str:
    """Give what may be told of an error: its words when they are ours or hold no value."""
    module = type(error).__module__
    if module.startswith("chalicelib") or (
        module == builtins.__name__ and isinstance(error, VALUELESS)
    ):
        return str(error)
    if module == "msgspec" and "'" not in str(error):  # it quotes a value, and names a field bare
        return str(error)
    response = vars(error).get("response")  # an error of AWS says it by a code
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return str(code) if code else WITHHELD


def without_words(raised: Raised) -> Raised:
    """Give what was raised with its type and traceback, and with words that may be told."""
    kind, error, traceback = raised
    return kind, _Told(safe_words(error)), traceback


def withhold(error: BaseException) -> None:
    """Take the words that may not be told out of an error which leaves to the runtime's own log."""
    if safe_words(error) == WITHHELD:
        error.args = (WITHHELD,)
