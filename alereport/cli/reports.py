"""The commands on the reports: run, build, ask what is fresh, make synthetic ones."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alereport.base.errors import GateError, NotebookError, TableError
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.batch.executors import Where
    from alereport.batch.run_records import Record
    from alereport.batch.scheduling import Task
    from alereport.gate.verdicts import Verdict

from alereport.cli.data import judged, print_verdict, validated
from alereport.cli.options import (
    AsJson,
    Committees,
    Draft,
    Engines,
    Languages,
    Previous,
    Reason,
    Verbose,
    Workers,
    Years,
    err,
    languages_of,
    out,
    print_table,
    say_missing_words,
    say_unlisted,
    tasks_of,
)
from alereport.cli.progress import Bar
from alereport.cli.publishing import alone, publish_and_say

Executor = Literal["local", "dask"]


def run(  # noqa: PLR0913, PLR0917 - an option each
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    workers: Workers = None,
    executor: Annotated[
        Executor, typer.Option(help="Where notebooks are executed: here, or on a Dask cluster.")
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(help="The Dask scheduler's address, such as tcp://127.0.0.1:8786."),
    ] = None,
    copy_to: Annotated[
        str,
        typer.Option(help="Where copies of the executed notebooks go too: a folder or fsspec URL."),
    ] = "",
    verbose: Verbose = False,
) -> None:
    """Execute the notebooks whose report is not fresh, in parallel.

    A notebook that fails does not stop the others; it is saved with its traceback. A data file
    that cannot be read stops those that read it, and the run ends with exit code 12. What a
    notebook may take is under `limits` in params/municipality.yaml. Exits 14 when one failed,
    130 when interrupted; the next run goes on from there.
    """
    from alereport.batch.executors import Where
    from alereport.publish.book import stock

    workspace = Workspace.discover()
    tasks = tasks_of(workspace, committee, year, language)
    if (executor == "dask") != (scheduler is not None):
        raise typer.BadParameter("--executor dask and --scheduler go together")
    say_unlisted(workspace)
    unreadable: TableError | None = None

    def judge() -> Verdict:
        nonlocal unreadable
        verdict, unreadable = judged(workspace)
        return verdict

    with alone(workspace):
        done = _run(workspace, tasks, judge, verbose, Where(workers, scheduler, copy_to))
        stock.stage(workspace, tasks, done)
    say_missing_words(workspace, languages_of(workspace, language))
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
    for_preview: Annotated[
        bool, typer.Option("--preview", hidden=True, help="Pages alone, for `alereport preview`.")
    ] = False,
) -> None:
    """Validate, run and publish: everything that is needed, and nothing that is not.

    --committee and --year narrow what is run; the book always holds every report in params/.
    Refuses, with exit code 15, to publish data that are not as they were sealed, but for a draft.
    """
    from alereport.batch.executors import Where

    workspace = Workspace.discover()
    tasks = tasks_of(workspace, committee, year, language)
    wanted = languages_of(workspace, language)
    say_unlisted(workspace)
    with alone(workspace):
        judge = partial(_cleared, workspace, draft=draft, verbose=verbose)
        _require_success(_run(workspace, tasks, judge, verbose, Where(workers)))
        # Only here: their imports take a while, in which the first notebooks are executed.
        from alereport.publish import publishing
        from alereport.publish.book.staging import Options

        if for_preview:
            publishing.preview(workspace, wanted)
            return
        options = Options(draft=draft, reason=reason.strip(), previous=previous)
        publish_and_say(workspace, wanted, options, engine, verbose=verbose)
        say_missing_words(workspace, wanted)


def status(
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say what changed, of what is not fresh.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say of each report whether it is fresh, stale, missing or failed.

    With --why, of each that is not fresh, which of its ingredients changed. A notebook that is no
    chapter is named on standard error, and in the JSON under `unlisted`.
    """
    from alereport.batch import scheduling

    workspace = Workspace.discover()
    found = scheduling.statuses(workspace, tasks_of(workspace, committee, year, language))
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
        unlisted = {"unlisted": left} if (left := scheduling.unlisted(workspace)) else {}
        out.print_json(json.dumps({"reports": reports, **unlisted}))
        return
    say_unlisted(workspace)
    rows = [
        (each.task.report, each.task.language, each.state, *(["; ".join(each.why)] if why else []))
        for each in found
        if not (why and each.state == "fresh")
    ]
    print_table(("Report", "Language", "State", *(["Why"] if why else [])), rows)
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


def _cleared(workspace: Workspace, *, draft: bool, verbose: bool) -> Verdict:
    """The verdict on data that may be published, as far as can be known before a notebook runs."""
    from alereport.gate import validation
    from alereport.publish.book import clearance

    verdict = validated(workspace)
    print_verdict(workspace, verdict, verbose)
    validation.require_green(workspace, verdict)
    if not draft:
        clearance.require_sealed(workspace)
    return verdict


def _run(
    workspace: Workspace,
    tasks: Sequence[Task],
    judge: Callable[[], Verdict],
    verbose: bool,
    where: Where,
) -> list[Record]:
    from alereport.batch import run as batch

    def prepare() -> None:
        from alereport.publish.book import staging  # Imported while the kernels start.

        staging.prepare(workspace)

    return batch.run(workspace, tasks, judge, Bar(verbose), where=where, meanwhile=prepare)


def _require_success(done: Sequence[Record]) -> None:
    """Show every report that did not succeed, and end with the exit code of the worst."""
    unwell = [record for record in done if record.outcome != "succeeded"]
    for why in dict.fromkeys(record.why for record in unwell):
        err.print(why)
    if unwell:
        failed = any(record.outcome != "refused" for record in unwell)
        sys.exit(NotebookError.exit_code if failed else GateError.exit_code)
