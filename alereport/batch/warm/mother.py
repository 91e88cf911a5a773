"""The mother of warm kernels: a program that imports once and forks a kernel for each request.

It has one thread (OpenBLAS ends its own before a fork), no socket of ZeroMQ and no event loop, so
that what it forks is as clean as a new interpreter. It runs as `python -m
alereport.batch.warm.mother`;
its parent gives it a listening socket as a file descriptor, and the pipe on its standard input as
a lifeline: when that ends, so do the mother and every kernel.

A connection is one kernel. The client sends a request and two file descriptors, which become the
kernel's standard output and error; it gets the kernel's process id, and its exit status when it
ends. A client that goes away takes its kernel with it.
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
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

AT_BIRTH = ("PYTHON", "LD_", "LC_", "LANG", "TZ", "MPL", "MATPLOTLIB", "OMP_", "OPENBLAS", "MKL_")
"""How variables begin that an interpreter or library reads once, when it starts."""
LONGEST_WAIT = 10.0
"""Seconds a client may take to send its request, once connected."""
UNLIKE = 0
"""Sent for a process id where the kernel would need another interpreter than the mother's."""
PR_SET_PDEATHSIG = 1
DEBUGGER = "debugpy"
QUIET_DEBUGGER = "PYDEVD_DISABLE_FILE_VALIDATION"
"""The debugger's variable against a warning it prints when it is imported."""


@dataclass(frozen=True)
class Request:
    """What a kernel is to be.

    Attributes:
        arguments: The arguments of `ipykernel_launcher`.
        environment: Its environment variables, all of them.
        cwd: Its working directory.
        folder: A folder of its own, which goes when its client goes.
        memory_mib: How much it may allocate beyond what it starts with; 0 for no limit.
    """

    arguments: tuple[str, ...]
    environment: dict[str, str]
    cwd: str
    folder: str
    memory_mib: int

    def sent_by(self, connection: socket.socket) -> int:
        """Ask a mother for the kernel: its process id, or `UNLIKE`."""
        body = json.dumps(asdict(self)).encode()
        socket.send_fds(connection, [struct.pack("!I", len(body))], [1, 2])
        connection.sendall(body)
        return number(connection)


