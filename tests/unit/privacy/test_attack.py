"""Nobody who knows all that a reader can know computes a withheld figure of a small group."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.privacy import attacker

TOWNS = 20


@pytest.mark.slow
@pytest.mark.parametrize("tenth", range(10))
def test_no_withheld_figure_is_narrowed_below_what_is_promised(tenth: int) -> None:
    attacks = [
        attacker.attack(attacker.town(np.random.default_rng(seed)))
        for seed in range(tenth, TOWNS, 10)
    ]
    assert [each.narrowed for each in attacks] == [{}] * len(attacks)
    assert sum(len(each.attacked) for each in attacks) > len(attacks)
