"""Notebooks and pages on a Dask cluster: a real scheduler and two real workers here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace
from alereport.publish.engines import conversions
from tests.conftest import edit, run_alereport
from tests.integration.batch.test_interruptions import start_run, wait_for
from tests.patience import PATIENCE, read_json


def program(name: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def start(workspace: Workspace, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "alereport", *arguments],
        cwd=workspace.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
    )


def sums_of(workspace: Workspace) -> dict[str, str]:
    """The checksum of each published file, by its name."""
    lines = (line.split("  ", 1) for line in workspace.sums.read_text("utf-8").splitlines())
    return {name: digest for digest, name in lines}


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The scheduler's address, and two workers that do one report at a time."""
    contact = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact))
    started = [program("scheduler", *local, "--port", "0")]
    try:
        address = read_json(contact)["address"]
        for number in (1, 2):
            folder = str(tmp_path / f"worker-{number}")
            options = ("--no-nanny", "--nthreads", "1", "--local-directory", folder)
            started.append(program("worker", *local, *options))
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait(timeout=PATIENCE)


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
        workers[0].wait(timeout=PATIENCE)
        killed.touch()
        stdout, stderr = run.communicate(timeout=600)
    finally:
        run.kill()
        run.wait(timeout=PATIENCE)
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
@pytest.mark.parametrize("command", ["run", "build", "publish"])
def test_the_executor_and_its_scheduler_go_together(
    project: Workspace, command: str, arguments: list[str]
) -> None:
    done = run_alereport(project, command, *arguments)
    assert done.returncode == 2
    assert "must be used together" in done.stderr


def test_pages_are_made_by_the_workers_with_the_same_bytes_and_one_may_be_killed(
    small_copy: Workspace, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    here = sums_of(small_copy)
    for folder in ("site", "cache/pages-sv"):
        shutil.rmtree(small_copy.build / folder)
    small_copy.sums.unlink()
    publishing = start(
        small_copy,
        *("publish", "--engine", "pandoc", "--executor", "dask", "--scheduler", address),
    )
    try:
        cache = small_copy.cache("pages", "sv")
        assert wait_for(lambda: cache.is_dir() and any(cache.iterdir()))
        workers[0].kill()
        workers[0].wait(timeout=PATIENCE)
        _stdout, stderr = publishing.communicate(timeout=300)
    finally:
        publishing.kill()
        publishing.wait(timeout=PATIENCE)
    assert publishing.returncode == 0, stderr
    assert "Traceback" not in stderr
    assert sums_of(small_copy) == here


def test_a_worker_with_another_pandoc_refuses_to_make_a_page(small_copy: Workspace) -> None:
    with pytest.raises(PublishError, match=r"it has Pandoc .*the same version of alereport"):
        conversions._convert(("1.0", ""), [("page.md", "")], small_copy.root, {})
