"""The builds of `alereport preview`, forked from a process that has imported what they need.

Each is the same command as from a shell, from the same start: what was read of the project before
is compared with the files.
"""

from __future__ import annotations

import importlib

from alereport.base import imports
from alereport.batch import processes

IMPORTED = (
    "alereport.cli",
    "alereport.gate.engine",
    *processes.PRELOADED,
    "alereport.batch.run",
    "alereport.publish.publishing",
)
"""What a build imports, some of it only where there is something to check or to publish."""
PRELOAD, RUN = f"{__name__}:preload", "alereport.__main__:forked"
"""What the process that all are forked from does first, and what each of them does."""


def preload() -> None:
    """Import what a build imports, in the process that all are forked from."""
    with imports.speed_up():
        for name in IMPORTED:
            importlib.import_module(name)
