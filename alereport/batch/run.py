"""Running a batch: every report that is not fresh, and a record of how it went."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Protocol

from alereport.base.workspace import Workspace
from alereport.batch import executors, run_records, scheduling, warm
from alereport.batch.executors import Where
from alereport.batch.run_records import Record
from alereport.batch.scheduling import Status, Task
from alereport.gate.verdicts import Verdict


class Progress(Protocol):
    """Who is told how a run goes on."""

    def begin(self, must: Sequence[Status]) -> AbstractContextManager[Callable[[Record], object]]:
        """The reports that must run, at least one; the block calls what it gets for each."""

    def end(self, done: Sequence[Record], *, fresh: int, left: int) -> None:
        """So many have ended, needed nothing, or were left by a run that was interrupted."""


def run(
    workspace: Workspace,
    tasks: Sequence[Task],
    judge: Callable[[], Verdict],
    progress: Progress,
    *,
    where: Where,
    meanwhile: Callable[[], object],
) -> list[Record]:
    """Execute the reports that are not fresh, and leave `build/run.json`.

    Args:
        judge: Gives the gate's verdict on the data; called while kernels are made ready.
        where: Where the notebooks are executed.
        meanwhile: Called once while the first kernels are started, when a core has time to spare.

    Returns:
        The record of each report that was executed or refused.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year.
        NotebookError: A notebook cannot be executed as it stands.
    """
    with nullcontext() if where.scheduler else warm.batch_server(workspace.root) as server:
        verdict = judge()
        started, clock = run_records.now(), time.perf_counter()
        must = scheduling.what_must_run(workspace, tasks)
        done: list[Record] = []
        try:
            if must:
                batch = executors.run_batch(
                    workspace, must, verdict, server=server, where=where, meanwhile=meanwhile
                )
                with progress.begin(must) as advance, closing(batch) as coming:
                    for record in coming:
                        done.append(record)
                        advance(record)
        finally:
            fresh, seconds = len(tasks) - len(must), time.perf_counter() - clock
            run_records.write_run(workspace, done, fresh=fresh, started=started, seconds=seconds)
            progress.end(done, fresh=fresh, left=len(must) - len(done))
    return done
