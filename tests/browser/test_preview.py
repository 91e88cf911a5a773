"""The preview in a real browser: a change is shown, an error is reported, and it ends clean."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from alereport.base.workspace import Workspace
from alereport.preview.server import Server
from tests.conftest import edit, run_alereport
from tests.integration.batch.test_interruptions import wait_for
from tests.patience import PATIENCE

BUDGET = "data/budget/ks-namndplan-2024.csv"
SECONDS = 300_000
"""Milliseconds a change may take to be shown, where others are at work on the machine."""
PAGE = (
    '<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'self'\"></head><body><h1>{}</h1>\n</body></html>"
)


def answer(address: str, path: str, host: str | None = None) -> tuple[int, str, str]:
    """A page's status, where it leads and what it says."""
    where = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", where.port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Host": host or where.netloc})
    found = connection.getresponse()
    answered = (found.status, found.headers.get("Location", ""), found.read().decode())
    connection.close()
    return answered


def test_the_script_is_added_by_the_server_alone_and_allowed_by_the_page(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    page = tmp_path / "sv" / "index.html"
    with Server(tmp_path, "/sv/index.html", 0) as server:
        assert "The report is being built" in answer(server.address, "/sv/index.html")[2]
        page.write_text(PAGE.format("Budget"), encoding="utf-8")
        server.status.mark_rebuilt()
        status, _to, text = answer(server.address, "/sv/index.html")
        assert status == 200
        assert "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'" in text
        assert '<script src="/.preview/reload.js" data-version="1" defer></script>' in text
        assert "EventSource" in answer(server.address, "/.preview/reload.js")[2]
        assert answer(server.address, "/")[:2] == (302, "/sv/index.html")
        assert answer(server.address, "/sv/none.html")[0] == 404
        assert answer(server.address, "/../../etc/passwd")[0] == 404
        assert answer(server.address, "/sv/index.html", host="elsewhere.example")[0] == 403
    assert "script" not in page.read_text(encoding="utf-8")


def test_a_port_that_is_taken_is_a_usage_error(small: Workspace, tmp_path: Path) -> None:
    with Server(tmp_path, "/", 0) as server:
        taken = str(urlsplit(server.address).port)
        done = run_alereport(small, "preview", "--no-open", "--port", taken)
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@contextmanager
def previewed(workspace: Workspace) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The preview of a project at work, and the address it printed."""
    running = subprocess.Popen(
        [sys.executable, "-m", "alereport", "preview", "--no-open"],
        cwd=workspace.root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    try:
        line = running.stdout.readline()
        assert line.startswith("Preview: http://127.0.0.1:")
        yield running, line.split()[1]
    finally:
        running.kill()
        running.communicate()


def children_of(process: int) -> list[int]:
    """The processes a process has started, and those that they have."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *children_of(child))]


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_changed_figure_is_shown_and_a_wrong_one_reported(
    browser: Browser,
    small_copy: Workspace,
) -> None:
    published = {p: p.read_bytes() for p in small_copy.sites.rglob("*") if p.is_file()}
    with previewed(small_copy) as (running, address):
        page = browser.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.goto(address.replace("index", "ks-2024/budget"))
        page.get_by_role("heading", name="Ekonomi").wait_for(timeout=SECONDS)
        table = page.locator("#tbl-ks-2024-by-area")
        table.scroll_into_view_if_needed()  # What is far below is laid out when it comes near.
        expect(table).to_contain_text("20\u00a0450", use_inner_text=True)

        edit(small_copy, BUDGET, ",20450,\n", ",20451,\n")
        page.locator("#preview-message").get_by_text("expected 154391").wait_for(timeout=SECONDS)
        assert "20\u00a0450" in table.inner_text(), "what was good stays"

        edit(small_copy, BUDGET, ",22750,\n", ",22749,\n")
        table.get_by_text("20\u00a0451").first.wait_for(timeout=SECONDS)
        assert page.locator("#preview-message").is_hidden()
        assert "UTKAST" in page.inner_text("body")
        assert wrong == []
        page.close()

        edit(small_copy, "notebooks/budget.ipynb", "budget.lead(changes)", "budget.lead(changes);")
        assert wait_for(lambda: bool(children_of(running.pid)))
        at_work = children_of(running.pid)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=PATIENCE) == 0
        assert wait_for(lambda: not any(map(is_alive, at_work)))
    assert {p: p.read_bytes() for p in published} == published
    assert not list(small_copy.build.glob(".preview*"))


def test_a_preview_that_is_killed_leaves_no_build(small_copy: Workspace) -> None:
    with previewed(small_copy) as (running, _address):
        assert wait_for(lambda: bool(children_of(running.pid)))
        at_work = children_of(running.pid)
        running.kill()
        assert wait_for(lambda: not any(map(is_alive, at_work)))
