"""The commands on the reports: run, build, status and demo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.batch.executors import ExecutionOptions
    from alereport.batch.run_records import Record
    from alereport.batch.scheduling import Status, Task
    from alereport.gate.verdicts import Verdict
    from alereport.seals.approval import Chapter

from alereport.cli import outcomes
from alereport.cli.data import (
    current_verdict,
    look_again_at_failures,
    print_verdict,
    verdict_and_error,
)
from alereport.cli.options import (
    AsJson,
    Committees,
    Draft,
    DryRun,
    Engines,
    Force,
    Languages,
    Notebooks,
    Previous,
    Reason,
    Verbose,
    Workers,
    Years,
    only_json,
    out,
    print_json,
    print_table,
    print_unlisted_notebooks,
    report_missing_words,
    selected_languages,
    selected_tasks,
)
from alereport.cli.progress import Bar
from alereport.cli.publishing import exclusive, print_look, publish_or_look

Executor = Literal["local", "dask"]


def run(  # noqa: PLR0913, PLR0917 - an option each
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    notebook: Notebooks = None,
    workers: Workers = None,
    executor: Annotated[
        Executor, typer.Option(help="Execute notebooks on this machine or on a Dask cluster.")
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(help="The address of the Dask scheduler, such as tcp://127.0.0.1:8786."),
    ] = None,
    copy_to: Annotated[
        str,
        typer.Option(
            help="A folder or fsspec URL for copies of the executed notebooks, fresh ones too."
        ),
    ] = "",
    force: Force = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Execute the notebooks whose report is not fresh, in parallel.

    A notebook that fails does not stop the others; it is saved with its traceback. If a data file
    cannot be read, the notebooks that read it are not run, and the exit code is 12; if a plan has
    no budget table, those of its committee and year are not run, and it is 10. The time and memory
    that a notebook may use are set under `limits` in params/municipality.yaml. The exit code is 14
    if a notebook failed, and 130 if the run was interrupted; the next run continues from there.
    """
    from alereport.batch.executors import ExecutionOptions
    from alereport.publish.book import stock

    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language, notebook)
    if (executor == "dask") != (scheduler is not None):
        raise typer.BadParameter("--executor dask and --scheduler must be used together")
    print_unlisted_notebooks(workspace)
    if dry_run:
        outcomes.print_plan(workspace, tasks, force=force, as_json=as_json)
        return
    unreadable: list[AlereportError] = []

    def judge() -> Verdict:
        verdict, problem = verdict_and_error(workspace)
        unreadable.extend([problem] if problem else ())
        return verdict

    options = ExecutionOptions(workers, scheduler, copy_to)
    with only_json(as_json):
        with exclusive(workspace):
            records = _run(workspace, tasks, judge, verbose, options, force=force)
            stock.stage(workspace, tasks, records)
        report_missing_words(workspace, selected_languages(workspace, language))
    if as_json:
        print_json(outcomes.as_json(tasks, records))
    outcomes.require_success(workspace, tasks, records, unreadable)


def build(  # noqa: PLR0913, PLR0917 - an option each
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    notebook: Notebooks = None,
    workers: Workers = None,
    engine: Engines = None,
    draft: Draft = False,
    reason: Reason = "",
    previous: Previous = None,
    force: Force = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
    for_preview: Annotated[
        bool,
        typer.Option(
            "--preview", hidden=True, help="Build only the pages, for `alereport preview`."
        ),
    ] = False,
) -> None:
    """Validate, run and publish, doing only the steps that are needed.

    --committee, --year and --notebook limit what is run; the book always contains every report in
    params/. Unless it is a draft, refuses, with exit code 15, to publish data that are not sealed
    in their current version. If a notebook fails, or a plan has no budget table, nothing is
    published: the chapters of all others are made, and can be looked at as a draft in
    build/preview.
    """
    from alereport.batch.executors import ExecutionOptions

    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language, notebook)
    languages = selected_languages(workspace, language)
    print_unlisted_notebooks(workspace)
    if dry_run:
        outcomes.print_plan(workspace, tasks, force=force, as_json=as_json)
        if not as_json:
            outcomes.print_obstacle(workspace, draft=draft)
        return
    published = None
    with only_json(as_json), exclusive(workspace):
        judge = partial(_publishable_verdict, workspace, tasks, draft=draft, verbose=verbose)
        records = _run(workspace, tasks, judge, verbose, ExecutionOptions(workers), force=force)
        is_complete = all(record.outcome == "succeeded" for record in records)
        # Imported only here: these imports are slow and would delay the first notebooks.
        from alereport.publish import publishing
        from alereport.publish.book.staging import Options

        if for_preview and is_complete:
            publishing.preview(workspace, languages)
        elif is_complete:
            options = Options(draft=draft, reason=reason.strip(), previous=previous)
            published = publish_or_look(workspace, languages, options, engine, verbose=verbose)
            report_missing_words(workspace, languages)
        elif not for_preview:
            print_look(workspace, languages)
    if as_json:
        shown = outcomes.published_as_json(workspace, languages, published)
        print_json({**outcomes.as_json(tasks, records), "published": shown})
    outcomes.require_success(workspace, tasks, records)


