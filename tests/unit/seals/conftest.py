"""A project whose sealed data are in the history of a git repository of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.gate import validation
from tests.conftest import copy_project, edit

BUDGET = "data/budget/ks-namndplan-2024.csv"


def exchange(workspace: Workspace) -> None:
    """Move 1 tkr from one area's budget to another's, which keeps every total."""
    edit(workspace, BUDGET, ",20450,\n", ",20451,\n")
    edit(workspace, BUDGET, ",22750,\n", ",22749,\n")


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


@pytest.fixture(scope="module")
def _exchanged_once(
    _in_git_once: Workspace, _checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("exchanged") / "project")
    shutil.copytree(_in_git_once.root, workspace.root)
    shutil.copytree(_checked_once.build, workspace.build)
    exchange(workspace)
    validation.validate(workspace)
    return workspace


@pytest.fixture
def exchanged(_exchanged_once: Workspace, tmp_path: Path) -> Workspace:
    """Two figures exchanged for others that no rule can tell from them, after they were sealed."""
    shutil.copytree(_exchanged_once.root, tmp_path / "project")
    return Workspace(tmp_path / "project")
