"""End a process when the one that started it has, however that ended.

The starter gives a pipe as standard input and holds its other end, which the system closes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Thread


def when_starter_ends(end: Callable[[], object]) -> None:
    """In the process that was started: call a function once its standard input has closed."""

    def wait() -> None:
        os.read(0, 1)  # Not by sys.stdin, whose lock an interpreter that ends must get.
        end()

    Thread(target=wait, daemon=True).start()
