"""Runs that are interrupted, killed, or meet another: nothing is left running, nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.batch import lock
from tests.conftest import edit, run_alereport
from tests.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as folder:
        yield Path(folder)


def start_run(workspace: Workspace, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "alereport", "run", "--language", "sv", *arguments],
        cwd=workspace.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that starts tests in the background has Ctrl-C ignored, also in what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200", **variables},
    )


def let_one_sleep(workspace: Workspace) -> Path:
    """Make one report sleep for a long time; the file it makes when it does."""
    mark = workspace.root / "asleep"
    sleep = f"committee == 'sn' and (open('{mark}', 'w').close(), __import__('time').sleep(600))"
    edit(workspace, "notebooks/budget.ipynb", '"budget.lead(changes)"', json.dumps(sleep))
    return mark


def wait_for(true: Callable[[], bool], within: float = 600) -> bool:
    deadline = time.monotonic() + within
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def descendants(of: int) -> set[int]:
    """The processes that a process started, and those they started."""
    parents = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(each.parent.name)] = int(fields[1])
    found = {of} & set(parents)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def living(pids: set[int]) -> set[int]:
    return {pid for pid in pids if descendants(pid)}


def half_done(workspace: Workspace) -> list[Path]:
    return list((workspace.build / "notebooks").rglob(".*"))


def test_ctrl_c_stops_at_once_and_the_next_run_goes_on(checked: Workspace) -> None:
    mark = let_one_sleep(checked)
    chosen = ("-y", "2021", "-y", "2024")
    run = start_run(checked, "--workers", "1", *chosen)
    assert wait_for(mark.exists)
    all_of_it = descendants(run.pid)
    assert len(all_of_it) >= 4  # The command, a fork server, a kernel, its driver.
    os.killpg(run.pid, signal.SIGINT)
    stdout, stderr = run.communicate(timeout=300)
    assert run.returncode == 130
    assert "Traceback" not in stderr
    assert stderr.splitlines()[-1].startswith("Interrupted. Finished work is kept")
    assert "not started or not finished" in stdout
    assert wait_for(lambda: not living(all_of_it))
    assert half_done(checked) == []
    done_before = {path.name for path in checked.build.rglob("*.run.json")}
    edit(checked, "notebooks/budget.ipynb", "sleep(600)", "sleep(0)")
    again = run_alereport(checked, "run", "--language", "sv", *chosen)
    assert again.returncode == 0, again.stderr
    assert done_before <= {path.name for path in checked.build.rglob("*.run.json")}


@pytest.mark.parametrize("processes", [2, 4], ids=["the fork server", "the drivers too"])
def test_ctrl_c_while_it_warms_up_leaves_nothing(
    checked: Workspace, temporary: Path, processes: int
) -> None:
    run = start_run(checked, TMPDIR=str(temporary))
    assert wait_for(lambda: len(descendants(run.pid)) >= processes)
    all_of_it = descendants(run.pid)
    os.killpg(run.pid, signal.SIGINT)
    _stdout, stderr = run.communicate(timeout=300)
    assert run.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert stderr.splitlines()[-1].startswith("Interrupted.")
    assert wait_for(lambda: not living(all_of_it))
    assert list(temporary.glob("alereport-*")) == []


def test_after_a_kill_nothing_is_left_running_and_the_next_run_continues(
    checked: Workspace, temporary: Path
) -> None:
    mark = let_one_sleep(checked)
    chosen = ("-y", "2021", "-y", "2024")
    run = start_run(checked, *chosen, TMPDIR=str(temporary))
    assert wait_for(mark.exists)
    assert wait_for(checked.record("sv", "ks-2024/budget").is_file)
    all_of_it = descendants(run.pid)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate(timeout=300)
    assert wait_for(lambda: not living(all_of_it))
    assert not checked.executed("sv", "sn-2021/budget").exists()
    assert half_done(checked) != []
    # The same notebook, so that what was finished is still fresh.
    mark.unlink()
    again = start_run(checked, *chosen, "--verbose", TMPDIR=str(temporary))
    assert wait_for(mark.exists)
    os.killpg(again.pid, signal.SIGINT)
    stdout, stderr = again.communicate(timeout=300)
    assert "0 executed, 1 already fresh, 1 not started or not finished" in stdout, stderr
    assert half_done(checked) == []
    assert list(temporary.iterdir()) == []


def test_a_second_run_waits_for_the_first_and_says_so(checked: Workspace) -> None:
    waited: list[str] = []
    with lock.exclusive(checked, waited.append):
        second = start_run(checked, "--committee", "sn")
        assert second.stderr is not None
        assert any("Another alereport command is at work" in line for line in second.stderr)
        assert second.poll() is None
        assert not (checked.build / "notebooks").exists()
    stdout, _stderr = second.communicate(timeout=600)
    assert second.returncode == 0
    assert "1 executed" in stdout
    assert waited == []


def test_what_a_killed_run_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    notebooks = workspace.build / "notebooks/sv/ks-2024"
    folder = notebooks / ".budget.ipynb.abcd1234.unfinished"
    folder.mkdir(parents=True)
    workspace.book("sv").mkdir(parents=True)
    left = [
        notebooks / ".budget.run.json.abcd1234.unfinished",
        workspace.build / ".run.json.a_cd1234.unfinished",
        workspace.build / "words/.sv.po.abcd1234.unfinished",
        workspace.build / "book/.sv.abcd1234.replaced",
        workspace.data / ".seals.yaml.abcd1234.unfinished",
        workspace.data / "documents/.documents.csv.abcd1234.unfinished",
    ]
    kept = [
        notebooks / ".ipynb_checkpoints",
        notebooks / "budget.ipynb",
        workspace.build / ".mine",
        workspace.data / ".budget.markdown",
        workspace.run_record,
    ]
    for path in (*left, *kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    lock.sweep(workspace)
    assert not any(path.exists() for path in (*left, folder))
    assert all(path.exists() for path in (*kept, workspace.book("sv")))


def test_ctrl_c_ends_with_its_code_also_while_a_library_executes_what_it_wrote(
    tmp_path: Path,
) -> None:
    # As dataclasses do; Python alone would end by the signal, though it was met.
    (tmp_path / "interrupted.py").write_text(
        "import sys\nsys.argv = ['alereport', 'status']\n"
        "import alereport.__main__ as program\nfrom alereport.batch import warm\n"
        "kill = 'import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(60)'\n"
        "warm.start_early = lambda _command: exec(kill)\nprogram.main()\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "interrupted"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert done.returncode == 130
    assert done.stderr.startswith("Interrupted.")
