"""The warm kernel in a real JupyterLab server: start, interrupt, restart and shut down."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alereport.batch.warm import client
from tests.integration.batch.test_interruptions import descendants, living, wait_for
from tests.patience import PATIENCE, read_json

pytestmark = pytest.mark.skipif(not client.ENABLED, reason="kernels are forked on Linux only")

TOKEN = "of-this-test-alone"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The address and the process id of a JupyterLab server."""
    runtime = tmp_path / "runtime"
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"),
            *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--ServerApp.root_dir={tmp_path}"),
            *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.config_file_name={TOKEN}"),
        ],
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime)},
        stdout=log,
        stderr=log,
    )
    try:
        assert wait_for(lambda: bool(list(runtime.glob("jpserver-*.json"))))
        contact = read_json(next(runtime.glob("jpserver-*.json")))
        assert wait_for(lambda: answers(contact["url"]))
        yield contact["url"], process.pid
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        log.close()


def answers(server: str) -> bool:
    """Whether the server takes requests by now: it says where it is before it does."""
    try:
        ask(server, "GET", "")
    except urllib.error.URLError:
        return False
    return True


def ask(server: str, method: str, path: str, body: dict[str, str] | None = None) -> Any:
    request = urllib.request.Request(
        f"{server}api/kernels{path}",
        data=json.dumps(body).encode() if body else b"" if method == "POST" else None,
        headers={"Authorization": f"token {TOKEN}"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.loads(answer.read() or b"null")


def test_it_starts_is_interrupted_restarts_and_ends(server: tuple[str, int]) -> None:
    address, pid = server
    before = descendants(pid)
    kernel = ask(address, "POST", "", {"name": "alereport-warm"})
    assert kernel["name"] == "alereport-warm"
    assert wait_for(lambda: len(descendants(pid) - before) == 2)  # The fork server and a kernel.
    ask(address, "POST", f"/{kernel['id']}/interrupt")
    first = descendants(pid)
    ask(address, "POST", f"/{kernel['id']}/restart")
    assert wait_for(lambda: len(descendants(pid) - first) == 1)
    ask(address, "DELETE", f"/{kernel['id']}")
    assert wait_for(lambda: len(descendants(pid) - before) == 1)  # The server waits for more.
    fork_server = descendants(pid) - before
    os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: not living(fork_server))
