"""The commands on the reports: run, build, ask what is fresh, make synthetic ones."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.errors import GateError, NotebookError
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.batch.plan import Status, Task
    from alereport.batch.record import Record
    from alereport.batch.warm import Server
    from alereport.gate.verdict import Verdict

    Where = tuple[Server | None, int | None, str | None, str]
    """The fork server, how many workers, a scheduler's address, and where copies go."""

from alereport.cli.data import judged, print_verdict, require_green, validated
from alereport.cli.options import (
    AsJson,
    Committees,
    CopyTo,
    Draft,
    Engines,
    Executor,
    Executors,
    ForPreview,
    Languages,
    Previous,
    Reason,
    Scheduler,
    Verbose,
    Why,
    Workers,
    Years,
    err,
    languages_of,
    out,
    say_unlisted,
    table_of,
    tasks_of,
)
from alereport.cli.publishing import (
    Asked,
    alone,
    get_ready,
    make_preview,
    publish_all,
    stage_for_quarto,
)


def run(  # noqa: PLR0913, PLR0917 - an option each
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    workers: Workers = None,
    executor: Executors = Executor.local,
    scheduler: Scheduler = None,
    copy_to: CopyTo = "",
    verbose: Verbose = False,
) -> None:
    """Execute the notebooks whose report is not fresh, in parallel.

    A notebook that fails does not stop the others; it is saved with its traceback. A data file
    that cannot be read stops those that read it, and the run ends with exit code 12. What a
    notebook may take is under `limits` in params/municipality.yaml. Exits 14 when one failed,
    130 when interrupted; the next run goes on from there.
    """
    workspace = Workspace.discover()
    tasks = tasks_of(workspace, committee, year, language)
    if (executor is Executor.dask) != (scheduler is not None):
        raise typer.BadParameter("--executor dask and --scheduler go together")
    say_unlisted(workspace)
    with alone(workspace):
        with _warm(workspace, scheduler) as server:
            verdict, unreadable = judged(workspace)
            where = (server, workers, scheduler, copy_to)
            done = _run(workspace, tasks, verdict, verbose, where)
        stage_for_quarto(workspace, tasks, done)
    if unreadable and all(record.outcome in {"succeeded", "refused"} for record in done):
        raise unreadable
    _require_success(done)


def build(  # noqa: PLR0913, PLR0917 - an option each
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    workers: Workers = None,
    engine: Engines = None,
    draft: Draft = False,
    reason: Reason = "",
    previous: Previous = None,
    verbose: Verbose = False,
    for_preview: ForPreview = False,
) -> None:
    """Validate, run and publish: everything that is needed, and nothing that is not.

    --committee and --year narrow what is run; the book always holds every report in params/.
    Refuses, with exit code 15, to publish data that are not as they were sealed, but for a draft.
    """
    from alereport.publish.book import staging

    workspace = Workspace.discover()
    tasks = tasks_of(workspace, committee, year, language)
    wanted = languages_of(workspace, language)
    say_unlisted(workspace)
    with alone(workspace):
        with _warm(workspace) as server:
            verdict = validated(workspace)
            print_verdict(workspace, verdict, verbose)
            require_green(workspace, verdict)
            if not draft:  # Before any notebook runs in vain.
                staging.require_sealed(workspace)
            where = (server, workers, None, "")
            _require_success(_run(workspace, tasks, verdict, verbose, where))
        if for_preview:
            make_preview(workspace, wanted)
            return
        publish_all(
            workspace, wanted, Asked(engine, draft, reason.strip(), previous, None, verbose)
        )


def status(
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    why: Why = False,
    as_json: AsJson = False,
) -> None:
    """Say of each report whether it is fresh, stale, missing or failed.

    With --why, of each that is not fresh, which of its ingredients changed. A notebook that is no
    chapter is named on standard error, and in the JSON under `unlisted`.
    """
    from alereport.batch import plan

    workspace = Workspace.discover()
    found = plan.statuses(workspace, tasks_of(workspace, committee, year, language))
    if as_json:
        reports = [
            {
                "report": each.task.report,
                "language": each.task.language,
                "state": each.state,
                "why": list(each.why),
            }
            for each in found
        ]
        unlisted = {"unlisted": left} if (left := plan.unlisted(workspace)) else {}
        out.print_json(json.dumps({"reports": reports, **unlisted}))
        return
    say_unlisted(workspace)
    table = table_of("Report", "Language", "State", *(["Why"] if why else []))
    for each in found:
        if why and each.state == "fresh":
            continue
        reasons = ["; ".join(each.why)] if why else []
        table.add_row(each.task.report, each.task.language, each.state, *reasons)
    out.print(table)
    many = Counter(each.state for each in found)
    out.print(", ".join(f"{count} {state}" for state, count in sorted(many.items())))


