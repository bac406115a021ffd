"""Setting up: ours at INFO, libraries at WARNING, every line one JSON object.

On AWS the runtime has put its handler and its JSON formatter on the root logger before our code is
imported (the functions' `LoggingConfig` asks for it): they stay, and so does the level that was
configured for the function. The local cloud runs functions without that runtime: there our own
formatter writes the same lines to the standard error, which it keeps as the function's log. Where
somebody else has configured logging, such as pytest, nothing is changed.
"""

import logging
import sys

OURS = "chalicelib"
RUNTIMES_HANDLER = "LambdaLoggerHandler"
"""How the class names of the handlers of Lambda's runtime client begin."""

_done: list[bool] = []


def is_set_up() -> bool:
    """Say whether this process is done with it."""
    return bool(_done)


def set_up(context: logging.Filter) -> None:
    """Set up the process's logging once; `context` is added to every line."""
    _done.append(True)
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(_own_handler())
        root.setLevel(logging.INFO)
    elif not any(type(one).__name__.startswith(RUNTIMES_HANDLER) for one in root.handlers):
        return
    for handler in root.handlers:
        handler.addFilter(context)
    logging.getLogger(OURS).setLevel(root.level)
    root.setLevel(max(root.level, logging.WARNING))


def _own_handler() -> logging.Handler:
    from chalicelib.logs.json_lines import JsonLines

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.terminator = ""
    return handler
