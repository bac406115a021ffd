"""The child process of a cold start: import one handler, hand it one event, tell what happened.

    python probe.py chalicelib.relay.events:relay event.json [report.json]

Without a report nothing but the handler's own work is done, so that instructions are its own.
It runs by itself, without this package: the interpreter finds only the Lambda's own folders.
"""

import json
import sys


class Context:
    """What a Lambda is told about itself."""

    function_name = "bench"
    function_version = "$LATEST"
    invoked_function_arn = "arn:aws:lambda:eu-west-3:123456789012:function:bench"
    memory_limit_in_mb = "1024"
    aws_request_id = "bench-request"

    def get_remaining_time_in_millis(self) -> int:
        """Tell that there is time."""
        return 29_000


def main(handler: str, event_path: str, report_path: str = "") -> None:
    """Import, answer, report."""
    answered = answer(handler, event_path)
    if report_path:
        report(report_path, answered)


def answer(handler: str, event_path: str) -> object:
    """Import a handler and hand it its event; give what it answers."""
    with open(event_path, encoding="utf-8") as file:  # noqa: PTH123 # pathlib is not the handler's import
        event = json.load(file)
    module, _, name = handler.partition(":")
    __import__(module)
    try:
        answered: object = getattr(sys.modules[module], name)(event, Context())
    except Exception as error:  # noqa: BLE001 # a step of the state machine may refuse: that is its answer
        answered = {"raised": type(error).__name__, "why": str(error)}
    return answered


def report(path: str, answered: object) -> None:
    """Write the answer, the peak of resident memory and the modules that were loaded."""
    modules = sorted(sys.modules)
    with open("/proc/thread-self/children", encoding="utf-8") as file:  # noqa: PTH123 # idem
        children = file.read().split()
    found = {
        "answer": answered,
        "peak_kb": peak_kb("self"),
        "child_peak_kb": max((peak_kb(child) for child in children), default=0),
        "modules": modules,
    }
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123 # idem
        json.dump(found, file, default=repr)


def peak_kb(process: str) -> int:
    """Read the peak of a process's resident memory."""
    with open(f"/proc/{process}/status", encoding="utf-8") as file:  # noqa: PTH123 # idem
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
