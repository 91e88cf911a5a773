"""Measure the memory of the processes that a benchmark starts."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread
from typing import Self


class Memory:
    """The peak memory of this process's descendants together, shared pages counted once."""

    def __enter__(self) -> Self:
        self.peak_mib = 0.0
        self._done = Event()
        self._thread = Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(1.0):
            self.peak_mib = max(self.peak_mib, sum(map(_pss_mib, _descendants(os.getpid()))))


def _descendants(process: int) -> set[int]:
    parents = {}
    for stat_file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat_file.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat_file.parent.name)] = int(fields[1])
    pids = {process}
    while children := {pid for pid, parent in parents.items() if parent in pids} - pids:
        pids |= children
    return pids - {process}


def _pss_mib(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
