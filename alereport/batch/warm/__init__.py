"""Warm kernels: forked from a server that has already imported the libraries; see README.md.

`__all__` is the public interface: the rest of the package may use nothing else in this folder. This
module imports only the standard library, since `alereport run` starts the server first of all.
"""

from __future__ import annotations

from typing import Any

from alereport.batch.warm.client import (
    ENABLED,
    BatchServer,
    Server,
    batch_server,
    configure,
    start_early,
    start_for_batches,
    start_for_commands,
    use,
)
from alereport.batch.warm.kernels import CALL, ForkedProcess, fork_call, fork_command

__all__ = [
    "CALL",
    "ENABLED",
    "ENGINE",
    "BatchServer",
    "ForkedProcess",
    "Server",
    "batch_server",
    "configure",
    "fork_call",
    "fork_command",
    "papermill_options",
    "start_early",
    "start_for_batches",
    "start_for_commands",
    "use",
]

ENGINE = f"{__name__}.engine"
"""The module that processes calling papermill import first."""


def papermill_options() -> dict[str, Any]:
    """Return the arguments for `papermill.execute_notebook` that choose the engine and kernel.

    Call it before papermill is imported: it speeds up the imports that papermill makes.
    """
    from alereport.batch.warm import engine  # noqa: PLC0415 - imports all of papermill

    return engine.papermill_options()
