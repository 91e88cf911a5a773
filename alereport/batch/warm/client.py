"""Start, find and stop fork servers.

At import, this module imports only the standard library: `alereport run` starts the server of its
batch before it imports the command line, so that both import at the same time.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from alereport.batch import descendants, temporary_folders
from alereport.batch.warm import fork_server

SWITCH = "ALEREPORT_WARM"
"""The environment variable that turns fork servers off if it is 0."""
ENABLED = sys.platform == "linux" and os.environ.get(SWITCH) != "0"
"""True if kernels are forked: macOS libraries fail after a fork, and Windows cannot fork."""
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
    "sqlite3",
    "tornado.platform.asyncio",
    "alereport.report",
    "alereport.chapters.*",
    "alereport.exhibits.html",
)
"""The modules that a fork server imports: all that the notebooks of this package use.

NumPy comes first: imported from within other imports, it takes twice as long.
"""
PRELOAD = "alereport.batch.warm.preload:preload"
PRELOAD_FOR_A_BATCH = f"{PRELOAD}_for_a_batch"
LAST_RUN = Path("build", "run.json")
"""What a run writes at its end, in a project; see `has_changed`."""
NO_LOCAL_BATCH = ("-h", "--help", "--scheduler", "--dry-run", "-C", "--project")
"""How options begin with which no batch runs, or none of this folder and on this machine."""


@dataclass
class Server:
    """A running fork server.

    Attributes:
        address: The socket it listens on, in a folder of its own.
        process: The process; None if another process keeps the server.
        owner: The id of the process that started it; only that process can stop it.
        in_use: True if its address was given to a client, so that it may have kernels.
    """

    address: Path
    process: subprocess.Popen[bytes] | None = field(repr=False)
    owner: int = field(default_factory=os.getpid)
    in_use: bool = False

    def give_address(self) -> Path:
        """Return the address for a client, and mark the server as in use."""
        self.in_use = True
        return self.address

    @property
    def is_running(self) -> bool:
        """False once its process has ended, as its owner sees it."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the server and its kernels, and wait until they have ended.

        A server that is not in use is killed; one in use ends its kernels first.
        """
        if self.process is None or self.owner != os.getpid():
            return
        if not self.in_use:
            self.process.kill()
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
        if self.in_use:  # If the server was killed, a daemon of one of its kernels may be left.
            descendants.end_users_of(self.address.parent)
        temporary_folders.remove(self.address.parent)


def start(python: str = sys.executable, *, project: Path | None = None) -> Server:
    """Start a fork server; it accepts requests at once, and answers when it has preloaded.

    Args:
        python: The interpreter.
        project: The project whose batch it serves. By default it serves interactive notebooks
            in the project of the current folder: those can be debugged, and see data that are
            edited while it runs.
    """
    preload = [PRELOAD_FOR_A_BATCH, str(project)] if project else [PRELOAD, str(Path.cwd())]
    return _start(python, _of_kernels(preload, debugger=not project), quiet=project is not None)


def start_for_batches(project: Path) -> Server:
    """Start a fork server for several batches, whose kernels see data edited between them.

    Args:
        project: The project whose batches it serves; see `use`.
    """
    return _start(sys.executable, _of_kernels([PRELOAD, str(project)], debugger=False), quiet=True)


def start_for_commands(
    project: Path, preload: str, run: str, environment: Mapping[str, str]
) -> Server:
    """Start a fork server whose processes are not kernels; see `fork_command`.

    Args:
        project: The project in which they run. Its schemas and words are parsed once: a process
            parses again what has changed since.
        preload: `module:function` that imports what they import.
        run: `module:function` that each of them calls with its arguments.
        environment: All environment variables, as each of them gets them.
    """
    calls = [[preload], [PRELOAD, str(project)]]
    settings = {"imports": (), "preload": calls, "debugger": True, "run": run}
    return _start(sys.executable, settings, quiet=True, environment=environment)


def _of_kernels(preload: list[str], *, debugger: bool) -> dict[str, Any]:
    """Return the settings of a server of kernels."""
    run = fork_server.RUN_KERNEL
    return {"imports": IMPORTS, "preload": [preload], "debugger": debugger, "run": run}


def _start(
    python: str,
    settings: Mapping[str, Any],
    *,
    quiet: bool,
    environment: Mapping[str, str] | None = None,
) -> Server:
    """Start a fork server.

    Args:
        python: The interpreter.
        settings: What it imports, and what its processes do; see `fork_server.main`.
        quiet: Discard what is printed outside of a cell: it would mix with a command's messages.
        environment: Its environment variables; by default this process's.
    """
    temporary_folders.sweep()
    address = temporary_folders.new("s-") / "server"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(address))
        listener.listen(128)
        output = subprocess.DEVNULL if quiet else None
        process = subprocess.Popen(
            [python, "-m", __package__, str(listener.fileno()), json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=[listener.fileno()],
            cwd=address.parent,
            env={**(environment or os.environ), "TMPDIR": str(address.parent)},
            start_new_session=True,  # Its owner handles Ctrl-C.
        )
    server = Server(address, process)
    atexit.register(server.stop)
    return server


_started_early: list[Server] = []
"""The server that the next batch uses: one started early, or kept by another process."""


def use(address: Path, commands: Path) -> None:
    """Use servers that another process keeps, for the next batch of this process.

    Args:
        address: The address of a server for batches of the same project.
        commands: The address of the server of commands that this process was forked from.
    """
    _started_early.append(Server(address, None))
    choice.commands = commands


def start_early(command: list[str]) -> None:
    """Start the server that `batch_server` will use, if the command seems to have a local batch.

    Args:
        command: The command line without the program's name.
    """
    has_batch = command[:1] in (["run"], ["build"]) and not _started_early
    if ENABLED and has_batch and not any(word.startswith(NO_LOCAL_BATCH) for word in command):
        with suppress(OSError):  # The command line says what is wrong.
            if "--force" in command or has_changed(Path.cwd()):
                _started_early.append(start(project=Path.cwd()))


def has_changed(project: Path) -> bool:
    """Return whether a file seems to be newer than the last run, so that there is something to run.

    It decides only when a server starts, never what is run: where it is wrong, a server starts a
    second later than it could have, or in vain.
    """
    try:
        last = (project / LAST_RUN).stat().st_mtime_ns
    except OSError:
        return True
    package = Path(__file__).parents[2]
    folders = (*(project / name for name in ("data", "params", "notebooks")), package)
    return any(_is_newer(folder, last) for folder in folders)


def _is_newer(folder: Path, last: int) -> bool:
    """Return whether a folder, or something in it, has changed since a time in nanoseconds."""
    with suppress(OSError):
        if folder.stat().st_mtime_ns > last:
            return True
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__" and _is_newer(Path(entry), last):
                        return True
                elif entry.stat().st_mtime_ns > last:
                    return True
    return False


class BatchServer:
    """The fork server of one batch on this machine.

    It is the one that was started early. Without that it starts at once where something has
    changed, and preloads while the batch is planned; else when it is asked for.

    Args:
        project: The project whose reports are run; it must be that of the current folder.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._server = _started_early.pop() if _started_early else None
        if self._server is None and has_changed(project):
            self._server = start(project=project)

    def give_address(self) -> Path:
        """Return its address for a client."""
        self._server = self._server or start(project=self._project)
        return self._server.give_address()

    def stop(self) -> None:
        """Stop it, if it has started; see `Server.stop`."""
        if self._server:
            self._server.stop()


