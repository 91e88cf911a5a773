"""Every pair of commands at once: each does what it does alone, and nothing is left or lost."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.abuse import COMMANDS, Abused, assert_at_peace, built_project, temporary_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return built_project(tmp_path_factory.mktemp("once") / "small")


@pytest.fixture
def abused(once: Workspace, tmp_path: Path) -> Iterator[Abused]:
    shutil.copytree(once.root, tmp_path / "small")
    with temporary_folder() as temporary:
        yield Abused(Workspace(tmp_path / "small"), temporary)


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations_with_replacement(COMMANDS, 2))
)
def test_two_commands_at_once(abused: Abused, one: str, other: str) -> None:
    assert_at_peace(abused, one, other)
