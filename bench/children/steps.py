"""A cold start whose steps are counted: calls of functions, modules, bytes of their bytecode.

    python steps.py app:app event.json report.json

A count of calls follows the instructions, needs no valgrind, and costs a second.
"""

import cProfile
import json
import sys

import probe  # type: ignore[import-not-found] # beside it, where the child runs


def main(handler: str, event_path: str, report_path: str) -> None:
    """Answer under the profiler, and report; the zip is the first folder of PYTHONPATH."""
    profiler = cProfile.Profile()
    answer = profiler.runcall(probe.answer, handler, event_path)
    files = {getattr(one, "__cached__", None) or "" for one in list(sys.modules.values())}
    ours = sorted(path for path in files if path.startswith(sys.path[1] + "/"))
    found = {
        "answer": answer,
        "calls": sum(one.callcount for one in profiler.getstats()),
        "modules": len(ours),
        "bytecode_bytes": sum(size_of(path) for path in ours),
    }
    with open(report_path, "w", encoding="utf-8") as file:  # noqa: PTH123 # as the probe does
        json.dump(found, file, default=repr)


def size_of(path: str) -> int:
    """Give a file's size in bytes; 0 where a frozen module has none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 # idem
            return len(file.read())
    except OSError:
        return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
