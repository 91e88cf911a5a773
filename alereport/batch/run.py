"""Run a batch: execute every report that is not fresh, and record the results."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from typing import Protocol

from alereport.base.errors import NotebookError, ParamsError
from alereport.base.workspace import Workspace
from alereport.batch import copies, listed, run_records, scheduling, warm
from alereport.batch.options import ExecutionOptions
from alereport.batch.run_records import Record
from alereport.batch.scheduling import Status, Task
from alereport.gate.verdicts import Verdict

if sys.platform != "win32":
    import resource


OPEN_FILES = 256
"""How many files and sockets must be allowed; a kernel with fewer fails anywhere."""


class Progress(Protocol):
    """Receives the progress of a run."""

    def begin(
        self, pending: Sequence[Status]
    ) -> AbstractContextManager[Callable[[Record], object]]:
        """Begin with the reports to run, at least one; the context is called with each record."""

    def end(self, records: Sequence[Record], *, fresh: int, unfinished: int) -> None:
        """End with the records, and the number of fresh reports and of interrupted ones."""


def run(
    workspace: Workspace,
    tasks: Sequence[Task],
    judge: Callable[[], Verdict],
    progress: Progress,
    *,
    options: ExecutionOptions,
    during_startup: Callable[[], object],
    force: bool = False,
) -> list[Record]:
    """Execute the reports that are not fresh, and write `build/run.json`.

    The notebooks and the address of copies are checked before anything else.

    Args:
        judge: Returns the gate's verdict on the data; called while the fork server starts.
        options: Where the notebooks are executed.
        during_startup: Called once while the first kernels start, when a core is idle.
        force: Execute also the reports that are fresh.

    Returns:
        The record of each report that was executed or refused.

    Raises:
        ParamsError: A committee is unknown, or has no plan for its year; or too few files may be
            open.
        NotebookError: A notebook cannot be executed, or a copy of a fresh one not be written.
    """
    if not options.scheduler:
        _require_files()
    with nullcontext() if options.scheduler else warm.batch_server(workspace.root) as server:
        listed.check(workspace, tasks)
        copies.require_address(options.copy_to)
        verdict = judge()
        started, clock = run_records.now(), time.perf_counter()
        pending = scheduling.pending_reports(workspace, tasks, force=force)
        _copy_fresh(workspace, tasks, pending, options.copy_to)
        records: list[Record] = []
        try:
            if pending:
                from alereport.batch import executors  # noqa: PLC0415 - nothing else needs papermill

                batch = executors.run_batch(
                    workspace,
                    pending,
                    verdict,
                    server=server,
                    options=options,
                    during_startup=during_startup,
                )
                with progress.begin(pending) as advance, closing(batch) as results:
                    for record in results:
                        records.append(record)
                        advance(record)
        finally:
            fresh, seconds = len(tasks) - len(pending), time.perf_counter() - clock
            run_records.write_run(workspace, records, fresh=fresh, started=started, seconds=seconds)
            progress.end(records, fresh=fresh, unfinished=len(pending) - len(records))
    return records


def _copy_fresh(
    workspace: Workspace, tasks: Sequence[Task], pending: Sequence[Status], address: str
) -> None:
    """Copy the executed notebooks that are fresh; the others are copied once they are executed.

    Raises:
        NotebookError: A copy cannot be written.
    """
    waiting = {status.task for status in pending}
    for task in tasks if address else ():
        if task not in waiting and (problem := copies.copy(workspace, task, address)):
            place = workspace.relative(workspace.executed(task.language, task.report))
            raise NotebookError(place, problem, "an address to write to", "correct --copy-to")


def _require_files() -> None:
    """Allow as many open files as the system lets this process have.

    Raises:
        ParamsError: They are too few.
    """
    if sys.platform == "win32":
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY in {allowed, most} or allowed >= OPEN_FILES:
        return
    if most < OPEN_FILES:
        raise ParamsError(
            "this machine",
            f"{most} files may be open at a time",
            f"at least {OPEN_FILES}, for the notebooks' kernels",
            f"raise the limit with ulimit -n {OPEN_FILES}, then run the command again",
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, most))
