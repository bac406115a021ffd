"""What a room lends to other rooms' pages: a function that templates call by name.

The step of the documents is a page of the dossiers, but its slots belong to the documents, a
room above: it provides `list_slots`, and the template asks for it.
"""

from collections.abc import Callable

PROVIDED: dict[str, Callable[..., object]] = {}


def provide(name: str, function: Callable[..., object]) -> None:
    """Let templates call `function` by `name`."""
    PROVIDED[name] = function
