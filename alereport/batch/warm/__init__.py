"""Warm kernels: forked from a server that has already imported the libraries; see README.md.

What is named in `__all__` is all that the rest of the package may use of this folder. Importing it
imports nothing that every Python does not have: `alereport run` starts the server first of all.
"""

from __future__ import annotations

from typing import Any

from alereport.batch.warm.client import Server, batch_server, start_early, use

__all__ = ["ENGINE", "Server", "batch_server", "papermill_options", "start_early", "use"]

ENGINE = f"{__name__}.engine"
"""The module that a process which calls papermill imports first."""


def papermill_options() -> dict[str, Any]:
    """The arguments for `papermill.execute_notebook` that choose the engine and the kernel.

    To be called before papermill is imported: it imports papermill's own imports quickly.
    """
    from alereport.batch.warm import engine  # noqa: PLC0415 - imports all of papermill

    return engine.papermill_options()
