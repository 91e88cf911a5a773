"""What a batch is asked for: see `run.run`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExecutionOptions:
    """Where notebooks are executed, and where copies of them are written.

    Attributes:
        workers: How many run at a time on this machine; by default two per core.
        scheduler: The address of a Dask scheduler, whose workers execute them instead.
        copy_to: The folder or fsspec URL for copies of the executed notebooks; empty for none.
    """

    workers: int | None = None
    scheduler: str | None = None
    copy_to: str = ""
