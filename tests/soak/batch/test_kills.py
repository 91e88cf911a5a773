"""Killed at random moments, a build ends in the same bytes, and nothing of it is left.

`ALEREPORT_KILLS` says how many kills (200), `ALEREPORT_SEED` which (1). What happened is logged:
`pytest --log-cli-level INFO` shows it.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.abuse import Abused, kill, small_project, temporary_folder
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
    with temporary_folder() as temporary:
        yield Abused(small_project(Workspace(ROOT), tmp_path / "small"), temporary)


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
    faulthandler.cancel_dump_traceback_later()  # It takes longer than a test that hangs.
    chance, counts = random.Random(SEED), Counter[str]()
    began = time.monotonic()
    assert abused.run("build", "--engine", "pandoc")[0] == 0
    whole = sums(abused.workspace)
    seconds = {"fresh": time.monotonic() - began, "incremental": 20.0}
    kind, kills = make_stale(abused.workspace, chance), 0
    while kills < KILLS:
        moment, how = chance.uniform(0, seconds[kind]), chance.choice(["command", "group", "all"])
        clock = time.monotonic()
        if kill_after(moment, how, abused):
            kills += 1
            counts.update([kind, how])
            counts["with something left by the kill"] += bool(abused.left())
        else:
            seconds[kind] = time.monotonic() - clock
            kind = make_stale(abused.workspace, chance)
        after = chance.choice(NEXT)
        code, printed = abused.run(*after)
        story = (kills, kind, moment, how, after)
        assert code in {0, 2, 14}, (*story, printed)  # 14: nothing to trace is executed yet.
        assert "Traceback" not in printed, (*story, printed)
        assert abused.left() == [], story
        if kills and kills % IN_A_ROW == 0 and counts["same bytes"] < kills // IN_A_ROW:
            code, printed = abused.run("build", "--engine", "pandoc")
            assert code == 0, (*story, printed)
            assert sums(abused.workspace) == whole, story
            assert abused.left() == [], story
            counts["same bytes"] += 1
            kind = make_stale(abused.workspace, chance)
            LOG.info("%d kills in %.0f s: %s", kills, time.monotonic() - began, dict(counts))


def kill_after(seconds: float, how: str, abused: Abused) -> bool:
    """Start a build and kill it after some seconds; False if it ended before."""
    running = abused.start("build", "--engine", "pandoc")
    try:
        printed, errors = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        kill(running, abused, how=how)
        return True
    assert running.returncode == 0, printed + errors
    return False
