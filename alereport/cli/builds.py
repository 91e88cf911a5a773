"""The builds of `alereport preview`, forked from a process that has imported what they need.

Each is the same command as from a shell, from the same start: nothing of a project is read before
it begins.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from alereport.base import imports
from alereport.batch import warm

IMPORTED = (
    "alereport.cli",
    "alereport.gate.engine",
    "alereport.gate.gx",
    "alereport.batch.run",
    "alereport.publish.publishing",
)
"""What a build imports, some of it only where there is something to check or to publish."""
PRELOAD, RUN = f"{__name__}:preload", f"{__name__}:run"


def preload() -> None:
    """Import what a build imports, in the process that all are forked from."""
    with imports.speed_up(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Great Expectations' own deprecations
        for name in IMPORTED:
            importlib.import_module(name)


def run(arguments: Sequence[str]) -> None:
    """Run the command line in a forked process.

    Args:
        arguments: The address of the fork server for its kernels, and the command line without
            the program's name.
    """
    from alereport.__main__ import main  # Above this room, as the program itself is.

    address, *command = arguments
    warm.use(Path(address))
    sys.argv = ["alereport", *command]
    main()
