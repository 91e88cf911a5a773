"""A brief book in two languages, which is published in seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import _copy_of, _made_once, run_alereport

KEPT = {"ks-2024", "ks-2022", "budget", "easy"}


@pytest.fixture(scope="session")
def _brief_once(_built_once: Workspace, _shared: Path) -> Workspace:
    def publish(workspace: Workspace) -> None:
        for path in (*workspace.params.glob("*-[0-9]*.yaml"), *workspace.notebooks.iterdir()):
            if path.stem not in KEPT:
                path.unlink()
        shutil.copytree(_built_once.build, workspace.build)
        shutil.rmtree(workspace.sites)
        done = run_alereport(workspace, "build", "--engine", "pandoc")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Notebooks: 0 executed, 8 already fresh" in done.stdout

    return _made_once(_shared, "brief", publish)


@pytest.fixture(scope="session")
def brief(_brief_once: Workspace) -> Workspace:
    """The project with two chapters of two years, published once; to be read, not changed."""
    return _brief_once


@pytest.fixture
def brief_copy(_brief_once: Workspace, tmp_path: Path) -> Workspace:
    """A brief published project of its own for the test to spoil."""
    return _copy_of(_brief_once, tmp_path)
