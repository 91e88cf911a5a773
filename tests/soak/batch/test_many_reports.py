"""Many reports are run and published with memory and descriptors that do not grow with them.

`ALEREPORT_REPORTS` says how many (2,000). What was measured is logged: `pytest
--log-cli-level INFO` shows it.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from alereport import demo
from alereport.base.workspace import Workspace
from tests.abuse import Abused, only_chapters, temporary_folder
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
LOG = logging.getLogger(__name__)
REPORTS = int(os.environ.get("ALEREPORT_REPORTS", "2000"))
YEARS = 50
CHAPTERS = 2
STEP = 100
"""After how many reports the processes are measured."""
WARM_UP = 100
"""How many reports may pass until everything is imported that is imported only once."""
GROWTH_MIB, GROWTH_DESCRIPTORS = 5.0, 2.0
"""How much any process may grow for each 100 reports after that."""


@dataclass(frozen=True)
class Size:
    """The memory of a process that is its own, in MiB, and how many descriptors it has open."""

    mib: float
    descriptors: int


@pytest.fixture
def abused(tmp_path: Path) -> Iterator[Abused]:
    committees = max(1, REPORTS // (YEARS * CHAPTERS))
    years = min(YEARS, max(1, REPORTS // (committees * CHAPTERS)))
    workspace = demo.make(
        Workspace(ROOT), tmp_path / "many", committee_count=committees, years=years, seed=1
    )
    only_chapters(workspace)
    with temporary_folder() as temporary:
        yield Abused(workspace, temporary)


def sizes(of: Abused, command: int) -> dict[str, Size]:
    """The sizes of the processes that live as long as the command."""
    found = {}
    for pid in {command} | of.processes():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            group = os.getsid(pid)
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
            descriptors = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        except OSError:
            continue
        kib = sum(int(line.split()[1]) for line in rollup if line.startswith("Private_"))
        if pid == command:
            found["command"] = Size(kib / 1024, descriptors)
        elif "alereport.batch.warm" in words and group == pid and is_server(pid, command):
            found["fork server"] = Size(kib / 1024, descriptors)
        elif "from multiprocessing.forkserver" in " ".join(words) and parent(pid) == command:
            found["forkserver of the drivers"] = Size(kib / 1024, descriptors)
    return found


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def is_server(pid: int, command: int) -> bool:
    return parent(pid) == command


def done(workspace: Workspace) -> int:
    return sum(1 for _ in (workspace.build / "notebooks").rglob("*.run.json"))


def test_memory_and_descriptors_are_flat(abused: Abused) -> None:
    faulthandler.cancel_dump_traceback_later()  # It takes longer than a test that hangs.
    began, measured = time.monotonic(), dict[int, dict[str, Size]]()
    running = abused.start("run")
    while running.poll() is None:
        if (count := done(abused.workspace) // STEP * STEP) not in measured:
            measured[count] = sizes(abused, running.pid)
            LOG.info("%d after %.0f s: %s", count, time.monotonic() - began, measured[count])
        time.sleep(0.5)
    printed, errors = running.communicate()
    assert running.returncode == 0, printed[-2000:] + errors[-2000:]
    assert_flat(measured)
    assert abused.left() == []
    publishing, largest = abused.start("publish", "--engine", "pandoc", "--draft"), Size(0, 0)
    while publishing.poll() is None:
        now = sizes(abused, publishing.pid).get("command", Size(0, 0))
        largest = Size(max(largest.mib, now.mib), max(largest.descriptors, now.descriptors))
        time.sleep(0.5)
    LOG.info("published after %.0f s: at most %s", time.monotonic() - began, largest)
    printed, errors = publishing.communicate()
    assert publishing.returncode == 0, printed[-2000:] + errors[-2000:]
    assert largest.descriptors < 64
    assert abused.left() == []


def assert_flat(measured: dict[int, dict[str, Size]]) -> None:
    """No process has grown by more than the limit for each 100 reports after the first."""
    counts = sorted(count for count in measured if count >= WARM_UP and measured[count])
    first, last = counts[0], counts[-1]
    for name in measured[first].keys() & measured[last].keys():
        one, other = measured[first][name], measured[last][name]
        steps = max(1, (last - first) / STEP)
        assert (other.mib - one.mib) / steps <= GROWTH_MIB, (name, one, other)
        assert (other.descriptors - one.descriptors) / steps <= GROWTH_DESCRIPTORS, (name, measured)
