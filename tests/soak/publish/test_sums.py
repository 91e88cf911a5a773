"""The whole book, in both languages, is the same bytes wherever and whenever it is built."""

from __future__ import annotations

from pathlib import Path

from alereport.base.workspace import Workspace
from alereport.publish.published import sums
from tests.conftest import copy_project
from tests.integration.publish.test_sums import build_elsewhere


def test_the_whole_book_built_elsewhere_on_another_day_is_the_same_bytes(
    built: Workspace, tmp_path: Path
) -> None:
    other = copy_project(tmp_path / "somewhere" / "else altogether")
    build_elsewhere(other)
    assert sums.differences(built, other.build)[1] == []
    assert built.sums.read_bytes() == other.sums.read_bytes()
