"""The fork server: a program that imports modules once, then forks a process for each request.

What it forks are kernels, or, for a preview, whole commands: `main` is told which.

It has one thread (OpenBLAS ends its threads before a fork), no ZeroMQ socket and no event loop, so
that its forks are as clean as a new interpreter. `client.start` runs it as `python -m
alereport.batch.warm`, and gives it a listening socket as a file descriptor and a pipe on its
standard input as a lifeline: when the pipe closes, the server and every kernel end.

Each connection stands for one kernel. The client sends a request and two file descriptors, which
become the kernel's standard output and error; it receives the kernel's process id, and its exit
status when the kernel ends. If the client closes the connection, its kernel is killed.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import selectors
import shutil
import signal
import socket
import struct
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from alereport.batch import descendants
from alereport.batch.warm import read_only

STARTUP_PREFIXES = (
    *("PYTHON", "LD_", "LC_", "LANG", "TZ"),
    *("MPL", "MATPLOTLIB", "OMP_", "OPENBLAS", "MKL_"),
)
"""Prefixes of variables that the interpreter or a library reads only once, when it starts."""
REQUEST_TIMEOUT = 10.0
"""Seconds in which a connected client must send its request."""
REFUSED = 0
"""Sent instead of a process id if the kernel needs other startup variables."""
RUN_KERNEL = f"{__name__}:run_kernel"
"""What a forked process does that is to be a kernel."""
PR_SET_PDEATHSIG = 1
DEBUGGER = "debugpy"
QUIET_DEBUGGER = "PYDEVD_DISABLE_FILE_VALIDATION"
"""The variable that turns off a warning the debugger prints when it is imported."""


@dataclass(frozen=True)
class Request:
    """A kernel to fork, or another process.

    Attributes:
        arguments: The arguments of `ipykernel_launcher`, or of the command.
        environment: All its environment variables.
        cwd: Its working directory.
        folder: The kernel's own folder, removed if its client closes the connection.
        memory_mib: How much it may allocate beyond what it starts with; 0 for no limit.
        read_only: The folders that its cells may not write in.
    """

    arguments: tuple[str, ...]
    environment: dict[str, str]
    cwd: str
    folder: str
    memory_mib: int
    read_only: tuple[str, ...] = ()

    def send(self, connection: socket.socket, outputs: Sequence[int] = (1, 2)) -> int:
        """Request the kernel, and return its process id or `REFUSED`.

        Args:
            connection: The connection to the server.
            outputs: The file descriptors of its standard output and error.

        Raises:
            EOFError: The server has ended, or could not read the request.
        """
        body = json.dumps(asdict(self)).encode()
        socket.send_fds(connection, [struct.pack("!I", len(body))], list(outputs))
        connection.sendall(body)
        return receive_number(connection)


def receive_number(connection: socket.socket) -> int:
    """Receive the next number from the server.

    Raises:
        EOFError: The server has ended.
    """
    return int(struct.unpack("!i", _receive(connection, 4))[0])


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def startup_variables(environment: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the variables that have an effect only when a process starts."""
    return {key: value for key, value in environment if key.startswith(STARTUP_PREFIXES)}


def preload(imports: Iterable[str], calls: Iterable[Sequence[str]] = ()) -> None:
    """Import what kernels will import, and do once what each would do first.

    Args:
        imports: Modules; `package.*` for all of a package. A module that fails is skipped: each
            kernel then imports it itself, and shows the error.
        calls: `module:function` to call once, and its arguments.
    """
    for name in imports:
        package = name.removesuffix(".*")
        with suppress(Exception):
            module = importlib.import_module(package)
            if package != name:
                preload(f"{package}.{part.name}" for part in pkgutil.iter_modules(module.__path__))
    for call in calls:
        module_name, function = call[0].split(":")
        with suppress(Exception):
            getattr(importlib.import_module(module_name), function)(*call[1:])


