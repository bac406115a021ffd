"""`make logs`: what the deployed functions say, by an error page's number or by what went wrong.

    make logs                      warnings and errors of the last hour
    make logs ARGS=1f0c8a3e-…      every line of that number, with its traceback
    make logs ARGS=--follow        warnings and errors as they come

The local cloud keeps what each function writes in its log group, as CloudWatch does.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from infra.failure import CommandFailed, run_command
from local.background import find_pid
from local.cloud import Cloud
from local.place import Place, usual_place

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient

HOUR_MS = 60 * 60 * 1000
DAYS_MS = 30 * 24 * HOUR_MS
EVERY_S = 2.0
WRONG = ("ERROR", "WARNING")
TOLD_APART = frozenset(
    {"timestamp", "level", "message", "logger", "function", "stackTrace", "errorType"}
    | {"errorMessage", "location"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a function."""

    at_ms: int
    function: str
    said: Mapping[str, Any] = field(default_factory=dict)

    def tell(self) -> str:
        """Write it for a terminal, its traceback as Python writes one."""
        said = self.said
        clock = time.strftime("%H:%M:%S", time.localtime(self.at_ms / 1000))
        head = f"{clock} {said.get('level', ''):7} {self.function}: {said.get('message', '')}"
        beside = " ".join(
            f"{name}={value}"
            for name, value in said.items()
            if name not in TOLD_APART and value != ""
        )
        trace = "".join(said.get("stackTrace", ())).rstrip().splitlines()
        if said.get("errorType"):
            trace.append(f"{said['errorType']}: {said.get('errorMessage', '')}")
        return "\n".join([head, *(f"    {one}" for one in (beside, *trace) if one)])


def read_line(function: str, at_ms: int, text: str) -> Line | None:
    """Read what a function wrote; None for what the cloud says around it."""
    try:
        said = json.loads(text)
    except ValueError:
        return None
    return Line(at_ms, function, said) if isinstance(said, dict) and "level" in said else None


def list_lines(
    logs: "CloudWatchLogsClient", place: Place, *, since_ms: int, term: str
) -> list[Line]:
    """List the lines that hold a term, of every function, oldest first."""
    prefix = f"/aws/lambda/{place.function_name('')}"
    found: list[Line] = []
    for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix):
        for group in page["logGroups"]:
            name = group["logGroupName"]
            pages = logs.get_paginator("filter_log_events").paginate(
                logGroupName=name, startTime=since_ms, filterPattern=f'"{term}"'
            )
            events = (one for each in pages for one in each["events"])
            lines = (
                read_line(name.removeprefix(prefix), one["timestamp"], one["message"])
                for one in events
            )
            found += [one for one in lines if one is not None]
    return sorted(found, key=lambda line: line.at_ms)


def list_wrong(logs: "CloudWatchLogsClient", place: Place, since_ms: int) -> list[Line]:
    """List the warnings and errors since an instant, oldest first."""
    found = [
        line
        for level in WRONG
        for line in list_lines(logs, place, since_ms=since_ms, term=level)
        if line.said["level"] == level
    ]
    return sorted(found, key=lambda line: line.at_ms)


def open_logs(place: Place) -> "CloudWatchLogsClient":
    """Open the place's logs. Raises CommandFailed when its cloud does not run."""
    if not find_pid(Cloud(place).program):
        raise CommandFailed("the local cloud does not run: make run starts it")
    return Cloud(place).session().client("logs", endpoint_url=place.cloud_url)


def follow(logs: "CloudWatchLogsClient", place: Place) -> Iterator[Line]:
    """Give warnings and errors as they come, for ever."""
    since_ms = now_ms()
    while True:
        for line in list_wrong(logs, place, since_ms):
            since_ms = line.at_ms + 1
            yield line
        time.sleep(EVERY_S)


def now_ms() -> int:
    """Give this instant as the logs count it."""
    return int(time.time() * 1000)


def tell_wrong(place: Place, since_ms: int) -> Iterator[str]:
    """Tell what the functions say went wrong since an instant."""
    return (line.tell() for line in list_wrong(open_logs(place), place, since_ms))


def main() -> None:
    """Read the command line and tell."""
    parser = argparse.ArgumentParser(description="What the deployed functions say.")
    parser.add_argument("term", nargs="?", default="", help="an error page's number, or any word")
    parser.add_argument("--follow", action="store_true", help="go on telling what goes wrong")
    asked = parser.parse_args()
    place = _running_place()
    logs = open_logs(place)
    if asked.follow:
        lines: Iterator[Line] = follow(logs, place)
    elif asked.term:
        lines = iter(list_lines(logs, place, since_ms=now_ms() - DAYS_MS, term=asked.term))
    else:
        lines = iter(list_wrong(logs, place, now_ms() - HOUR_MS))
    for line in lines:
        print(line.tell(), flush=True)


def _running_place() -> Place:
    """Give the place as it runs: its pid file says on which port."""
    place = usual_place()
    try:
        return usual_place(int(Cloud(place).program.pid_file.read_text().split()[1]))
    except (OSError, ValueError, IndexError):
        return place


if __name__ == "__main__":
    run_command(main)
