"""Warm kernels, with real ones: as fresh as ordinary kernels, and gone when they should be."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import AsyncKernelManager, KernelManager

from alereport.base.workspace import Workspace
from alereport.batch.warm import client as clients
from alereport.batch.warm import engine, fork_server
from tests.conftest import papermill
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(not clients.ENABLED, reason="kernels are forked on Linux only")

Start = Callable[..., tuple[KernelManager, BlockingKernelClient]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts kernels, which end with the test."""
    started: list[tuple[KernelManager, BlockingKernelClient]] = []

    def start_one(name: str = "alereport-warm", **options: Any) -> Any:
        manager = KernelManager(kernel_name=name)
        manager.start_kernel(**options)
        client = manager.client()
        client.start_channels()
        started.append((manager, client))
        client.wait_for_ready(timeout=300)
        return manager, client

    yield start_one
    for manager, client in started:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


def value_of(client: BlockingKernelClient, expression: str) -> Any:
    """What an expression is in the kernel."""
    asked = {"it": f"__import__('json').dumps({expression})"}
    while True:
        reply = client.execute("", user_expressions=asked)
        content = reply_to(client, reply)
        if content["status"] != "aborted":  # As what follows an interrupt at once is.
            assert content["user_expressions"]["it"]["status"] == "ok", content
            return json.loads(
                ast.literal_eval(content["user_expressions"]["it"]["data"]["text/plain"])
            )


def reply_to(client: BlockingKernelClient, request: str) -> dict[str, Any]:
    while (message := client.get_shell_msg(timeout=300))["parent_header"]["msg_id"] != request:
        pass
    content: dict[str, Any] = message["content"]
    return content


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ends(pid: int, within: float = 120.0) -> bool:
    deadline = time.monotonic() + within
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def test_jupyter_lists_the_kernelspec() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jupyter", "kernelspec", "list", "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    spec = json.loads(done.stdout)["kernelspecs"]["alereport-warm"]["spec"]
    provisioner = spec["metadata"]["kernel_provisioner"]
    assert provisioner["provisioner_name"] == "alereport-warm"


def test_kernels_of_one_server_share_nothing_that_should_be_their_own(
    start: Start, tmp_path: Path
) -> None:
    (_one, first), (_other, second) = (
        start(cwd=str(tmp_path), env=os.environ | {"MINE": name}) for name in ("one", "other")
    )
    value_of(first, "globals().update(left=1) or __import__('os').environ.update(LEFT='1')")
    own = {
        "__import__('os').getpid()",
        "__import__('random').random()",
        "__import__('numpy').random.rand()",
        "str(__import__('uuid').uuid4())",
        "__import__('tempfile').gettempdir()",
        "__import__('tempfile').mktemp(dir='')",
        "__import__('os').environ['MINE']",
        "__import__('os').getsid(0)",
    }
    for expression in own:
        assert value_of(first, expression) != value_of(second, expression), expression
    assert value_of(first, "__import__('os').getppid()") == value_of(
        second, "__import__('os').getppid()"
    )
    assert value_of(second, "'left' in globals() or 'LEFT' in __import__('os').environ") is False
    assert value_of(second, "__import__('os').getcwd()") == str(tmp_path)


def test_a_warm_kernel_is_in_the_state_an_ordinary_one_is_in(start: Start) -> None:
    (_w, warm), (_o, ordinary) = start(), start("python3")
    same = {
        "__import__('signal').getsignal(__import__('signal').SIGINT).__name__",
        "str(__import__('signal').getsignal(__import__('signal').SIGCHLD))",
        "__import__('signal').set_wakeup_fd(-1)",
        "__import__('gc').isenabled()",
        "__import__('sys').path",
        "__import__('sys').argv[0]",
        "__name__",
        "__import__('os').getcwd()",
        "__import__('matplotlib').get_backend()",
        "dict(__import__('matplotlib').rcParams).__repr__()",
        "__import__('os').environ['MPLBACKEND']",
        "__import__('locale').getlocale()",
        "__import__('resource').getrlimit(__import__('resource').RLIMIT_DATA)",
        "[__import__('os').isatty(number) for number in (0, 1, 2)]",
    }
    for expression in same:
        assert value_of(warm, expression) == value_of(ordinary, expression), expression
    assert value_of(warm, "'pandas' in __import__('sys').modules") is True
    open_files = "len(__import__('os').listdir('/proc/self/fd'))"
    assert value_of(warm, open_files) <= value_of(ordinary, open_files)


