"""Starts the sandbox: `python -m local.operator_sandbox --port N --state DIR [--key KEY]`."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from local.operator_sandbox.api import Sandbox
from local.operator_sandbox.shelf import Shelf


def main() -> int:
    """Runs until SIGTERM or SIGINT, then stops gracefully."""
    told = _arguments()
    shelf = Shelf(told.state)
    try:
        sandbox = Sandbox(shelf, told.port, told.key, told.hang_s)
    except OSError:
        print(f"Port {told.port} is taken: stop what uses it or choose another.", file=sys.stderr)
        return 1

    def stop(*_: object) -> None:
        # shutdown() waits for the serving loop, which this very thread runs.
        threading.Thread(target=sandbox.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"Operator sandbox on {sandbox.address}", flush=True)
    sandbox.serve_forever(poll_interval=0.2)
    sandbox.server_close()
    shelf.close()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="local.operator_sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=4600)
    parser.add_argument("--state", type=Path, default=Path(".local/operator"))
    parser.add_argument("--key", default="sandbox", help="the bearer key that callers must show")
    parser.add_argument(
        "--hang-s", type=float, default=30.0, help="how long a call that times out hangs"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
