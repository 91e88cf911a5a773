"""Request kernels from a fork server, watch them and end them."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from alereport.batch import temporary_folders
from alereport.batch.warm import client, fork_server
from alereport.batch.warm.fork_server import REFUSED, Request

CALL = "--call"
"""The only argument of a process that is forked for a call."""


def new_folder() -> Path:
    """Create a folder for one kernel; in a batch, inside the server's folder."""
    if client.choice.batch and client.choice.batch.parent.is_dir():
        return temporary_folders.new("k-", within=client.choice.batch.parent)
    return temporary_folders.new("k-")


class ForkedProcess:
    """A kernel's or command's process, with the methods of `subprocess.Popen` that Jupyter calls.

    It is a child of the server, not of this process, so its exit status comes over the connection.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Return the exit status; None while the kernel runs."""
        if self.returncode is None:
            self._connection.setblocking(False)
            with suppress(BlockingIOError):
                self._receive_status()
        return self.returncode

    def wait(self) -> int:
        """Wait until the kernel has ended, and return its exit status."""
        if self.returncode is None:
            self._connection.setblocking(True)
            self._receive_status()
        return self.returncode or 0

    def _receive_status(self) -> None:
        try:
            self.returncode = fork_server.receive_number(self._connection)
        except (EOFError, ConnectionError):  # The server has ended, and its kernels with it.
            self.returncode = -signal.SIGKILL
        self._connection.close()

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and the processes it started."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def give_up(self) -> None:
        """Have the server kill it and what it started; another thread may be waiting for it."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)


def fork(
    command: Sequence[str], environment: Mapping[str, str], cwd: str, folder: Path
) -> ForkedProcess | None:
    """Fork a warm kernel; return None if an ordinary kernel must be started instead.

    Args:
        command: The interpreter and its arguments, from the kernelspec.
        environment: The kernel's environment variables.
        cwd: Its working directory.
        folder: A folder of its own, for its sockets and temporary files.
    """
    if not client.ENABLED or list(command[1:3]) != ["-m", "ipykernel_launcher"]:
        return None
    request = Request(
        tuple(command[3:]),
        dict(environment),
        cwd,
        str(folder),
        client.choice.memory_mib,
        client.choice.read_only,
    )
    return _forked(lambda: client.find(command[0], environment), request, (1, 2))


def fork_command(
    server: client.Server,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    cwd: Path,
    outputs: tuple[int, int],
) -> ForkedProcess | None:
    """Fork a process from a server of commands; return None if the server has ended.

    The process is killed, with those it started, when this process ends.

    Args:
        server: See `client.start_for_commands`.
        arguments: What it is called with.
        environment: All its environment variables, those at startup as the server's.
        cwd: Its working directory.
        outputs: The file descriptors of its standard output and error.
    """
    request = Request(tuple(arguments), dict(environment), str(cwd), folder="", memory_mib=0)
    return _forked(server.give_address, request, outputs)


def fork_call(outputs: tuple[int, int]) -> ForkedProcess | None:
    """Fork a process for a call from the server that this process was forked from, if it was.

    It is as `fork_command` says, and called with `CALL`.

    Args:
        outputs: The file descriptors of its standard output and error.
    """
    if client.choice.commands is None:
        return None
    server = client.Server(client.choice.commands, None)
    return fork_command(server, [CALL], os.environ, Path.cwd(), outputs)


def _forked(
    address: Callable[[], Path], request: Request, outputs: tuple[int, int]
) -> ForkedProcess | None:
    """Request a process; return None if there is no server, or it refuses."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(address()))
        pid = request.send(connection, outputs)
    except (OSError, EOFError):
        pid = REFUSED
    except BaseException:  # As by Ctrl-C: the server kills the process.
        connection.close()
        raise
    if pid == REFUSED:
        connection.close()
        return None
    return ForkedProcess(connection, pid)
