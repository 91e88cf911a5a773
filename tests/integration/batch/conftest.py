"""The batch is tested on one notebook, so that what it does can be counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace

PUBLISHED = shutil.ignore_patterns("site", "book", "cache", "*.pdf")
"""What is made of the executed notebooks, which the batch does not read."""


def with_budget_only(workspace: Workspace) -> Workspace:
    for path in workspace.notebooks.glob("*.ipynb"):
        if path.stem != "budget":
            path.unlink()
    return workspace


@pytest.fixture
def checked(checked: Workspace) -> Workspace:
    """A project with the gate's verdict on it, whose only chapters are the budgets."""
    return with_budget_only(checked)


@pytest.fixture
def built_copy(built: Workspace, tmp_path: Path) -> Workspace:
    """A project whose notebooks have been executed, and whose only chapters are the budgets."""
    root = tmp_path / "project"
    shutil.copytree(built.root, root, ignore=PUBLISHED)
    return with_budget_only(Workspace(root))
