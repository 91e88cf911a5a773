"""What something took: by the clock, and of the cores, which other work lengthens less."""

from __future__ import annotations

import ctypes
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import psutil

PR_SET_CHILD_SUBREAPER = 36


class Spent(NamedTuple):
    """Seconds by the clock, and seconds of the cores, those of ended programs with them."""

    wall: float
    of_the_cores: float


def spent(act: Callable[[], object]) -> Spent:
    """What a call takes, with the programs it starts, and on Linux with those they leave behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    others = {each.pid for each in psutil.Process().children()}
    before, start = os.times(), time.perf_counter()
    act()
    wall = time.perf_counter() - start
    for left in psutil.Process().children():
        if left.pid not in others:
            os.waitpid(left.pid, 0)
    after = os.times()
    return Spent(wall, sum(after[:4]) - sum(before[:4]))


def median(times: Sequence[Spent]) -> Spent:
    walls, cores = zip(*times, strict=True)
    return Spent(statistics.median(walls), statistics.median(cores))
