"""Measure wall time and CPU time; other work on the machine lengthens CPU time less."""

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


class Duration(NamedTuple):
    """Seconds of wall time, and of CPU time including that of ended child processes."""

    wall: float
    cpu: float


def time_call(call: Callable[[], object]) -> Duration:
    """Time a call and the programs it starts, on Linux also those that they leave running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    earlier_children = {child.pid for child in psutil.Process().children()}
    before, start = os.times(), time.perf_counter()
    call()
    wall = time.perf_counter() - start
    for process in psutil.Process().children():
        if process.pid not in earlier_children:
            os.waitpid(process.pid, 0)
    after = os.times()
    return Duration(wall, sum(after[:4]) - sum(before[:4]))


def median(times: Sequence[Duration]) -> Duration:
    walls, cores = zip(*times, strict=True)
    return Duration(statistics.median(walls), statistics.median(cores))
