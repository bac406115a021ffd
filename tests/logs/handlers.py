"""Handlers that log, for the tests that run them in Lambda's own runtime client."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.logs.event_handler import event_handler
from chalicelib.logs.invocation import about, note

log = logging.getLogger("chalicelib.tests")

type Event = Mapping[str, Any]


@event_handler
def act(event: Event, _context: object) -> dict[str, object]:
    """Say what an event asks for."""
    match event["say"]:
        case "info":
            log.info("told", extra={"case_id": "dos_1", "attempt": 2})
            logging.getLogger("fontTools.subset").info("a library's chatter")
        case "library":
            logging.getLogger("urllib3").warning("Retrying %s", "/adresses?q=Camille")
        case "thread":
            note(role="agent", actor="usr_7")
            with ThreadPoolExecutor(1) as pool:
                pool.submit(log.info, "told in a thread").result()
        case "batch":
            for record in event["Records"]:
                with about(message_id=record["messageId"]):
                    log.info("told of a message")
            log.info("told of none")
        case "break":
            _read_date(event["typed"])
        case _:
            pass
    return {"batchItemFailures": [], "acted": 3}


def _read_date(typed: str) -> None:
    from datetime import date

    date.fromisoformat(typed)
