"""Killed at random moments, a build ends in the same bytes, and nothing of it is left.

`ALEREPORT_KILLS` says how many kills (200), `ALEREPORT_SEED` which (1). What happened is logged:
`pytest --log-cli-level INFO` shows it.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.abuse import Abused, kill, small_project
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
LOG = logging.getLogger(__name__)
KILLS = int(os.environ.get("ALEREPORT_KILLS", "200"))
SEED = int(os.environ.get("ALEREPORT_SEED", "1"))
IN_A_ROW = 5
"""How many kills before a build is let run to its end."""
NEXT = (["status"], ["validate"], ["seal", "--list"], ["trace", "1"], ["rules"])


@pytest.fixture
def abused(tmp_path: Path) -> Iterator[Abused]:
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as folder:
        yield Abused(small_project(Workspace(ROOT), tmp_path / "small"), Path(folder))


def sums(workspace: Workspace) -> bytes:
    return workspace.sums.read_bytes()


def make_stale(workspace: Workspace, chance: random.Random) -> str:
    """Take away everything that is built, or some of it, so that there is something to do."""
    if chance.random() < 0.4:
        shutil.rmtree(workspace.build, ignore_errors=True)
        return "fresh"
    for path in (workspace.publication_stamp, workspace.executed("sv", "kultur-2024/budget")):
        if chance.random() < 0.7:
            path.unlink(missing_ok=True)
    if chance.random() < 0.5:
        shutil.rmtree(workspace.caches, ignore_errors=True)
    workspace.publication_stamp.unlink(missing_ok=True)
    return "incremental"


def test_killed_at_random_moments_it_ends_in_the_same_bytes_and_leaves_nothing(
    abused: Abused,
) -> None:
    chance, counts = random.Random(SEED), Counter[str]()
    clock = time.monotonic()
    code, printed = abused.run("build", "--engine", "pandoc")
    assert code == 0, printed
    seconds, whole = time.monotonic() - clock, sums(abused.workspace)
    assert abused.left() == []
    for number in range(KILLS):
        if number % IN_A_ROW == 0:
            counts[make_stale(abused.workspace, chance)] += 1
        moment, how = chance.uniform(0, seconds), chance.choice(["command", "group", "all"])
        running = abused.start("build", "--engine", "pandoc")
        try:
            running.wait(moment)
            counts["ended before"] += 1
            running.communicate()
        except subprocess.TimeoutExpired:
            kill(running, abused, how=how)
            counts[f"killed: {how}"] += 1
            counts["with something left by the kill"] += bool(abused.left())
        after = chance.choice(NEXT)
        code, printed = abused.run(*after)
        assert code in {0, 2}, (number, moment, how, after, printed)
        assert "Traceback" not in printed, (number, moment, how, after, printed)
        left = abused.left()
        assert left == [], (number, moment, how, after, left)
        if number % IN_A_ROW == IN_A_ROW - 1 or number == KILLS - 1:
            code, printed = abused.run("build", "--engine", "pandoc")
            assert code == 0, (number, printed)
            assert sums(abused.workspace) == whole, (number, moment, how)
            assert abused.left() == []
            counts["same bytes"] += 1
            LOG.info("%d kills in %.0f s: %s", number + 1, time.monotonic() - clock, dict(counts))