@contextmanager
def batch_server(project: Path) -> Iterator[BatchServer | None]:
    """Yield the fork server for a batch, stopped at the end; None if kernels cannot be forked.

    Args:
        project: See `BatchServer`.
    """
    if not ENABLED:
        yield None
        return
    server = BatchServer(project)
    try:
        yield server
    finally:
        server.stop()


@dataclass
class _Choice:
    """The servers from which this process requests kernels.

    Attributes:
        batch: The address of the batch's server, if this process is part of a batch.
        commands: The address of the server that this process was forked from, if it was.
        memory_mib: How much a kernel may allocate; 0 for no limit.
        read_only: The folders that cells may not write in.
        servers: The servers started by this process, by interpreter, code and environment.
    """

    batch: Path | None = None
    commands: Path | None = None
    memory_mib: int = 0
    read_only: tuple[str, ...] = ()
    servers: dict[tuple[str, ...], Server] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


choice = _Choice()


def configure(address: Path | None, memory_mib: int, read_only: Iterable[Path] = ()) -> None:
    """Set the server to request kernels from, and what its kernels may do.

    Args:
        address: The batch's server; None to start servers in this process.
        memory_mib: The limit beyond what a kernel starts with; 0 for no limit.
        read_only: The folders that cells may not write in.
    """
    choice.batch, choice.memory_mib = address, memory_mib
    choice.read_only = tuple(os.path.realpath(folder) for folder in read_only)


def find(python: str, environment: Mapping[str, str]) -> Path:
    """Return the address of the server to use: the batch's, or one started by this process.

    This process starts a server for each interpreter and each set of variables that are read at
    startup. A server keeps the code it imported, so after an edit a new server is started.
    """
    if choice.batch:
        return choice.batch
    variables = fork_server.startup_variables(environment.items())
    key = (python, _code_fingerprint(), json.dumps(variables, sort_keys=True))
    with choice.lock:
        server = choice.servers.get(key)
        if server is None or not server.is_running:
            server = choice.servers[key] = start(python)
        return server.give_address()


def _code_fingerprint() -> str:
    """Return a fingerprint of the current code that a kernel would import."""
    from alereport.base import code, fingerprints  # noqa: PLC0415 - see the module's docstring

    files = code.files_of.__wrapped__(*fingerprints.KERNEL)
    words = sorted((code.PACKAGE / code.WORDS).glob("*.po"))
    return fingerprints.fingerprint([*files, *files.values(), *map(fingerprints.content, words)])
