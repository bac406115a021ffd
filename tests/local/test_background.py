"""Programs in the background: found again, refused on a taken port, stopped, outlived by nobody."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.failure import CommandFailed
from local.background import Program, find_pid, start, stop
from local.place import free_place


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A server of the standard library, as any program of ours."""
    port = free_place(tmp_path).cloud_port
    server = Program("server", "http.server", port, tmp_path, (str(port), "--bind", "127.0.0.1"))
    yield server
    stop(server)


def test_a_program_is_started_once_and_found_again(program: Program) -> None:
    assert start(program, dict(os.environ))
    assert find_pid(program)
    assert not start(program, dict(os.environ))
    assert stop(program)
    assert find_pid(program) is None
    assert not stop(program)


def test_a_killed_program_is_started_anew_over_its_stale_pid_file(program: Program) -> None:
    start(program, dict(os.environ))
    killed = find_pid(program)
    assert killed
    os.kill(killed, signal.SIGKILL)
    os.waitpid(killed, 0)
    assert start(program, dict(os.environ))
    assert find_pid(program) != killed


def test_a_taken_port_is_one_line_that_says_what_to_do(program: Program) -> None:
    with (
        socket.create_server(("127.0.0.1", program.port)),
        pytest.raises(CommandFailed, match="is taken: stop what uses it"),
    ):
        start(program, dict(os.environ))


def test_another_port_than_the_running_one_is_refused(program: Program) -> None:
    start(program, dict(os.environ))
    elsewhere = Program(program.name, program.module, program.port + 1, program.home)
    with pytest.raises(CommandFailed, match="make stop first"):
        start(elsewhere, dict(os.environ))


def test_a_program_that_ends_at_once_names_its_log(tmp_path: Path) -> None:
    port = free_place(tmp_path).cloud_port
    broken = Program("broken", "http.server", port, tmp_path, ("no-port",))
    with pytest.raises(CommandFailed, match=r"did not start: see .*broken\.log"):
        start(broken, dict(os.environ))
