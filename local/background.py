"""Programs in the background: started once, found again by their pid file, stopped gracefully."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.failure import CommandFailed

STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 60


@dataclass(frozen=True, slots=True)
class Program:
    """A module of ours that serves on a port until it is told to stop."""

    name: str
    module: str
    port: int
    home: Path
    arguments: tuple[str, ...] = ()

    @property
    def pid_file(self) -> Path:
        """Give the file that says which process it is."""
        return self.home / f"{self.name}.pid"

    @property
    def log_file(self) -> Path:
        """Give the file with what it says."""
        return self.home / f"{self.name}.log"


def start(program: Program, environment: Mapping[str, str]) -> bool:
    """Start a program and wait until its port answers; False when it ran already.

    Raises CommandFailed when its port is taken or when it does not come up.
    """
    if find_pid(program):
        _refuse_another_port(program)
        return False
    refuse_a_taken_port(program)
    program.home.mkdir(parents=True, exist_ok=True)
    with program.log_file.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", program.module, *program.arguments],
            cwd=Path(__file__).parents[1],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    program.pid_file.write_text(f"{process.pid} {program.port}")
    _wait_until_it_answers(program, process)
    process.returncode = 0  # it outlives us: the pid file follows it from here
    return True


def stop(program: Program) -> bool:
    """Ask a program to stop and wait until it has; False when it did not run."""
    pid = find_pid(program)
    if pid:
        os.kill(pid, signal.SIGTERM)
        _wait_until_gone(pid)
    program.pid_file.unlink(missing_ok=True)
    return pid is not None


def find_pid(program: Program) -> int | None:
    """Find the process of a program that runs; a stale pid file is nobody."""
    try:
        pid = int(program.pid_file.read_text().split()[0])
        said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        return None
    return pid if program.module.encode() in said else None


def refuse_a_taken_port(program: Program) -> None:
    """Raise CommandFailed when somebody else listens where a program would."""
    try:
        socket.create_server(("127.0.0.1", program.port)).close()
    except OSError:
        raise CommandFailed(
            f"port {program.port} ({program.name}) is taken: stop what uses it, "
            "or run with other ports, e.g. make run PORT=4666"
        ) from None


def _refuse_another_port(program: Program) -> None:
    port = program.pid_file.read_text().split()[1]
    if port != str(program.port):
        raise CommandFailed(f"{program.name} runs on port {port} already: make stop first")


def _wait_until_it_answers(program: Program, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if _answers(program.port):
            return
        time.sleep(0.1)
    raise CommandFailed(f"{program.name} did not start: see {program.log_file}")


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait_until_gone(pid: int) -> None:
    until = time.monotonic() + STOPS_WITHIN_S
    while time.monotonic() < until and _is_alive(pid):
        time.sleep(0.1)
    if _is_alive(pid):
        raise CommandFailed(f"process {pid} does not stop: end it with kill -9 {pid}")


def _is_alive(pid: int) -> bool:
    try:
        if os.waitpid(pid, os.WNOHANG) == (pid, 0):
            return False
    except ChildProcessError:
        pass  # not a child of this process: /proc says
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