def demo(
    folder: Annotated[Path, typer.Argument(help="The new workspace's folder.")],
    committees: Annotated[int, typer.Option(min=1, help="How many committees.")] = 5,
    years: Annotated[int, typer.Option(min=1, max=50, help="How many years of plans.")] = 3,
    seed: Annotated[int, typer.Option(help="What the figures are drawn from.")] = 1,
) -> None:
    """Make a workspace with made-up data, to try and to measure with.

    It has the notebooks, schemas and rules of the project in the current folder. Every page
    published from it says that its figures are not real.
    """
    from alereport import demo as demos

    made = demos.make(Workspace.discover(), folder, many=committees, years=years, seed=seed)
    out.print(f"Made {committees} committees with {years} plans each in {made.root}.")


def _warm(
    workspace: Workspace, scheduler: str | None = None
) -> AbstractContextManager[Server | None]:
    """The fork server for the kernels, where they are this machine's own."""
    from alereport.batch import warm

    return nullcontext() if scheduler else warm.batch_server(workspace.root)


def _run(
    workspace: Workspace, tasks: Sequence[Task], verdict: Verdict, verbose: bool, where: Where
) -> list[Record]:
    from alereport.batch import plan
    from alereport.batch import record as records

    started, clock = records.now(), time.perf_counter()
    must = plan.what_must_run(workspace, tasks)
    if verbose:
        for each in must:
            out.print(f"{each.task.name}: {each.state}, {'; '.join(each.why)}")
    done: list[Record] = []
    try:
        if must:
            _execute(workspace, must, verdict, done, verbose, where)
    finally:
        fresh = len(tasks) - len(must)
        seconds = time.perf_counter() - clock
        records.write_run(workspace, done, fresh=fresh, started=started, seconds=seconds)
        out.print(_summary(done, fresh, len(must) - len(done)))
    return done


def _execute(
    workspace: Workspace,
    must: Sequence[Status],
    verdict: Verdict,
    done: list[Record],
    verbose: bool,
    where: Where,
) -> None:
    """Execute what must run, adding to `done` as it comes, with a bar on the way."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from alereport.batch import executors

    server, workers, scheduler, copy_to = where
    columns = (TextColumn("Notebooks"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=err) as progress,
        closing(
            executors.run_batch(
                workspace,
                must,
                verdict,
                server=server,
                workers=workers,
                scheduler=scheduler,
                copy_to=copy_to,
                meanwhile=partial(get_ready, workspace),
            )
        ) as coming,
    ):
        bar = progress.add_task("run", total=len(must))
        for record in coming:
            done.append(record)
            progress.advance(bar)
            if verbose:
                progress.print(f"{record.name} {record.outcome} in {record.seconds:.1f} s")


def _summary(done: Sequence[Record], fresh: int, left: int) -> str:
    """How many notebooks ended in which way."""
    many = Counter(record.outcome for record in done)
    parts = [f"{many.pop('succeeded', 0)} executed", f"{fresh} already fresh"]
    parts += [f"{count} {outcome}" for outcome, count in sorted(many.items())]
    parts += [f"{left} not begun or not ended"] if left else []
    return f"Notebooks: {', '.join(parts)}."


def _require_success(done: Sequence[Record]) -> None:
    """Show every report that did not succeed, and end with the exit code of the worst."""
    unwell = [record for record in done if record.outcome != "succeeded"]
    for why in dict.fromkeys(record.why for record in unwell):
        err.print(why, markup=False)
    if unwell:
        failed = any(record.outcome != "refused" for record in unwell)
        sys.exit(NotebookError.exit_code if failed else GateError.exit_code)
