"""What something took: by the clock, and of the cores, which other work lengthens less."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of the cores, those of ended programs with them."""

    wall: float
    of_the_cores: float


def spent(act: Callable[[], object]) -> Spent:
    """What a call takes, with the programs it starts and waits for."""
    before, start = os.times(), time.perf_counter()
    act()
    wall, after = time.perf_counter() - start, os.times()
    return Spent(wall, sum(after[:4]) - sum(before[:4]))


def median(times: Sequence[Spent]) -> Spent:
    walls, cores = zip(*times, strict=True)
    return Spent(statistics.median(walls), statistics.median(cores))
