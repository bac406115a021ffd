"""The one failure of these commands: a sentence that says what to do."""

import sys
from collections.abc import Callable


class CommandFailed(Exception):
    """A command cannot go on; its text is one line for a person, saying what to do."""


def run_command(command: Callable[[], None]) -> None:
    """Run a command; a failure that it names becomes one line and exit status 1."""
    try:
        command()
    except CommandFailed as failure:
        print(f"raccordo: {failure}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("raccordo: interrupted", file=sys.stderr)
        raise SystemExit(130) from None
