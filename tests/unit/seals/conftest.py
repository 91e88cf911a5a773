"""A project whose sealed data are in the history of a git repository of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import copy_project


def git(workspace: Workspace, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", *arguments],
        cwd=workspace.root,
        check=True,
        capture_output=True,
    )


def commit(workspace: Workspace) -> None:
    git(workspace, "add", "--all")
    git(workspace, "commit", "--quiet", "--message", "x")


@pytest.fixture(scope="module")
def _in_git_once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = copy_project(tmp_path_factory.mktemp("in-git") / "project")
    git(workspace, "init", "--quiet")
    commit(workspace)
    return workspace


@pytest.fixture
def in_git(_in_git_once: Workspace, tmp_path: Path) -> Workspace:
    """A project whose sealed data are in the history of a git repository of its own."""
    shutil.copytree(_in_git_once.root, tmp_path / "project")
    return Workspace(tmp_path / "project")