class ForkServer:
    """The loop that forks kernels, and tells each kernel's client when the kernel ends.

    Attributes:
        kernels: The process id and the folder of each running kernel, by its client's connection.
    """

    def __init__(self, listener: socket.socket, variables: dict[str, str]) -> None:
        self.listener = listener
        self.lifeline = sys.stdin.fileno()
        self.pid = os.getpid()
        self.variables = variables
        self.kernels: dict[socket.socket, tuple[int, str]] = {}
        self.child_ended, self._wakeup = socket.socketpair()
        for endpoint in (self.child_ended, self._wakeup):
            endpoint.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # A handler is needed for the wakeup.
        signal.set_wakeup_fd(self._wakeup.fileno())
        self.selector = selectors.DefaultSelector()
        for source in (listener, self.lifeline, self.child_ended):
            self.selector.register(source, selectors.EVENT_READ)
        descendants.adopt()  # Of a kernel that ends: see `_drop`.

    def serve(self) -> Request | None:
        """Fork kernels until the owner has ended.

        Returns:
            In the server, None when it ends; in each forked kernel, its request.
        """
        while True:
            for key, _events in self.selector.select():
                if key.fileobj == self.lifeline:
                    self._kill(list(self.kernels))
                    return None
                if key.fileobj is self.child_ended:
                    self._report_ended()
                elif key.fileobj is not self.listener:
                    self._kill([key.fileobj])
                elif request := self._accept():
                    return request

    def _accept(self) -> Request | None:
        """Answer one client; return the request in the forked kernel, and None in the server."""
        client, _address = self.listener.accept()
        client.settimeout(REQUEST_TIMEOUT)
        outputs: list[int] = []
        try:
            request = _receive_request(client, outputs)
        except (OSError, EOFError, struct.error, ValueError, TypeError, KeyError):
            client.close()
            _close(outputs)
            return None
        pid = REFUSED
        if startup_variables(request.environment.items()) == self.variables:
            pid = os.fork()
            if pid == 0:
                self._detach(client, outputs)
                return request
        _close(outputs)
        self._send(client, pid)
        if pid != REFUSED:
            self.kernels[client] = pid, request.folder
            self.selector.register(client, selectors.EVENT_READ)
        return None

    def _send(self, client: socket.socket, number: int) -> None:
        with suppress(OSError):  # The selector reports clients that have disconnected.
            client.sendall(struct.pack("!i", number))

    def _report_ended(self) -> None:
        """Send the exit status of each kernel that has ended."""
        with suppress(BlockingIOError):
            self.child_ended.recv(4096)
        client_of = {pid: client for client, (pid, _folder) in self.kernels.items()}
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if client := client_of.get(pid):
                    self._drop(client, os.waitstatus_to_exitcode(status))

    def _kill(self, clients: Iterable[Any]) -> None:
        """Kill the kernels of disconnected clients, and the processes those kernels started."""
        for client in clients:
            pid, folder = self.kernels[client]
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            self._drop(client, -signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)

    def _drop(self, client: socket.socket, status: int) -> None:
        """Kill all processes that an ended kernel started, then send its client its exit status.

        A running kernel keeps its orphans, so all that this process has are those of ended ones.
        """
        pid, _folder = self.kernels.pop(client)
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        descendants.end_children(keep=[kernel for kernel, _folder in self.kernels.values()])
        self._send(client, status)
        self.selector.unregister(client)
        client.close()

    def _detach(self, client: socket.socket, outputs: list[int]) -> None:
        """In the kernel, release everything of the server's except its modules."""
        os.setsid()
        descendants.adopt()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _end_with_server(self.pid)
        self.selector.close()
        for endpoint in (self.listener, self.child_ended, self._wakeup, client, *self.kernels):
            endpoint.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, output in enumerate(outputs, start=1):
            os.dup2(output, number)
        os.closerange(3, max(outputs, default=2) + 1)


def _receive_request(client: socket.socket, outputs: list[int]) -> Request:
    """Receive a client's request; add the file descriptors it sends to `outputs`."""
    size, descriptors, _flags, _address = socket.recv_fds(client, 4, 2)
    outputs += descriptors
    body = json.loads(_receive(client, struct.unpack("!I", size)[0]))
    lists = {name: tuple(body[name]) for name in ("arguments", "read_only")}
    return Request(**{**body, **lists})


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _end_with_server(pid: int) -> None:
    """Have the system kill this process when the server ends, however it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != pid:  # The server ended before the signal was set.
        os._exit(1)


def _prepare(request: Request) -> None:
    """Set what was requested in this process, and repeat what a new interpreter would do."""
    os.chdir(request.cwd)
    os.environ.clear()
    os.environ.update(request.environment)
    tempfile.tempdir = None
    if request.memory_mib:
        _limit_memory(request.memory_mib)
    if request.read_only:
        read_only.refuse_writing(request.read_only)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # `random` and `tempfile` do this themselves after a fork.
    gc.enable()


def run_kernel(arguments: Sequence[str]) -> None:
    """Run a kernel in this process, as a new interpreter would."""
    _choose_backend()
    launcher = importlib.util.find_spec("ipykernel_launcher")
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # In addition to `_end_with_server`.
    sys.argv = [str(launcher and launcher.origin), *arguments, parent]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance()


def _limit_memory(mib: int) -> None:
    """Limit what a cell may allocate: beyond the limit, MemoryError is raised.

    The limit is on data, not on address space or resident memory: it applies at the allocation
    itself, where polling could be too late, and does not count libraries.
    """
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[5])
    limit = pages * resource.getpagesize() + mib * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _choose_backend() -> None:
    """Repeat what Matplotlib does for each kernel when it is imported."""
    if matplotlib := sys.modules.get("matplotlib"):
        if Path("matplotlibrc").is_file():  # Matplotlib reads it at import.
            matplotlib.rcParams.update(matplotlib.rc_params())
        backend = os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        matplotlib.rcParams["backend"] = backend


def _exit_at_once(code: list[int]) -> None:
    """Exit without clearing the modules one by one, which takes time and has no effect."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(code[0])


def main() -> None:
    """Preload, then fork kernels until the owner has ended."""
    descriptor, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    code = [0]
    atexit.register(_exit_at_once, code)  # Registered first, so it is called last.
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]
    variables = startup_variables(os.environ.items())
    os.environ[QUIET_DEBUGGER] = "1"
    if not settings["debugger"]:
        modules: dict[str, Any] = sys.modules
        modules[DEBUGGER] = None  # As if not installed: ipykernel works without it.
    gc.disable()
    preload(settings["imports"], settings["preload"])
    gc.freeze()  # Kernels collect only their own garbage, so these pages stay shared.
    listener = socket.socket(fileno=descriptor)
    folder = Path(listener.getsockname()).parent
    request = ForkServer(listener, variables).serve()
    if request is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        _prepare(request)
        module_name, function = settings["run"].split(":")
        getattr(importlib.import_module(module_name), function)(request.arguments)
    except SystemExit as end:
        code[0] = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 - this process ends here
        traceback.print_exc()
        code[0] = 1
