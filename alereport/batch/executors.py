"""Where reports are executed: processes on this machine, or a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from contextlib import contextmanager

from alereport.base import params
from alereport.base.errors import AlereportError, GateError, NotebookError
from alereport.base.fingerprints import library_versions
from alereport.base.workspace import Workspace
from alereport.batch import cluster, run_records
from alereport.batch.execute import Job, execute
from alereport.batch.options import ExecutionOptions
from alereport.batch.processes import Killed, ProcessExecutor
from alereport.batch.run_records import Outcome, Record
from alereport.batch.scheduling import Status
from alereport.batch.warm import BatchServer
from alereport.gate import verdicts
from alereport.gate.verdicts import Verdict

PER_CORE = 2
"""Notebooks at a time per core: while one waits for its kernel, another uses the core."""


def run_batch(
    workspace: Workspace,
    pending: Sequence[Status],
    verdict: Verdict,
    *,
    server: BatchServer | None,
    options: ExecutionOptions,
    during_startup: Callable[[], object],
) -> Generator[Record, None, None]:
    """Execute reports in parallel, and yield each record when its report is done.

    A report that fails does not stop the others; one whose data are red at the gate, or cannot be
    read, is refused without a kernel. When the iterator is closed, no process is left running.

    Args:
        pending: The reports to execute.
        verdict: The gate's verdict on the current data.
        server: The fork server for the kernels; see `warm.batch_server`.
        options: Where the reports are executed.
        during_startup: Called once while the first kernels start, when a core is idle.
    """
    ready: list[Status] = []
    for status in pending:
        if problem := refusal(workspace, status, verdict):
            yield _unfinished_record(workspace, status, "refused", problem)
        else:
            ready.append(status)
    if not ready:
        return
    with _executor(options, len(ready)) as executor:
        jobs = _jobs(workspace, ready, verdict, server, options)
        yield from _records(workspace, executor, jobs, during_startup)


def _jobs(
    workspace: Workspace,
    ready: Sequence[Status],
    verdict: Verdict,
    server: BatchServer | None,
    options: ExecutionOptions,
) -> list[Job]:
    limits, commit = params.municipality(workspace).limits, run_records.commit(workspace)
    states = verdicts.states(workspace, verdict)
    return [
        Job(
            root=workspace.root,
            task=status.task,
            ingredients=status.ingredients,
            verdict=_states_of_files(states, status),
            limits=limits,
            commit=commit,
            versions=None if options.scheduler else library_versions(),
            server=server.give_address() if server else None,
            copy_to=options.copy_to,
        )
        for status in ready
    ]


def refusal(workspace: Workspace, report: Status, verdict: Verdict) -> AlereportError | None:
    """Return why the data of a report may not be shown; None if they may be."""
    if report.problem:
        return report.problem
    if report.task.reads_verdict:
        return None
    files = [workspace.root / file for file in report.ingredients["data"]]
    if failures := verdicts.failures(workspace, verdict, files):
        return GateError(failures)
    unchecked = [path for path in files if workspace.relative(path) not in verdict]
    if not unchecked:
        return None
    from alereport.data import (
        datasets,  # Only here: it imports pandas, which a batch rarely needs.
    )

    _frames, unreadable = datasets.try_read(workspace, unchecked)
    return unreadable[0] if unreadable else None


def _states_of_files(states: Mapping[str, str], report: Status) -> dict[str, str]:
    files = states if report.task.reads_verdict else report.ingredients["data"]
    return {file: states[file] for file in files if file in states}


@contextmanager
def _executor(options: ExecutionOptions, jobs: int) -> Iterator[Executor]:
    """Open the executor for a number of jobs, on this machine or on a cluster."""
    if options.scheduler:
        with cluster.connect(options.scheduler) as connected:
            yield connected.executor
        return
    workers = options.workers or PER_CORE * (os.cpu_count() or 1)
    with ProcessExecutor(min(workers, jobs)) as executor:
        yield executor


def _records(
    workspace: Workspace,
    executor: Executor,
    jobs: Sequence[Job],
    during_startup: Callable[[], object],
) -> Iterator[Record]:
    """Yield the records of the jobs; a job whose process died is retried as often as a kernel."""
    running = {executor.submit(execute, job): (job, 1) for job in jobs}
    if isinstance(executor, ProcessExecutor):
        executor.first_started.wait()
    during_startup()
    while running:
        done, _others = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            job, tries = running.pop(future)
            problem = future.exception()
            if problem is None:
                yield future.result()
            elif not _process_died(problem):
                raise problem
            elif tries <= job.limits.retries:
                running[executor.submit(execute, job)] = job, tries + 1
            else:
                yield _unfinished_record(workspace, job, "died", _killed_error(job))


def _process_died(problem: BaseException) -> bool:
    return isinstance(problem, Killed) or cluster.is_killed(problem)


def _killed_error(job: Job) -> NotebookError:
    return NotebookError(
        job.place,
        "its process was killed",
        "a process that runs to the end",
        "make sure that there is enough memory, then run alereport run again",
    )


def _unfinished_record(
    workspace: Workspace, report: Status | Job, outcome: Outcome, problem: AlereportError
) -> Record:
    """Return the record of a report that was refused or killed, and write it.

    Where a file is missing, the record of what was executed before stays: it may come back.
    """
    task = report.task
    record = Record(
        report=task.report,
        language=task.language,
        outcome=outcome,
        why=str(problem),
        ingredients=report.ingredients,
        output=run_records.output_fingerprint(workspace, task.language, task.report),
        parameters=task.params.model_dump(),
        started=run_records.now(),
    )
    if report.ingredients:
        run_records.write(workspace, record)
    return record