def test_a_kernel_talks_over_the_file_system_and_leaves_nothing_there(start: Start) -> None:
    manager, client = start()
    temporary = Path(value_of(client, "__import__('tempfile').mkdtemp()"))
    assert manager.transport == "ipc"
    folder = Path(manager.ip).parent
    assert temporary.is_relative_to(folder)
    pid = manager.provisioner.pid
    manager.shutdown_kernel()
    assert ends(pid)
    assert not folder.exists()


def test_an_interrupt_stops_the_cell_and_a_restart_begins_again(start: Start) -> None:
    manager, client = start()
    sleeping = client.execute("left = 1; __import__('time').sleep(60)")
    time.sleep(0.3)
    manager.interrupt_kernel()
    assert reply_to(client, sleeping)["ename"] == "KeyboardInterrupt"
    assert value_of(client, "left") == 1
    before = manager.provisioner.pid
    manager.restart_kernel()
    client.wait_for_ready(timeout=300)
    assert manager.provisioner.pid != before
    assert ends(before)
    assert value_of(client, "'left' in globals()") is False


def test_a_server_that_is_killed_takes_its_kernels_and_the_next_has_another(start: Start) -> None:
    manager, client = start()
    of_kernel, of_server = (
        value_of(client, f"__import__('os').get{who}()") for who in ("pid", "ppid")
    )
    os.kill(of_server, signal.SIGKILL)
    assert ends(of_kernel)
    assert not manager.is_alive()
    _manager, other = start()
    assert value_of(other, "__import__('os').getppid()") != of_server


def test_a_server_has_one_thread_when_it_has_forked(start: Start) -> None:
    _manager, client = start()
    server = value_of(client, "__import__('os').getppid()")
    assert [each.name for each in Path(f"/proc/{server}/task").iterdir()] == [str(server)]


def test_what_a_kernel_started_ends_with_it(start: Start) -> None:
    manager, client = start()
    child = value_of(client, "__import__('subprocess').Popen(['sleep', '60']).pid")
    manager.shutdown_kernel()
    assert ends(child)


def test_a_kernel_that_needs_another_interpreter_is_an_ordinary_one(start: Start) -> None:
    _manager, client = start(env=os.environ | {"PYTHONHASHSEED": "1"})
    _manager, other = start("python3", env=os.environ | {"PYTHONHASHSEED": "1"})
    assert value_of(client, "hash('a')") == value_of(other, "hash('a')")


def test_without_fork_it_is_an_ordinary_kernel(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "ENABLED", False)
    manager, client = start()
    assert value_of(client, "__import__('os').getppid()") == os.getpid()
    assert value_of(client, "__import__('tempfile').gettempdir()").startswith(
        str(Path(manager.ip).parent)
    )


def test_edited_code_gets_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(clients, "start", lambda python: started.append(python) or _running())
    monkeypatch.setattr(clients, "choice", clients._Choice())
    for code in ("as it was", "as it was", "edited"):
        monkeypatch.setattr(clients, "_code_fingerprint", lambda code=code: code)
        clients.find("python", {})
    assert len(started) == 2


def _running() -> clients.Server:
    class Running:
        def poll(self) -> None: ...

    return clients.Server(Path("server"), Running())  # type: ignore[arg-type]


def test_a_server_that_is_not_in_use_is_killed_before_it_has_preloaded() -> None:
    unused = clients.start()
    unused.stop()
    assert unused.process.returncode == -signal.SIGKILL
    assert not unused.address.parent.exists()


