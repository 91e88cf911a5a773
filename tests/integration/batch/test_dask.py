"""The batch on a Dask cluster: a real scheduler and two real workers on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import edit, run_alereport
from tests.integration.batch.test_interruptions import start_run, wait_for


def program(name: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and two workers that do one report at a time."""
    contact = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact))
    started = [program("scheduler", *local, "--port", "0")]
    try:
        assert wait_for(contact.is_file)
        for number in (1, 2):
            folder = str(tmp_path / f"worker-{number}")
            options = ("--no-nanny", "--nthreads", "1", "--local-directory", folder)
            started.append(program("worker", *local, *options))
        yield json.loads(contact.read_text(encoding="utf-8"))["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait(timeout=30)


def test_nothing_is_lost_when_a_worker_is_killed_in_the_middle(
    checked: Workspace, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    marks, killed = checked.root / "begun", checked.root / "killed"
    marks.mkdir()
    # Each report notes that it has begun, and goes on when a worker has been killed.
    code = (
        f"import pathlib, time\n(pathlib.Path('{marks}') / f'{{committee}}-{{year}}').touch()\n"
        f"while not pathlib.Path('{killed}').exists():\n    time.sleep(0.05)"
    )
    edit(checked, "notebooks/budget.ipynb", '"budget.lead(changes)"', json.dumps(code))
    copies = tmp_path / "copies"
    run = start_run(
        checked,
        *("--executor", "dask", "--scheduler", address, "--copy-to", f"file://{copies}"),
    )
    try:
        assert wait_for(lambda: len(list(marks.iterdir())) == 2)
        workers[0].kill()
        workers[0].wait(timeout=30)
        killed.touch()
        stdout, stderr = run.communicate(timeout=600)
    finally:
        run.kill()
        run.wait(timeout=30)
    assert run.returncode == 0, stderr
    assert "3 executed, 0 already fresh" in stdout
    assert "Traceback" not in stderr
    for report in ("ks-2022", "ks-2024", "sn-2021"):
        ours = checked.executed("sv", f"{report}/budget").read_bytes()
        assert (copies / "sv" / report / "budget.ipynb").read_bytes() == ours


def test_a_cluster_that_is_not_there_is_refused_with_its_address(checked: Workspace) -> None:
    done = run_alereport(checked, "run", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 10
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .startswith("--scheduler tcp://127.0.0.1:9: nothing answers")
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--executor", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]]
)
def test_the_executor_and_its_scheduler_go_together(
    project: Workspace, arguments: list[str]
) -> None:
    done = run_alereport(project, "run", *arguments)
    assert done.returncode == 2
    assert "must be used together" in done.stderr
