"""A thousand made-up municipalities, each attacked with all that a reader can know."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.privacy import attacker

TOWNS, AT_ONCE = 1_000, 20


@pytest.mark.parametrize("first", range(0, TOWNS, AT_ONCE))
def test_no_withheld_figure_is_narrowed_below_what_is_promised(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        result = attacker.attack(attacker.town(np.random.default_rng(seed)))
        assert result.narrowed == {}, seed
