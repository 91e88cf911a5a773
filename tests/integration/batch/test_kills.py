"""Killed at chosen moments, or two at once, a command leaves nothing that the next does not remove.

The long forms are marked here, or in `tests/soak/batch/test_kills.py` and `test_pairs.py`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

import pytest

from tests.abuse import Abused, abused, assert_at_peace, kill, once
from tests.integration.batch.test_interruptions import wait_for

__all__ = ["abused", "once"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def is_checking(of: Abused) -> bool:
    return any(of.workspace.quality.glob(".*.unfinished"))


def is_running(of: Abused) -> bool:
    return any(of.temporary.glob("*/s-*/k-*/tmp"))


def is_publishing(of: Abused) -> bool:
    return any(of.workspace.build.glob(".site.*.unfinished/*"))


@pytest.mark.parametrize(
    ("moment", "how", "after"),
    [
        pytest.param(is_checking, "command", "status", marks=pytest.mark.long),
        pytest.param(is_running, "command", "seal --list", marks=pytest.mark.long),
        (is_running, "all", "validate"),
        (is_publishing, "group", "rules"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_a_killed_build_left_goes_with_the_next_command(
    abused: Abused, moment: Callable[[Abused], bool], how: str, after: str
) -> None:
    whole = abused.workspace.sums.read_bytes()
    shutil.rmtree(abused.workspace.quality)
    abused.workspace.publication_stamp.unlink()
    abused.workspace.executed("sv", "kultur-2024/budget").unlink()
    building = abused.start("build", "--engine", "pandoc")
    assert wait_for(lambda: moment(abused) or building.poll() is not None)
    assert building.poll() is None, "it ended before it could be killed"
    kill(building, abused, how=how)
    assert abused.left() != []
    code, printed = abused.run(*after.split())
    assert code == 0, printed
    assert abused.left() == []
    assert abused.workspace.sums.read_bytes() == whole


@pytest.mark.parametrize(
    ("one", "other"),
    [("seal", "validate"), ("rules --lock", "seal")],
)
def test_two_quick_commands_at_once(abused: Abused, one: str, other: str) -> None:
    assert_at_peace(abused, one, other)
