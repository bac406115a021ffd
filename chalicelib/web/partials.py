"""What a room lends to other rooms' pages: a function that templates call by name.

The step of the documents is a page of the dossiers, but its slots belong to the documents, a
room above: it provides `list_slots`, and the template asks for it.
"""

from collections.abc import Callable, Mapping

PROVIDED: dict[str, Callable[..., object]] = {}

_EXPECTED: dict[str, Callable[[], None]] = {}


def provide(name: str, function: Callable[..., object]) -> None:
    """Let templates call `function` by `name`."""
    PROVIDED[name] = function


def expect(name: str, open_room: Callable[[], None]) -> None:
    """Say who provides `name` once it is opened: it is opened when a template calls it."""
    _EXPECTED[name] = open_room


def list_provided() -> Mapping[str, Callable[..., object]]:
    """List what templates may call; what is still expected comes when it is called."""
    return {**{name: _late(name) for name in _EXPECTED}, **PROVIDED}


def _late(name: str) -> Callable[..., object]:
    def call(*values: object, **named: object) -> object:
        _EXPECTED[name]()
        return PROVIDED[name](*values, **named)

    return call
