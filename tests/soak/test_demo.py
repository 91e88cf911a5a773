"""A synthetic project of several committees and years has every chapter, in both languages."""

from __future__ import annotations

from pathlib import Path

from alereport.base.workspace import Workspace
from tests.conftest import run_alereport
from tests.integration.test_demo import assert_each_page_is_marked


def test_every_chapter_is_built_of_synthetic_data_and_marked(
    project: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    done = run_alereport(project, "demo", str(folder), "--committees", "2", "--years", "2")
    assert done.returncode == 0, done.stderr
    workspace = Workspace(folder)
    done = run_alereport(workspace, "build", "--engine", "pandoc")
    assert done.returncode == 0, done.stderr
    assert "Data: green" in done.stdout
    assert_each_page_is_marked(workspace)
