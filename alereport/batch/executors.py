"""Where reports are executed: processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime

from alereport import provenance
from alereport.batch import record as records
from alereport.batch.execute import execute
from alereport.batch.plan import Task, ingredients
from alereport.batch.record import Record
from alereport.errors import AlereportError, GateError, NotebookError
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
            yield _unfinished(workspace, task, GateError(failures))
        else:
            ready.append(task)
    many = min(workers or os.cpu_count() or 1, len(ready))
    done: set[Task] = set()
    for task, record in _in_processes(workspace, ready, many):
        done.add(task)
        yield record
    # Where a process was killed, its pool is gone: each task left has one more try, on its own.
    for task in ready:
        if task not in done:
            alone = list(_in_processes(workspace, [task], 1))
            yield alone[0][1] if alone else _unfinished(workspace, task, _killed(workspace, task))


def _in_processes(
    workspace: Workspace, tasks: Sequence[Task], many: int
) -> Iterator[tuple[Task, Record]]:
    """Execute tasks in processes of their own; those of a pool that broke are left out."""
    if not tasks:
        return
    context = multiprocessing.get_context("spawn")  # A kernel must not inherit our sockets.
    with ProcessPoolExecutor(many, mp_context=context) as pool:
        running = {pool.submit(execute, workspace.root, task): task for task in tasks}
        for future in as_completed(running):
            try:
                yield running[future], future.result()
            except BrokenProcessPool:
                continue


def _killed(workspace: Workspace, task: Task) -> NotebookError:
    return NotebookError(
        f"{workspace.relative(workspace.notebook(task.notebook))} for {task.name}",
        "its process was killed",
        "a process that lives to the end",
        "see that there is memory enough, then run alereport run again",
    )


def _unfinished(workspace: Workspace, task: Task, problem: AlereportError) -> Record:
    """The record of a report that no kernel finished: refused by the gate, or killed."""
    record = Record(
        report=task.report,
        language=task.language,
        outcome="refused" if isinstance(problem, GateError) else "failed",
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