def number(connection: socket.socket) -> int:
    """The next number a mother sends.

    Raises:
        EOFError: There is no mother any more.
    """
    return int(struct.unpack("!i", _exactly(connection, 4))[0])


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def at_birth(environment: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The variables that a process which has started cannot take up any more."""
    return {key: value for key, value in environment if key.startswith(AT_BIRTH)}


def warm_up(imports: Iterable[str], first: Sequence[str] = ()) -> None:
    """Import what kernels will want, and do one thing of the kind they will do.

    Args:
        imports: Modules; `package.*` for all of a package. One that fails is left out: the
            kernels then find out for themselves, each with its own message.
        first: `module:function` to call once, and its arguments; or nothing.
    """
    for name in imports:
        package = name.removesuffix(".*")
        with suppress(Exception):
            module = importlib.import_module(package)
            if package != name:
                warm_up(f"{package}.{each.name}" for each in pkgutil.iter_modules(module.__path__))
    if first:
        module_name, function = first[0].split(":")
        with suppress(Exception):
            getattr(importlib.import_module(module_name), function)(*first[1:])


class Mother:
    """The kernels that live, each with the connection of its client."""

    def __init__(self, listener: socket.socket, born_with: dict[str, str]) -> None:
        self.listener = listener
        self.lifeline = sys.stdin.fileno()
        self.pid = os.getpid()
        self.born_with = born_with
        self.clients: dict[socket.socket, tuple[int, str]] = {}
        self.ended, self._wakeup = socket.socketpair()
        for end in (self.ended, self._wakeup):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # Only so that the wakeup is written.
        signal.set_wakeup_fd(self._wakeup.fileno())
        self.selector = selectors.DefaultSelector()
        for each in (listener, self.lifeline, self.ended):
            self.selector.register(each, selectors.EVENT_READ)

    def kernel_to_become(self) -> Request | None:
        """Serve until the owner is gone; in a forked kernel, what it was asked to be."""
        while True:
            for key, _events in self.selector.select():
                if key.fileobj == self.lifeline:
                    self._kill(list(self.clients))
                    return None
                if key.fileobj is self.ended:
                    self._reap()
                elif key.fileobj is not self.listener:
                    self._kill([key.fileobj])
                elif request := self._fork():
                    return request

    def _fork(self) -> Request | None:
        """Answer one client; in the kernel, what it is to be."""
        client, _address = self.listener.accept()
        client.settimeout(LONGEST_WAIT)
        try:
            size, outputs, _flags, _from = socket.recv_fds(client, 4, 2)
            asked = json.loads(_exactly(client, struct.unpack("!I", size)[0]))
            request = Request(**{**asked, "arguments": tuple(asked["arguments"])})
        except (OSError, EOFError, struct.error, ValueError, TypeError, KeyError):
            client.close()
            return None
        pid = UNLIKE
        if at_birth(request.environment.items()) == self.born_with:
            pid = os.fork()
            if pid == 0:
                self._forget(client, outputs)
                return request
        for output in outputs:
            os.close(output)
        self._answer(client, pid)
        if pid != UNLIKE:
            self.clients[client] = pid, request.folder
            self.selector.register(client, selectors.EVENT_READ)
        return None

    def _answer(self, client: socket.socket, answer: int) -> None:
        with suppress(OSError):  # A client that is gone is seen by the selector.
            client.sendall(struct.pack("!i", answer))

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            self.ended.recv(4096)
        of_pid = {pid: client for client, (pid, _folder) in self.clients.items()}
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if client := of_pid.get(pid):
                    self._answer(client, os.waitstatus_to_exitcode(status))
                    self._leave(client)

    def _kill(self, clients: Iterable[Any]) -> None:
        """End the kernels of clients that are gone, and whatever the kernels started."""
        for client in clients:
            pid, folder = self.clients[client]
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            self._leave(client)
            shutil.rmtree(folder, ignore_errors=True)

    def _leave(self, client: socket.socket) -> None:
        """Let go of a kernel that ended; what it started ends too."""
        pid, _folder = self.clients.pop(client)
        self.selector.unregister(client)
        client.close()
        with suppress(OSError):
            os.killpg(pid, signal.SIGKILL)

    def _forget(self, client: socket.socket, outputs: list[int]) -> None:
        """In the kernel: be a process of its own, with nothing of the mother's but its modules."""
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _end_with(self.pid)
        self.selector.close()
        for each in (self.listener, self.ended, self._wakeup, client, *self.clients):
            each.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, output in enumerate(outputs, start=1):
            os.dup2(output, number)
        os.closerange(3, max(outputs, default=2) + 1)


def _end_with(mother: int) -> None:
    """Let the kernel of Linux end this process when its mother ends, however she ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != mother:
        os._exit(1)


def become(request: Request) -> None:
    """Be the kernel that was asked for, to its end, as a new interpreter would be."""
    os.chdir(request.cwd)
    os.environ.clear()
    os.environ.update(request.environment)
    tempfile.tempdir = None
    if request.memory_mib:
        _limit_memory(request.memory_mib)
    _renew_libraries()
    launcher = importlib.util.find_spec("ipykernel_launcher")
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # Watched beside `_end_with`.
    sys.argv = [str(launcher and launcher.origin), *request.arguments, parent]
    gc.enable()
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance()


def _limit_memory(mib: int) -> None:
    """Refuse what is allocated beyond the limit: a cell that asks for it raises MemoryError.

    The limit is on data, not on addresses or on what is resident: it holds at the allocation
    itself, where a watch would come too late for a quick one, and it does not count libraries.
    """
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[5])
    limit = pages * resource.getpagesize() + mib * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _renew_libraries() -> None:
    """Give back to libraries what each process takes for itself when it imports them.

    `random` and `tempfile` do it themselves after a fork.
    """
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if matplotlib := sys.modules.get("matplotlib"):
        if Path("matplotlibrc").is_file():  # Read from the folder that it is imported in.
            matplotlib.rcParams.update(matplotlib.rc_params())
        backend = os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        matplotlib.rcParams["backend"] = backend


def _exit_at_once(code: list[int]) -> None:
    """End without taking the modules down one by one, which nobody needs."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    os._exit(code[0])


def main() -> None:
    """Warm up, then fork kernels until the owner is gone."""
    descriptor, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    code = [0]
    atexit.register(_exit_at_once, code)  # Registered first, so it is called last.
    if sys.path[0] == str(Path.cwd()):
        del sys.path[0]
    born_with = at_birth(os.environ.items())
    os.environ[QUIET_DEBUGGER] = "1"
    if not settings["debugger"]:
        modules: dict[str, Any] = sys.modules
        modules[DEBUGGER] = None  # As where it is not installed: ipykernel does without.
    gc.disable()
    warm_up(settings["imports"], settings["first"])
    gc.freeze()  # Kernels look for their own garbage alone, and leave these pages shared.
    listener = socket.socket(fileno=descriptor)
    home = Path(listener.getsockname()).parent
    request = Mother(listener, born_with).kernel_to_become()
    if request is None:
        shutil.rmtree(home, ignore_errors=True)
        return
    try:
        become(request)
    except SystemExit as end:
        code[0] = end.code if isinstance(end.code, int) else int(bool(end.code))


if __name__ == "__main__":
    main()