def status(
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    notebook: Notebooks = None,
    why: Annotated[
        bool,
        typer.Option("--why", help="Show why a report is not fresh, and leave out the fresh ones."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show for each report whether it is fresh, stale, missing or failed.

    With --why, shows which ingredients of each report changed, and leaves out fresh reports. A
    notebook that belongs to no chapter is named on standard error, and in the JSON as `unlisted`.
    On standard error it names each line, too, that opens a file itself, which is not published.
    Then the chapters of commentary that nobody has approved as they are; the JSON has every chapter
    as `commentary`.
    What the gate had found wrong is looked at again where the data have changed since. Exits with
    code 10 if a plan has no budget table; its reports are shown as failed.
    """
    from alereport.batch import listed, scheduling

    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language, notebook)
    look_again_at_failures(workspace)
    statuses = scheduling.statuses(workspace, tasks)
    if as_json:
        reports = [
            {
                "report": report.task.report,
                "language": report.task.language,
                "state": report.state,
                "why": list(report.why),
            }
            for report in statuses
        ]
        unlisted = listed.unlisted(workspace)
        extra = {"unlisted": unlisted} if unlisted else {}
        commentary = [asdict(chapter) for chapter in _commentary(workspace, tasks)]
        print_json({"reports": reports, "commentary": commentary, **extra})
        outcomes.require_files(statuses)
        return
    print_unlisted_notebooks(workspace)
    _print_statuses(statuses, why=why)
    for chapter in _commentary(workspace, tasks):
        if chapter.approval != "approved":
            place = f"{chapter.file}:{chapter.line}"
            out.print(f"{place}: {chapter.chapter} is {chapter.approval}, not approved.")
    outcomes.require_files(statuses)


def _print_statuses(statuses: Sequence[Status], *, why: bool) -> None:
    """Print a line a report, and how many there are of each state."""
    rows = [
        (
            report.task.report,
            report.task.language,
            report.state,
            *(["; ".join(report.why)] if why else []),
        )
        for report in statuses
        if not (why and report.state == "fresh")
    ]
    print_table(("Report", "Language", "State", *(["Why"] if why else [])), rows)
    counts = Counter(report.state for report in statuses)
    out.print(", ".join(f"{count} {state}" for state, count in sorted(counts.items())))


def _commentary(workspace: Workspace, tasks: Sequence[Task]) -> list[Chapter]:
    """Return the chapters of commentary that the reports of the tasks may show."""
    from alereport.data import scope
    from alereport.seals import approval

    seen = scope.visible_rows_by_report(workspace, dict.fromkeys(task.params for task in tasks))
    return approval.chapters(
        workspace, {rows.path for visible in seen if isinstance(visible, tuple) for rows in visible}
    )


def demo(
    folder: Annotated[
        Path, typer.Argument(help="The folder of the new workspace, which must not exist.")
    ],
    committees: Annotated[int, typer.Option(min=1, help="The number of committees.")] = 5,
    years: Annotated[int, typer.Option(min=1, max=50, help="The number of years with plans.")] = 3,
    seed: Annotated[int, typer.Option(help="The seed of the random figures.")] = 1,
) -> None:
    """Create a workspace with made-up data, for trials and measurements.

    It gets the notebooks, schemas and rules of the project in the current folder; outside of any
    project, those of this version. Every page published from it says that the figures are not real.
    """
    from alereport.projects import start

    workspace = start.demonstrate(folder, committee_count=committees, years=years, seed=seed)
    out.print(f"Created {committees} committees with {years} plans each in {workspace.root}.")


def _publishable_verdict(
    workspace: Workspace, tasks: Sequence[Task], *, draft: bool, verbose: bool
) -> Verdict:
    """Return the verdict if the data may be published, as far as is known before the run.

    Where the budget table of a plan is missing, nothing will be published: the reports that can be
    made are then made, and those that the gate refuses are left out one by one.
    """
    from alereport.batch import scheduling
    from alereport.gate import validation
    from alereport.publish.book import clearance

    verdict = current_verdict(workspace)
    print_verdict(workspace, verdict, verbose)
    if not scheduling.problems(workspace, tasks):
        validation.require_green(workspace, verdict)
        if not draft:
            clearance.require_reviewed(workspace)
    return verdict


def _run(
    workspace: Workspace,
    tasks: Sequence[Task],
    judge: Callable[[], Verdict],
    verbose: bool,
    options: ExecutionOptions,
    *,
    force: bool,
) -> list[Record]:
    from alereport.batch import run as batch

    def prepare() -> None:
        from alereport.publish.book import staging  # Imported while the kernels start.

        staging.prepare(workspace)

    return batch.run(
        workspace,
        tasks,
        judge,
        Bar(verbose),
        options=options,
        during_startup=prepare,
        force=force,
    )
