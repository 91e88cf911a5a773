"""Fork servers as their clients see them: how one is started, found and stopped.

Nothing is imported here at first that every Python does not have: `alereport run` starts the
server of its batch before it imports the command line, so that both import side by side.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from alereport.batch import temporary_folders
from alereport.batch.warm import fork_server

SWITCH = "ALEREPORT_WARM"
"""The environment variable that turns fork servers off where it is 0."""
ENABLED = sys.platform == "linux" and os.environ.get(SWITCH) != "0"
"""Whether kernels are forked: on macOS its own libraries break in a fork, Windows has none."""
IMPORTS = (
    "numpy",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "matplotlib_inline.backend_inline",
    "alereport.report",
    "alereport.chapters.*",
    "alereport.exhibits.html",
)
"""What a fork server imports: all that the notebooks of this package use.

NumPy comes first: from deep within the imports of others it takes twice as long.
"""
PRELOAD = "alereport.batch.warm.preload:preload"
PRELOAD_FOR_A_BATCH = f"{PRELOAD}_for_a_batch"
NO_LOCAL_BATCH = ("-h", "--help", "--scheduler")
"""How options begin that start no batch, or one whose kernels are on other machines."""


@dataclass
class Server:
    """A running fork server.

    Attributes:
        address: The socket it listens at, in a folder of its own.
        process: The process.
        owner: The id of the process that started it; only this one can stop it.
        in_use: Whether its address was given out, so that it may have kernels.
    """

    address: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    owner: int = field(default_factory=os.getpid)
    in_use: bool = False

    def give_address(self) -> Path:
        """Its address, for those who will ask it for kernels."""
        self.in_use = True
        return self.address

    def stop(self) -> None:
        """Stop it and its kernels, and wait until they have ended.

        One that is not in use is killed; one that is ends its kernels first.
        """
        if self.owner != os.getpid():
            return
        if not self.in_use:
            self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
        temporary_folders.remove(self.address.parent)


def start(python: str = sys.executable, *, batch_of: Path | None = None) -> Server:
    """Start a fork server; it can be asked at once, and answers when it has preloaded.

    Args:
        python: The interpreter.
        batch_of: The project whose reports it serves. By default it is for people's notebooks,
            in the project of the current folder: those can be debugged, and see data that are
            edited while it runs.
    """
    temporary_folders.sweep()
    address = temporary_folders.new() / "server"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(128)
        preload = [PRELOAD_FOR_A_BATCH, str(batch_of)] if batch_of else [PRELOAD, str(Path.cwd())]
        settings = {"imports": IMPORTS, "preload": preload, "debugger": not batch_of}
        process = subprocess.Popen(
            [python, "-m", __package__, str(listener.fileno()), json.dumps(settings)],
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            cwd=address.parent,
            start_new_session=True,  # Ctrl-C is for its owner.
        )
    server = Server(address, process)
    atexit.register(server.stop)
    return server


_early: list[Server] = []


def start_early(command: list[str]) -> None:
    """Start the server that `batch_server` will give, if the command line starts a local batch.

    Args:
        command: The command line without the program's name.
    """
    has_batch = command[:1] in (["run"], ["build"])
    if ENABLED and has_batch and not any(word.startswith(NO_LOCAL_BATCH) for word in command):
        _early.append(start(batch_of=Path.cwd()))


@contextmanager
def batch_server(project: Path) -> Iterator[Server | None]:
    """The fork server for a batch on this machine; none where kernels cannot be forked.

    It is the one that was started early, or else a new one. It preloads while the batch is
    planned, and is stopped at the end.

    Args:
        project: The project whose reports are run; that of the current folder.
    """
    if not ENABLED:
        yield None
        return
    server = _early.pop() if _early else start(batch_of=project)
    try:
        yield server
    finally:
        server.stop()


@dataclass
class _Choice:
    """Which servers this process asks for kernels.

    Attributes:
        batch: The address of the batch's server, if this process is part of a batch.
        memory_mib: How much a kernel may allocate; 0 for no limit.
        own: This process's own servers, by interpreter, code and environment.
    """

    batch: Path | None = None
    memory_mib: int = 0
    own: dict[tuple[str, ...], Server] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


choice = _Choice()


def use(address: Path | None, memory_mib: int) -> None:
    """From now on ask the server at this address, and limit what a kernel may allocate.

    Args:
        address: The batch's server; none for servers of this process's own.
        memory_mib: The limit beyond what a kernel starts with; 0 for none.
    """
    choice.batch, choice.memory_mib = address, memory_mib


def find(python: str, environment: Mapping[str, str]) -> Path:
    """The address of the server to ask: the batch's, or one of this process's own.

    A server of its own is started for each interpreter and each set of variables that are read at
    startup. A server keeps the code that it imported: after an edit the next kernel has another.
    """
    if choice.batch:
        return choice.batch
    variables = fork_server.startup_variables(environment.items())
    key = (python, _code_fingerprint(), json.dumps(variables, sort_keys=True))
    with choice.lock:
        server = choice.own.get(key)
        if server is None or server.process.poll() is not None:
            server = choice.own[key] = start(python)
        return server.give_address()


def _code_fingerprint() -> str:
    """A fingerprint of the code that a kernel would import, as it is now."""
    from alereport.base import code, fingerprints  # noqa: PLC0415 - see the module's docstring

    files = code.files_of.__wrapped__(*fingerprints.KERNEL)
    words = sorted((code.PACKAGE / code.WORDS).glob("*.po"))
    return fingerprints.fingerprint([*files, *files.values(), *map(fingerprints.content, words)])
