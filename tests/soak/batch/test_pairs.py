"""Every pair of commands at once: each does what it does alone, and nothing is left or lost."""

from __future__ import annotations

import itertools
import sys

import pytest

from tests.abuse import COMMANDS, Abused, abused, assert_at_peace, once

__all__ = ["abused", "once"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations_with_replacement(COMMANDS, 2))
)
def test_two_commands_at_once(abused: Abused, one: str, other: str) -> None:
    assert_at_peace(abused, one, other)
