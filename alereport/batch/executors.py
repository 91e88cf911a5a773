"""Where reports are executed: processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime

from alereport import provenance
from alereport.batch import record as records
from alereport.batch.execute import execute
from alereport.batch.plan import Task, ingredients
from alereport.batch.record import Record
from alereport.errors import GateError
from alereport.quality import verdict as verdicts
from alereport.quality.verdict import Verdict
from alereport.workspace import Workspace


def run_batch(
    workspace: Workspace, tasks: Sequence[Task], verdict: Verdict, workers: int | None = None
) -> Iterator[Record]:
    """Execute the tasks in parallel, giving each record as it comes.

    A report that fails does not stop the others; one whose data the gate found red is refused
    without a kernel.

    Args:
        workspace: The project.
        tasks: What to execute.
        verdict: The gate's verdict on the data as they are.
        workers: How many at a time; by default one per core.
    """
    ready: list[Task] = []
    for task in tasks:
        files = provenance.files_read(workspace, task.params)
        if failures := verdicts.failures(workspace, verdict, files):
            yield _refused(workspace, task, GateError(failures))
        else:
            ready.append(task)
    if not ready:
        return
    many = min(workers or os.cpu_count() or 1, len(ready))
    context = multiprocessing.get_context("spawn")  # A kernel must not inherit our sockets.
    with ProcessPoolExecutor(many, mp_context=context) as pool:
        running = [pool.submit(execute, workspace.root, task) for task in ready]
        for done in as_completed(running):
            yield done.result()


def _refused(workspace: Workspace, task: Task, problem: GateError) -> Record:
    record = Record(
        report=task.report,
        language=task.language,
        outcome="refused",
        why=str(problem),
        ingredients=ingredients(workspace, task),
        output="",
        parameters=task.params.model_dump(),
        versions={},
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=0.0,
    )
    records.write(workspace, record)
    return record
