"""A million spoilt notebooks, none of which ends in an exception but our own."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace
from tests.unit.batch.test_faulty_notebooks import read_spoilt, workspace

__all__ = ["workspace"]

INPUTS = 50_000
"""How many each of twenty tests reads."""


@pytest.mark.parametrize("seed", range(2, 22))
def test_no_spoilt_notebook_ends_in_another_exception(workspace: Workspace, seed: int) -> None:
    assert INPUTS // 10 < read_spoilt(workspace, INPUTS, seed) < INPUTS
