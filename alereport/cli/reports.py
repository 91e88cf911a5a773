"""The commands on the reports: run, build, status and demo."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alereport.base.errors import AlereportError
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.batch.options import ExecutionOptions
    from alereport.batch.run_records import Record
    from alereport.batch.scheduling import Status, Task
    from alereport.gate.verdicts import Verdict
    from alereport.seals.approval import Chapter

from alereport.cli import outcomes
from alereport.cli.data import (
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
    Executors,
    Force,
    Languages,
    Notebooks,
    Previous,
    Reason,
    Scheduler,
    Verbose,
    Workers,
    Years,
    only_json,
    out,
    print_json,
    print_table,
    print_unlisted_notebooks,
    report_missing_words,
    require_scheduler,
    selected_languages,
    selected_tasks,
)
from alereport.cli.progress import Bar
from alereport.cli.publishing import exclusive, print_look, publish_or_look


def run(  # noqa: PLR0913, PLR0917 - an option each
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    notebook: Notebooks = None,
    workers: Workers = None,
    executor: Executors = "local",
    scheduler: Scheduler = None,
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
    from alereport.batch.options import ExecutionOptions
    from alereport.publish.book import stock

    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language, notebook)
    require_scheduler(executor, scheduler)
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
    executor: Executors = "local",
    scheduler: Scheduler = None,
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
    lifeline: Annotated[
        bool, typer.Option("--lifeline", hidden=True, help="End once standard input is closed.")
    ] = False,
) -> None:
    """Validate, run and publish, doing only the steps that are needed.

    --committee, --year and --notebook limit what is run; the book always contains every report in
    params/. Unless it is a draft, refuses, with exit code 15, to publish data that are not sealed
    in their current version. If a notebook fails, a rule fails in some data, or a plan has no
    budget table, nothing is published: the other chapters are made, and can be looked at as a draft
    in build/preview, where the page of each that is missing says why.
    """
    from alereport.batch.options import ExecutionOptions

    if lifeline:
        from alereport.preview import rebuild

        rebuild.end_with_preview()
    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language, notebook)
    languages = selected_languages(workspace, language)
    require_scheduler(executor, scheduler)
    print_unlisted_notebooks(workspace)
    if dry_run:
        outcomes.print_plan(workspace, tasks, force=force, as_json=as_json)
        if not as_json:
            outcomes.print_obstacle(workspace, draft=draft)
        return
    published = None
    red: list[AlereportError] = []
    with only_json(as_json), exclusive(workspace):
        judge = partial(
            _judge, workspace, tasks, None if for_preview else red, draft=draft, verbose=verbose
        )
        execution = ExecutionOptions(workers, scheduler)
        records = _run(workspace, tasks, judge, verbose, execution, force=force)
        is_complete = not red and all(record.outcome == "succeeded" for record in records)
        # Imported only here: these imports are slow and would delay the first notebooks.
        from alereport.publish import publishing
        from alereport.publish.book.options import Options

        if not is_complete:
            _look(workspace, languages, red)
        elif for_preview:
            publishing.preview(workspace, languages, on_shown=_say_shown)
        else:
            options = Options(draft=draft, reason=reason.strip(), previous=previous)
            published = publish_or_look(
                workspace, languages, options, engine, scheduler=scheduler, verbose=verbose
            )
            report_missing_words(workspace, languages)
    if as_json:
        shown = outcomes.published_as_json(workspace, languages, published)
        print_json({**outcomes.as_json(tasks, records), "published": shown})
    outcomes.require_success(workspace, tasks, records, red)


def _say_shown() -> None:
    """Tell the preview that the pages are in place."""
    from alereport.preview import rebuild

    out.print(rebuild.SHOWN)
    sys.stdout.flush()


def _look(workspace: Workspace, languages: Sequence[str], problems: list[AlereportError]) -> None:
    """Make a draft of the chapters that there are; what keeps it from being made is one problem."""
    try:
        print_look(workspace, languages)
    except AlereportError as problem:
        problems.append(problem)


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
    notebook that belongs to no chapter is named on standard error, and in the JSON as `unlisted`; a
    notebook that a chapter has not is named there too, and in the JSON as `without_notebook`. On
    standard error it also names each line that opens a file itself, which is not published.
    Then the chapters of commentary that nobody has approved as they are; the JSON has every chapter
    as `commentary`. A snapshot of Kolada's that is older than the year of the latest plan is named
    last, and in the JSON as `old_snapshot`.
    What the gate had found wrong is looked at again where the data have changed since. Exits with
    code 10 if a plan has no budget table; its reports are shown as failed.
    """
    from alereport.batch import listed, scheduling
    from alereport.kolada import age

    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language, notebook)
    look_again_at_failures(workspace)
    statuses = scheduling.statuses(workspace, tasks)
    old = age.old(workspace)
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
        named = {
            "unlisted": listed.unlisted(workspace),
            "without_notebook": listed.missing(workspace),
        }
        extra: dict[str, Any] = {key: names for key, names in named.items() if names}
        extra |= {"old_snapshot": asdict(old)} if old else {}
        commentary = [asdict(chapter) for chapter in _commentary(workspace, statuses)]
        print_json({"reports": reports, "commentary": commentary, **extra})
        outcomes.require_files(statuses)
        return
    print_unlisted_notebooks(workspace)
    _print_statuses(statuses, why=why)
    for chapter in _commentary(workspace, statuses):
        if chapter.approval != "approved":
            place = f"{chapter.file}:{chapter.line}"
            out.print(f"{place}: {chapter.chapter} is {chapter.approval}, not approved.")
    if old:
        out.print(f"{old}.")
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


def _commentary(workspace: Workspace, statuses: Sequence[Status]) -> list[Chapter]:
    """Return the chapters of commentary in the files that the reports read."""
    from alereport.seals import approval

    files = {file for status in statuses for file in status.ingredients.get("data", ())}
    return approval.chapters(workspace, {workspace.root / file for file in files})


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


def _judge(
    workspace: Workspace,
    tasks: Sequence[Task],
    red: list[AlereportError] | None,
    *,
    draft: bool,
    verbose: bool,
) -> Verdict:
    """Return the verdict, and refuse data that nobody has reviewed, unless it is a draft.

    Where a rule fails, a file cannot be read or the budget table of a plan is missing, nothing will
    be published: the reports that can be made are then made, and the others left out one by one.

    Args:
        red: Takes what the gate refuses; None in a preview, where that is raised before anything
            is executed.
    """
    from alereport.batch import scheduling
    from alereport.gate import validation
    from alereport.publish.book import clearance

    verdict, unreadable = verdict_and_error(workspace, directly=red is None)
    print_verdict(workspace, verdict, verbose)
    if scheduling.problems(workspace, tasks):
        return verdict
    try:
        if unreadable:
            raise unreadable
        validation.require_green(workspace, verdict)
    except AlereportError as problem:
        if red is None:
            raise
        red.append(problem)
    else:
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
