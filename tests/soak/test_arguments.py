"""Many more random command lines, none of which ends in a traceback."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace
from tests.integration.test_arguments import parse_random_words, unbuilt

__all__ = ["unbuilt"]

INPUTS = 50_000
"""How many each of twenty tests reads."""


@pytest.mark.parametrize("seed", range(2, 22))
def test_no_words_end_in_a_traceback(unbuilt: Workspace, seed: int) -> None:
    assert parse_random_words(unbuilt, INPUTS, seed) == INPUTS