@pytest.mark.parametrize(
    ("command", "starts"),
    [
        ("run", True),
        ("build --language sv", True),
        ("run --help", False),
        ("run --executor dask --scheduler=tcp://127.0.0.1:1", False),
        ("status", False),
        ("", False),
    ],
)
def test_a_server_starts_before_the_command_line_where_there_is_a_batch(
    monkeypatch: pytest.MonkeyPatch, command: str, starts: bool
) -> None:
    projects: list[Path] = []
    monkeypatch.setattr(clients, "start", lambda *, project: projects.append(project) or _running())
    monkeypatch.setattr(clients.Server, "stop", lambda _server: None)
    clients.start_early(command.split())
    assert projects == [Path.cwd()] * starts
    with (
        clients.batch_server(Path("project")) as one,
        clients.batch_server(Path("project")) as other,
    ):
        assert one is not other
    assert projects == [*[Path.cwd()] * starts, *[Path("project")] * (2 - starts)]


@pytest.mark.parametrize(
    ("edited", "starts"),
    [
        ("", False),
        ("data/budget/one.csv", True),
        ("data/budget", True),
        ("params/book.yaml", True),
        ("notebooks/budget.ipynb", True),
        ("build/run.json", False),
    ],
)
def test_a_server_starts_when_it_is_asked_for_where_nothing_changed_since_the_last_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, edited: str, starts: bool
) -> None:
    started: list[Path] = []
    monkeypatch.setattr(clients, "start", lambda *, project: started.append(project) or _running())
    monkeypatch.setattr(clients.Server, "stop", lambda _server: None)
    for name in ("data/budget/one.csv", "params/book.yaml", "notebooks/budget.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    last = tmp_path / clients.LAST_RUN
    assert last == Workspace(tmp_path).run_record
    last.parent.mkdir()
    last.touch()
    later = time.time() + 60
    os.utime(last, (later, later))
    if edited:
        os.utime(tmp_path / edited, (later + 1, later + 1))
    with clients.batch_server(tmp_path) as server:
        assert started == [tmp_path] * starts
        server.give_address()
        server.give_address()
        assert started == [tmp_path]


async def _start(manager: AsyncKernelManager) -> None:
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=PATIENCE)
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


def test_a_kernel_that_dies_before_it_answers_is_no_kernel(tmp_path: Path) -> None:
    dead = tmp_path / "kernels" / "dead"
    dead.mkdir(parents=True)
    spec = {"argv": [sys.executable, "-c", "raise SystemExit(3)"], "display_name": "dead"}
    (dead / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    manager = engine._Manager(kernel_name="dead")
    manager.kernel_spec_manager.kernel_dirs = [str(dead.parent)]
    with pytest.raises(RuntimeError, match="the kernel died before it answered"):
        asyncio.run(_start(manager))


def test_a_request_that_makes_no_sense_harms_neither_the_server_nor_others(start: Start) -> None:
    _manager, client = start()
    server = value_of(client, "__import__('os').getppid()")
    files = Path(f"/proc/{server}/fd")
    before = len(list(files.iterdir()))
    with socket.socket(socket.AF_UNIX) as stranger:
        servers = clients.choice.servers.values()
        known = next(each for each in servers if each.process.poll() is None)
        stranger.connect(str(known.address))
        socket.send_fds(stranger, [b"\0\0\0\7"], [1, 2])
        stranger.sendall(b"nothing")
        assert stranger.recv(1) == b""
    assert value_of(client, "1 + 1") == 2
    assert len(list(files.iterdir())) == before


def test_variables_that_are_read_at_startup_are_distinguished_from_others() -> None:
    environment = {"PYTHONHASHSEED": "0", "HOME": "/", "TZ": "UTC", "MINE": "1"}
    assert fork_server.startup_variables(environment.items()) == {
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }


def test_stock_papermill_with_an_ordinary_kernel_shows_what_the_batch_with_a_warm_one_does(
    built_copy: Workspace,
) -> None:
    assert engine.papermill_options()["kernel_name"] == "alereport-warm"
    by_the_batch = nbformat.read(built_copy.executed("sv", "ks-2024/budget"), as_version=4)
    papermill(
        built_copy,
        *("notebooks/budget.ipynb", "out.ipynb", "-f", "params/ks-2024.yaml"),
        *("-k", "python3", "--no-progress-bar"),
    )
    by_papermill = nbformat.read(built_copy.root / "out.ipynb", as_version=4)
    assert [cell.get("outputs") for cell in by_the_batch.cells] == [
        cell.get("outputs") for cell in by_papermill.cells
    ]
