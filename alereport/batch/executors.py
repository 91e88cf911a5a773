"""Where reports are executed: processes on this machine, or a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from alereport.base import params
from alereport.base.errors import AlereportError, GateError, NotebookError, ParamsError
from alereport.base.fingerprints import library_versions
from alereport.base.workspace import Workspace
from alereport.batch import run_records
from alereport.batch.execute import Job, execute
from alereport.batch.processes import Killed, OwnProcesses
from alereport.batch.run_records import Outcome, Record
from alereport.batch.scheduling import Status
from alereport.batch.warm import Server
from alereport.gate import verdicts
from alereport.gate.verdicts import Verdict

PER_CORE = 2
"""How many notebooks at a time for each core: while one waits for its kernel, another works."""


@dataclass(frozen=True)
class Where:
    """Where notebooks are executed, and where they go.

    Attributes:
        workers: How many at a time on this machine; by default two per core.
        scheduler: The address of a Dask scheduler, whose workers execute instead.
        copy_to: Where copies of the executed notebooks go, as fsspec writes it; or empty.
    """

    workers: int | None = None
    scheduler: str | None = None
    copy_to: str = ""


def run_batch(
    workspace: Workspace,
    must: Sequence[Status],
    verdict: Verdict,
    *,
    server: Server | None,
    where: Where,
    meanwhile: Callable[[], object],
) -> Generator[Record, None, None]:
    """Execute what must run in parallel, giving each record as it comes.

    A report that fails does not stop the others; one whose data the gate found red, or could not
    read, is refused without a kernel. When the iterator is closed, nothing is left running.

    Args:
        must: What to execute.
        verdict: The gate's verdict on the data as they are.
        server: The fork server for the kernels; see `warm.batch_server`.
        where: Where they are executed.
        meanwhile: Called once while the first kernels are started, when a core has time to spare.
    """
    ready: list[Status] = []
    for each in must:
        if problem := refusal(workspace, each, verdict):
            yield _unfinished(workspace, each, "refused", problem)
        else:
            ready.append(each)
    if not ready:
        return
    _require_place(where.copy_to)
    limits, commit = params.municipality(workspace).limits, run_records.commit(workspace)
    states = verdicts.states(workspace, verdict)
    with _started(where, len(ready)) as executor:
        jobs = [
            Job(
                root=workspace.root,
                task=each.task,
                ingredients=each.ingredients,
                verdict=_found(states, each),
                limits=limits,
                commit=commit,
                versions=None if where.scheduler else library_versions(),
                server=server.give_address() if server else None,
                copy_to=where.copy_to,
            )
            for each in ready
        ]
        yield from _executed(workspace, executor, jobs, meanwhile)


def refusal(workspace: Workspace, report: Status, verdict: Verdict) -> AlereportError | None:
    """Why the data of a report may not be shown; none where they may."""
    if report.task.reads_verdict:
        return None
    files = [workspace.root / file for file in report.ingredients["data"]]
    if failures := verdicts.failures(workspace, verdict, files):
        return GateError(failures)
    unjudged = [path for path in files if workspace.relative(path) not in verdict]
    if not unjudged:
        return None
    from alereport.data import (
        datasets,  # Only here: it imports pandas, which the batch can do without.
    )

    _frames, unreadable = datasets.readable(workspace, unjudged)
    return unreadable[0] if unreadable else None


def _require_place(copy_to: str) -> None:
    """Refuse an address that no copy can be written to, before any notebook is executed."""
    if not copy_to:
        return
    import fsspec

    try:
        fsspec.core.url_to_fs(copy_to)
    except (ImportError, ValueError) as problem:
        raise ParamsError(
            f"--copy-to {copy_to}",
            str(problem),
            "a folder, or the URL of a storage that fsspec knows",
            "correct it or install what fsspec needs for it",
        ) from None


def _found(states: Mapping[str, str], report: Status) -> dict[str, str]:
    files = states if report.task.reads_verdict else report.ingredients["data"]
    return {file: states[file] for file in files if file in states}


def _started(where: Where, most: int) -> AbstractContextManager[Executor]:
    """What runs the reports, `most` of which can run at a time."""
    if where.scheduler:
        return _cluster(where.scheduler)
    return OwnProcesses(min(where.workers or PER_CORE * (os.cpu_count() or 1), most))


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ParamsError(
            "--executor dask",
            "Dask is not installed",
            "the extra dask",
            'install it with pip install -e ".[dask]"',
        ) from None
    try:
        client = Client(scheduler, timeout="5s")
    except (OSError, ValueError) as problem:
        raise ParamsError(
            f"--scheduler {scheduler}",
            f"nothing answers ({problem})",
            "the address of a Dask scheduler, such as tcp://127.0.0.1:8786",
            "start the cluster or correct the address",
        ) from None
    with client:
        # Each call has its effects in build/, so none is taken for another's result.
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


def _executed(
    workspace: Workspace,
    executor: Executor,
    jobs: Sequence[Job],
    meanwhile: Callable[[], object],
) -> Iterator[Record]:
    """The records of the jobs; one whose process died has as many more tries as a kernel has."""
    running = {executor.submit(execute, job): (job, 1) for job in jobs}
    if isinstance(executor, OwnProcesses):
        executor.begun.wait()
    meanwhile()
    while running:
        done, _others = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            job, tries = running.pop(future)
            problem = future.exception()
            if problem is None:
                yield future.result()
            elif not _has_died(problem):
                raise problem
            elif tries <= job.limits.retries:
                running[executor.submit(execute, job)] = job, tries + 1
            else:
                yield _unfinished(workspace, job, "died", _killed(job))


def _has_died(problem: BaseException) -> bool:
    return isinstance(problem, Killed) or type(problem).__name__ == "KilledWorker"


def _killed(job: Job) -> NotebookError:
    return NotebookError(
        job.place,
        "its process was killed",
        "a process that lives to the end",
        "see that there is memory enough, then run alereport run again",
    )


def _unfinished(
    workspace: Workspace, report: Status | Job, outcome: Outcome, problem: AlereportError
) -> Record:
    """The record of a report that no kernel finished: refused by the gate, or killed."""
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
    run_records.write(workspace, record)
    return record
