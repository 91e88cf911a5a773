"""Kernels forked by a fork server: how one is asked for, watched and ended."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from alereport.batch import temporary_folders
from alereport.batch.warm import client, fork_server
from alereport.batch.warm.fork_server import REFUSED, Request


def new_folder() -> Path:
    """A new folder for one kernel; in a batch, one that is removed with the server's."""
    if client.choice.batch and client.choice.batch.parent.is_dir():
        return Path(tempfile.mkdtemp(prefix="k-", dir=client.choice.batch.parent))
    return temporary_folders.new()


class ForkedKernel:
    """A kernel's process, with the methods of `subprocess.Popen` that Jupyter calls.

    It is the server's child, not this process's, so its exit status comes over the connection.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """The exit status; none while it runs."""
        if self.returncode is None:
            self._connection.setblocking(False)
            with suppress(BlockingIOError):
                self._receive_status()
        return self.returncode

    def wait(self) -> int:
        """The exit status, when it has ended."""
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
        """Send a signal to it and to what it started."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def fork(
    command: Sequence[str], environment: Mapping[str, str], cwd: str, folder: Path
) -> ForkedKernel | None:
    """A warm kernel; none where it must be an ordinary one.

    Args:
        command: The interpreter and its arguments, as a kernelspec gives them.
        environment: Its environment variables.
        cwd: Its working directory.
        folder: A folder of its own, for its sockets and its temporary files.
    """
    if not client.ENABLED or list(command[1:3]) != ["-m", "ipykernel_launcher"]:
        return None
    memory_mib = client.choice.memory_mib
    request = Request(tuple(command[3:]), dict(environment), cwd, str(folder), memory_mib)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(client.find(command[0], environment)))
        pid = request.send(connection)
    except (OSError, EOFError):
        pid = REFUSED
    if pid == REFUSED:
        connection.close()
        return None
    return ForkedKernel(connection, pid)
