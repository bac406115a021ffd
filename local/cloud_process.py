"""The local AWS, saving what it holds every few seconds.

MiniStack saves when it stops gracefully; this wrapper saves in between as well, so that
after a `kill -9` nearly everything is there. Functions' code is saved on SIGUSR1, which
`make run` sends after a deployment, and at the end.

All functions share one zip, which MiniStack unpacks anew for each process of each function,
under Python's one lock: here it is unpacked once, and every process gets a link to it, as
read-only as Lambda's /var/task. Pinned to one version of MiniStack, whose innards these are.
"""

import asyncio
import hashlib
import logging
import os
import signal
import tempfile
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import ministack.app as cloud
from ministack.core import lambda_runtime
from ministack.core.persistence import save_all
from ministack.services import lambda_svc

EVERY_S = 10.0
# Their state is the zips of the functions: heavy, and changed by deployments only.
SAVED_WHEN_ASKED = ("lambda", "cloudformation")

# ASGI's own shapes.
type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Scope]]
type Send = Callable[[Scope], Awaitable[None]]

_running: set[asyncio.Task[None]] = set()
_serve = cloud.app


async def save_now_and_then() -> None:
    """Save everything but the functions' code, for as long as the cloud runs."""
    while True:
        await asyncio.sleep(EVERY_S)
        everything = cloud._build_persistence_save_dict()  # noqa: SLF001 - it has no public name
        save_all({k: v for k, v in everything.items() if k not in SAVED_WHEN_ASKED})


def save_all_now() -> None:
    """Save everything."""
    save_all(cloud._build_persistence_save_dict())  # noqa: SLF001 - it has no public name


def forget_stream_positions() -> None:
    """Let functions read the table's stream from its beginning after a restart.

    MiniStack saves how far a function has read a stream, and not the stream: the function
    would wait until as many records have come again. What was lost with the stream is the
    replay's, as on AWS.
    """
    lambda_svc._dynamodb_stream_positions.clear()  # noqa: SLF001 - it has no public name


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve as MiniStack does; begin to save when it starts."""
    if scope["type"] == "lifespan":
        task = asyncio.get_running_loop().create_task(save_now_and_then())
        _running.add(task)
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, save_all_now)

    async def send_ready(message: Message) -> None:
        if message["type"] == "lifespan.startup.complete":
            forget_stream_positions()
        await send(message)

    await _serve(scope, receive, send_ready if scope["type"] == "lifespan" else send)


class SharedZip(ZipFile):
    """A function's zip that is unpacked once, however many processes ask for it."""

    _one_at_a_time = threading.Lock()

    def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
        """Make `path` a link to the one unpacked copy of these bytes."""
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()[:24]
        shared = Path(tempfile.gettempdir()) / f"unpacked-{digest}"
        with self._one_at_a_time:
            if not shared.exists():
                half_done = shared.with_suffix(".part")
                super().extractall(half_done, members, pwd)
                half_done.rename(shared)
        target = Path(os.fspath(path))
        target.rmdir()
        target.symlink_to(shared, target_is_directory=True)


if __name__ == "__main__":
    lambda_runtime.zipfile = SimpleNamespace(ZipFile=SharedZip)
    # One line a service every ten seconds says nothing.
    logging.getLogger("persistence").setLevel(logging.WARNING)
    cloud.app = serve
    cloud.main()
