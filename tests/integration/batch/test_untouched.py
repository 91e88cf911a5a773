"""A notebook only reads what people write, and nothing that it started outlives it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.batch import untouched
from alereport.batch.warm import client
from tests.abuse import Abused, once, temporary_folder
from tests.integration.batch.test_interruptions import living, wait_for

__all__ = ["once"]

DAEMON = """\
import os, subprocess, sys
code = "import os, sys, time; os.fork() and os._exit(0); os.setsid(); os.fork() and os._exit(0); "
code += "open(sys.argv[1], 'a').write(f'{os.getpid()} '); time.sleep(600)"
for environment in ({}, None):
    subprocess.run([sys.executable, "-c", code, MARK], env=environment)
subprocess.Popen([sys.executable, "-c", code, MARK], start_new_session=True).wait()
import time
while len(open(MARK).read().split()) < 3: time.sleep(0.02)
"""
WRITE = """\
import subprocess
subprocess.run(["touch", "DATA/budget/kultur-plan-2024.csv"], check=True)
subprocess.run(["touch", "DATA/budget/another.csv"], check=True)
"""


@pytest.fixture
def abused(once: Workspace, tmp_path: Path) -> Iterator[Abused]:
    """A small project with the gate's verdict on it, of which nothing is published."""
    shutil.copytree(once.root, tmp_path / "small")
    workspace = Workspace(tmp_path / "small")
    shutil.rmtree(workspace.sites)
    with temporary_folder() as temporary:
        yield Abused(workspace, temporary)


def add_cell(workspace: Workspace, source: str) -> None:
    path = workspace.notebook("budget")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"].append({**cell, "id": "abuse", "source": source})
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("warm", ["1", "0"], ids=["forked", "ordinary"])
def test_what_a_notebook_writes_fails_it_and_its_daemons_end_with_it(
    abused: Abused, warm: str
) -> None:
    workspace, mark = abused.workspace, abused.workspace.root / "daemons"
    daemons = DAEMON.replace("MARK", repr(str(mark)))
    add_cell(workspace, daemons + WRITE.replace("DATA", str(workspace.data)))
    building = abused.start("build", "--engine", "pandoc", ALEREPORT_WARM=warm)
    printed, errors = building.communicate(timeout=1200)
    assert building.returncode == 14, printed + errors
    (message,) = [line for line in errors.splitlines() if "while it ran" in line]
    assert message.startswith("notebooks/budget.ipynb")
    assert (
        "data/budget/another.csv was added, data/budget/kultur-plan-2024.csv was written" in message
    )
    assert not workspace.sites.exists()
    started = {int(pid) for pid in mark.read_text().split()}
    assert len(started) == 3
    assert wait_for(lambda: not living(started))
    assert abused.left() == []


@pytest.mark.skipif(not client.ENABLED, reason="kernels are forked on Linux only")
def test_a_cell_that_would_write_is_named_and_writes_nothing(abused: Abused) -> None:
    data = abused.workspace.data
    tries = [
        f"open({str(data / 'budget/new.csv')!r}, 'w')",
        f"open({str(data / 'budget/kultur-plan-2024.csv')!r}, 'a')",
        f"os.remove({str(data / 'seals.yaml')!r})",
        f"os.rename({str(data)!r}, 'away')",
        f"os.rename('here', {str(data / 'budget/there.csv')!r})",
        f"pathlib.Path({str(data / 'budget/rules.yaml')!r}).write_text('')",
        f"os.truncate({str(data / 'seals.yaml')!r}, 0)",
        f"os.symlink('/tmp', {str(abused.workspace.params / 'link')!r})",
        f"os.open({str(abused.workspace.notebook('budget'))!r}, os.O_RDWR)",
        "open(os.path.relpath(" + repr(str(data / "x")) + "), 'w')",
    ]
    loop = f"""import os, pathlib
for each in {tries!r}:
    try:
        eval(each)
    except PermissionError:
        continue
    raise SystemError(each)
open('mine.txt', 'w').close()
open({str(data / "seals.yaml")!r}).close()
{tries[0]}"""
    add_cell(abused.workspace, loop)
    before = untouched.state(abused.workspace)
    code, printed = abused.run("run", "--committee", "kultur")
    assert code == 14, printed
    (message,) = [line for line in printed.splitlines() if " raised " in line]
    assert "notebooks/budget.ipynb for kultur-2024/budget" in message
    assert "a notebook only reads this folder" in message
    assert str(data / "budget/new.csv") in message
    assert untouched.differences(before, untouched.state(abused.workspace)) == []
    assert "easy.ipynb" not in printed, "no other notebook is blamed"


def test_every_way_to_write_a_file_is_seen_and_reading_is_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for name in ("read", "appended", "removed", "replaced", "rights"):
        path = workspace.dataset("budget") / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a", encoding="utf-8")
    before = untouched.state(workspace)
    assert untouched.differences(before, untouched.state(workspace)) == []
    folder = workspace.dataset("budget")
    (folder / "read.csv").read_text(encoding="utf-8")
    (folder / ".read.csv.swp").touch()
    with (folder / "appended.csv").open("a") as file:
        file.write("b")
    (folder / "removed.csv").unlink()
    (folder / "new").write_text("a", encoding="utf-8")
    (folder / "new").replace(folder / "replaced.csv")
    (folder / "rights.csv").chmod(0o600)
    workspace.params.mkdir()
    (workspace.params / "ks-2030.yaml").touch()
    assert untouched.differences(before, untouched.state(workspace)) == [
        "data/budget/appended.csv was written",
        "data/budget/removed.csv was removed",
        "data/budget/replaced.csv was written",
        "data/budget/rights.csv was written",
        "params/ks-2030.yaml was added",
    ]
