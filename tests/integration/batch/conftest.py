"""The batch is tested on one notebook, so that what it does can be counted."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace


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
def built_copy(built_copy: Workspace) -> Workspace:
    """A built project whose only chapters are the budgets."""
    return with_budget_only(built_copy)
