"""Where kernels come from: a mother that has imported everything once forks each.

A process asks the mother it was told of (`use`), as those of a batch do, or one of its own, as
JupyterLab and stock papermill do.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from alereport.base import code, fingerprints
from alereport.base.fingerprints import content
from alereport.batch import folders
from alereport.batch.warm import mother, mothers
from alereport.batch.warm.mother import UNLIKE, Request
from alereport.batch.warm.mothers import Mother


def own_folder() -> Path:
    """A new folder for one kernel; that of a mother this process was told of goes with her."""
    if _source.told and _source.told.parent.is_dir():
        return Path(tempfile.mkdtemp(prefix="k-", dir=_source.told.parent))
    return folders.new()


class _Source:
    """The mothers this process can ask."""

    def __init__(self) -> None:
        self.told: Path | None = None
        self.memory_mib = 0
        self.own: dict[tuple[str, ...], Mother] = {}
        self.lock = Lock()


_source = _Source()


def use(address: Path | None, memory_mib: int) -> None:
    """Ask this mother from here on, if there is one, and limit what a kernel may allocate."""
    _source.told, _source.memory_mib = address, memory_mib


def _address(python: str, environment: Mapping[str, str]) -> Path:
    """The mother to ask; of this process's own, one for each code and environment there is.

    She has the package's code as it was when she started: when it is edited since, the next
    kernel has another mother.
    """
    if _source.told:
        return _source.told
    born_with = mother.at_birth(environment.items())
    key = (python, _code(), json.dumps(born_with, sort_keys=True))
    with _source.lock:
        known = _source.own.get(key)
        if known is None or known.process.poll() is not None:
            known = _source.own[key] = mothers.start(python)
        known.asked = True
    return known.address


def _code() -> str:
    """A fingerprint of what a kernel would import, as it is now."""
    files = code.files_of.__wrapped__(*fingerprints.KERNEL)
    words = sorted((code.PACKAGE / code.WORDS).glob("*.po"))
    return fingerprints.fingerprint([*files, *files.values(), *map(content, words)])


class Forked:
    """A kernel forked from a mother, as `subprocess.Popen` would give it."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """The exit status; none while it lives."""
        if self.returncode is None:
            self._connection.setblocking(False)
            with suppress(BlockingIOError):
                self._take_status()
        return self.returncode

    def wait(self) -> int:
        """The exit status, once it has ended."""
        if self.returncode is None:
            self._connection.setblocking(True)
            self._take_status()
        return self.returncode or 0

    def _take_status(self) -> None:
        try:
            self.returncode = mother.number(self._connection)
        except (EOFError, ConnectionError):  # The mother is gone, and her kernels with her.
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


def forked(
    command: Sequence[str], environment: Mapping[str, str], cwd: str, folder: Path
) -> Forked | None:
    """A warm kernel; none where it must be an ordinary one.

    Args:
        command: The interpreter and its arguments, as a kernelspec gives them.
        environment: Its environment variables.
        cwd: Its working directory.
        folder: A folder of its own, where it has its sockets and its temporary folder.
    """
    if not mothers.FORKS or list(command[1:3]) != ["-m", "ipykernel_launcher"]:
        return None
    connection = socket.socket(socket.AF_UNIX)
    request = Request(tuple(command[3:]), dict(environment), cwd, str(folder), _source.memory_mib)
    try:
        connection.connect(str(_address(command[0], environment)))
        pid = request.sent_by(connection)
    except (OSError, EOFError):
        pid = UNLIKE
    if pid == UNLIKE:
        connection.close()
        return None
    return Forked(connection, pid)
