"""The command line: parse, call one function, turn errors into exit codes."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from alereport import imports, params
from alereport.errors import AlereportError, GateError, NotebookError
from alereport.params import ReportParams
from alereport.workspace import Workspace

if TYPE_CHECKING:
    from alereport.batch.plan import Status, Task
    from alereport.batch.record import Record
    from alereport.quality.lint import Finding
    from alereport.quality.seals import Unsealed
    from alereport.quality.verdict import Verdict
    from alereport.trace import Place

app = typer.Typer(
    help="Budget, staffing and goals of a Swedish municipality as one reproducible report.",
    epilog="Exit codes: 0 done, 2 usage, 10 params, 11 source, 12 table, 13 gate, 14 notebook, "
    "15 publish, 16 ingest, 1 a fault in alereport.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Engine(StrEnum):
    """What sets the book."""

    quarto = "quarto"
    pandoc = "pandoc"


class Executor(StrEnum):
    """Where notebooks are executed."""

    local = "local"
    dask = "dask"


class BookLanguage(StrEnum):
    """A language reports are made in."""

    sv = "sv"
    en = "en"


Committees = Annotated[
    list[str] | None,
    typer.Option("--committee", "-c", help="Only this committee; may be given again."),
]
Years = Annotated[
    list[int] | None, typer.Option("--year", "-y", help="Only this year; may be given again.")
]
Languages = Annotated[
    list[BookLanguage] | None,
    typer.Option("--language", "-l", help="Only this language; may be given again."),
]
Why = Annotated[bool, typer.Option("--why", help="Say what changed, of what is not fresh.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        exists=True,
        file_okay=False,
        help="The folder of the source documents, as text files named after the register.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", "-w", min=1, help="How many notebooks at a time; by default two per core."
    ),
]
Executors = Annotated[
    Executor, typer.Option(help="Where notebooks are executed: here, or on a Dask cluster.")
]
Scheduler = Annotated[
    str | None, typer.Option(help="The Dask scheduler's address, such as tcp://127.0.0.1:8786.")
]
CopyTo = Annotated[
    str,
    typer.Option(help="Where copies of the executed notebooks go too: a folder or fsspec URL."),
]
Engines = Annotated[
    Engine | None,
    typer.Option(
        "--engine", help="What sets the book; by default quarto where it is on PATH, else pandoc."
    ),
]
Draft = Annotated[
    bool,
    typer.Option(
        "--draft", help="Publish data that are not sealed too, as a draft: marked on every page."
    ),
]


@app.command()
def validate(
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 13 when a data file is not as it was sealed.")
    ] = False,
    sources: Sources = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Check the data files against their schemas, rules and seals.

    The verdict is build/quality/verdict.json; the details are pages in build/quality/data-docs.
    With --sources, every row is also looked for in the document it is made from.
    Exits 13 when a rule fails or a row does not stand in its document. A file that is not as it
    was sealed is amber, and is shown with what changed: row by row where git has the sealed
    version.
    """
    from alereport.quality import seals

    workspace = Workspace.discover()
    verdict = _validated(workspace)
    late = seals.unsealed(workspace)
    if as_json:
        _print_verdict_json(workspace, late)
    else:
        _print_verdict(verdict, verbose)
        _print_unsealed(workspace, late)
    _require_green(workspace, verdict)
    if strict and late:
        err.print(f"Data files that are not as they were sealed: {len(late)}.")
        sys.exit(GateError.exit_code)
    if sources:
        _compare_with(workspace, sources, quiet=as_json)


@app.command()
def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="Plan documents as text (.txt, .md); by default the texts in data/.",
        ),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 even when something was found.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find what an editor would mark: left-over notes, cut sentences, misspelt own names.

    Without a FILE it reads the commentary, goal titles and other words in data/. A plan in the
    register is also held against its tables in data/budget.
    Exits 13 when something was found, 11 when a FILE cannot be read as text.
    """
    from alereport.quality.lint import project

    workspace = Workspace.discover()
    if files:
        found = project.document_findings(workspace, files)
    else:
        found = project.project_findings(workspace)
    if as_json:
        out.print_json(json.dumps({"findings": [asdict(finding) for finding in found]}))
    else:
        _print_findings(found)
    if found and not exit_zero:
        sys.exit(GateError.exit_code)


@app.command()
def seal(
    files: Annotated[list[Path] | None, typer.Argument(help="Data files.", metavar="FILE")] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="What was reviewed, or what was corrected and why.")
    ] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Every data file that is not as it was sealed.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="Show the seals and the corrections; seal nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say that data files were reviewed against their documents, as they are.

    data/seals.yaml records checksum, rows, control sums, date and reason. A file that changes
    later is unsealed; sealed anew, its reason stands in the published list of corrections.
    Refuses, with exit code 13, a file in which a rule fails. A sealed file that was removed is
    sealed as withdrawn.
    """
    workspace = Workspace.discover()
    if listed:
        _print_seals(workspace, as_json)
        return
    if as_json:
        raise typer.BadParameter("it goes with --list", param_hint="--json")
    if not reason.strip():
        raise typer.BadParameter("say what was reviewed or corrected", param_hint="--reason")
    if bool(files) == every:
        raise typer.BadParameter("name the files, or --all, and not both", param_hint="FILE")
    _seal(workspace, files or [], reason)


@app.command()
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

    A notebook that fails does not stop the others; it is saved with its traceback. What a
    notebook may take is under `limits` in params/municipality.yaml. Exits 14 when one failed,
    130 when interrupted; the next run goes on from there.
    """
    workspace = Workspace.discover()
    tasks = _tasks(workspace, committee, year, language)
    if (executor is Executor.dask) != (scheduler is not None):
        raise typer.BadParameter("--executor dask and --scheduler go together")
    with _alone(workspace):
        verdict = _validated(workspace)
        done = _run(workspace, tasks, verdict, verbose, workers, scheduler, copy_to)
        _stage_what_is_whole(workspace)
    _require_success(done)


@app.command()
def publish(
    language: Languages = None,
    engine: Engines = None,
    draft: Draft = False,
    verbose: Verbose = False,
) -> None:
    """Publish the executed notebooks as one site and one PDF a language.

    Refuses, with exit code 15, a report that is missing, stale, failed or not executed to its end,
    one whose data the gate has not passed as they are and, but for a draft, one whose data are not
    as they were sealed.
    """
    workspace = Workspace.discover()
    wanted = _languages(workspace, language)
    with _alone(workspace):
        _publish(workspace, wanted, engine, draft, verbose)


@app.command()
def build(
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    workers: Workers = None,
    engine: Engines = None,
    draft: Draft = False,
    verbose: Verbose = False,
) -> None:
    """Validate, run and publish: everything that is needed, and nothing that is not.

    --committee and --year narrow what is run; the book always holds every report in params/.
    Refuses, with exit code 15, to publish data that are not as they were sealed, but for a draft.
    """
    from alereport.publish import staging

    workspace = Workspace.discover()
    tasks = _tasks(workspace, committee, year, language)
    wanted = _languages(workspace, language)
    with _alone(workspace):
        verdict = _validated(workspace)
        _print_verdict(verdict, verbose)
        _require_green(workspace, verdict)
        if not draft:  # Before any notebook runs in vain.
            staging.require_sealed(workspace, params.reports(workspace))
        _require_success(_run(workspace, tasks, verdict, verbose, workers))
        _publish(workspace, wanted, engine, draft, verbose)


@app.command()
def trace(
    figure: Annotated[str, typer.Argument(help='As it is printed: "154 390", "−2 884".')],
    sources: Sources = None,
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    as_json: AsJson = False,
) -> None:
    """Say where a printed figure comes from: its place in the report, its rows, its document.

    With --sources, also the line of the document. Put -- before a figure that begins with a
    hyphen. Exits 2 when no executed report prints the figure.
    """
    from alereport import trace as tracing

    workspace = Workspace.discover()
    tasks = _tasks(workspace, committee, year, language)
    found = tracing.places(workspace, tasks, figure, sources)
    if as_json:
        out.print_json(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    elif not found:
        raise typer.BadParameter(
            f"no executed report prints {figure}; write it as it is printed", param_hint="FIGURE"
        )
    else:
        for each in found:
            _print_place(each)


def _print_place(place: Place) -> None:
    where = f"{place.report}, {place.label}" if place.label else place.report
    out.print(f"[bold]{where}[/bold]: {escape(place.words)}")
    out.print("  printed in" if place.is_printed_as_such else "  reckoned from")
    for origin in place.origins:
        figures = ", ".join(f"{name} {value:g}" for name, value in origin.figures.items())
        out.print(f"    {origin.row}  {origin.key}: {figures}", markup=False)
        out.print(f"      {origin.title}, section {origin.section}", markup=False)
        for line in origin.lines:
            words = " ".join(line.text.split())
            out.print(f"      {origin.document}.txt:{line.number}: {words}", markup=False)


@app.command()
def status(
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    why: Why = False,
    as_json: AsJson = False,
) -> None:
    """Say of each report whether it is fresh, stale, missing or failed.

    With --why, of each that is not fresh, which of its ingredients changed.
    """
    from alereport.batch import plan

    workspace = Workspace.discover()
    found = [plan.status(workspace, task) for task in _tasks(workspace, committee, year, language)]
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
        out.print_json(json.dumps({"reports": reports}))
        return
    table = _table("Report", "Language", "State", *(["Why"] if why else []))
    for each in found:
        if why and each.state == "fresh":
            continue
        reasons = ["; ".join(each.why)] if why else []
        table.add_row(each.task.report, each.task.language, each.state, *reasons)
    out.print(table)
    many = Counter(each.state for each in found)
    out.print(", ".join(f"{count} {state}" for state, count in sorted(many.items())))


@app.command()
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


def main() -> None:
    """Run the command line; a mistake the user can mend ends with its message and exit code."""
    try:
        with imports.without_iri_grammar():
            app()
    except AlereportError as problem:
        err.print(str(problem), markup=False)
        sys.exit(problem.exit_code)


def _tasks(
    workspace: Workspace,
    committees: Sequence[str] | None,
    years: Sequence[int] | None,
    languages: Sequence[BookLanguage] | None,
) -> tuple[Task, ...]:
    from alereport.batch import plan

    reports = params.reports(workspace)
    _require_known("--committee", committees, {report.committee for report in reports})
    _require_known("--year", years, {report.year for report in reports})
    chosen = params.reports(workspace, committees or (), years or ())
    if not chosen:
        there = ", ".join(report.slug for report in reports) or "none"
        raise typer.BadParameter(f"no report matches; params/ has {there}")
    return plan.tasks(chosen, _languages(workspace, languages))


def _require_known(option: str, asked: Sequence[Any] | None, known: set[Any]) -> None:
    for value in asked or ():
        if value not in known:
            there = ", ".join(str(each) for each in sorted(known)) or "none"
            raise typer.BadParameter(
                f"{value} is not in params/, which has {there}", param_hint=option
            )


def _languages(workspace: Workspace, asked: Sequence[BookLanguage] | None) -> list[str]:
    made = params.municipality(workspace).languages
    wanted = [language.value for language in asked or ()]
    _require_known("--language", wanted, set(made))
    return wanted or list(made)


def _validated(workspace: Workspace) -> Verdict:
    from alereport.quality import verdict as verdicts

    if (verdict := verdicts.that_holds(workspace)) is not None:
        return verdict
    from alereport.quality import gate

    with err.status("Checking the data …"):
        return gate.validate(workspace)


def _require_green(workspace: Workspace, verdict: Verdict) -> None:
    from alereport.quality import gate

    gate.require_green(workspace, verdict)


def _compare_with(workspace: Workspace, folder: Path, *, quiet: bool) -> None:
    from alereport.quality import documents

    with err.status("Looking for the data in their documents …"):
        compared = documents.compare(workspace, folder)
    if compared.failures:
        raise GateError(compared.failures)
    if not quiet:
        out.print(f"Sources: {compared.rows} rows found in {compared.documents} documents.")


def _print_verdict_json(workspace: Workspace, late: Sequence[Unsealed]) -> None:
    from alereport.quality import history

    shown = json.loads(workspace.verdict.read_text(encoding="utf-8"))
    shown["unsealed"] = [history.unsealed_as_json(workspace, each) for each in late]
    out.print_json(json.dumps(shown))


def _print_unsealed(workspace: Workspace, late: Sequence[Unsealed]) -> None:
    from alereport.quality import history

    for each in late:
        out.print(f"{each.file}: {each.found}.", markup=False)
        if difference := history.since_sealed(workspace, each):
            out.print(str(difference), markup=False)


def _print_seals(workspace: Workspace, as_json: bool) -> None:
    from alereport.quality import history, seals

    if as_json:
        out.print_json(json.dumps(history.as_json(workspace)))
        return
    sealed, corrected = seals.read(workspace), history.corrections(workspace)
    table = _table("File", "State", "Sealed", "Rows", "Control sums", "Reason")
    for file, all_of_it in sealed.items():
        last, state = all_of_it[-1], seals.state(workspace, workspace.root / file)
        sums = ", ".join(f"{name} {total}" for name, total in last.sums.items())
        table.add_row(file, state, str(last.sealed), str(last.rows), sums, last.reason)
    out.print(table)
    out.print(f"Corrections: {len(corrected)}.")
    for each in corrected:
        out.print(f"{each.sealed} {each.file}: {each.reason}", markup=False)
        out.print(str(each.difference), markup=False)


def _seal(workspace: Workspace, files: Sequence[Path], reason: str) -> None:
    """Seal the files, or with none every one that is not sealed."""
    from alereport.quality import sealing, seals

    known = seals.data_files(workspace)
    asked = [_data_file(workspace, file, known) for file in files]
    wanted = asked or [workspace.root / each.file for each in seals.unsealed(workspace)]
    with err.status("Checking the data …"):
        sealed = sealing.seal(workspace, wanted, reason)
    for name in map(workspace.relative, wanted):
        out.print(f"{name}: {'sealed' if name in sealed else 'already sealed as it is'}.")
    if not wanted:
        out.print("Every data file is already sealed as it is.")


def _data_file(workspace: Workspace, asked: Path, known: Sequence[Path]) -> Path:
    for path in ((Path.cwd() / asked).resolve(), workspace.root / asked):
        if path in known:
            return path
    raise typer.BadParameter(f"{asked} is no data file of data/", param_hint="FILE")


def _print_verdict(verdict: Verdict, verbose: bool) -> None:
    from alereport.quality.verdict import state

    if verbose:
        table = _table("File", "Checks", "State")
        for path, finding in verdict.items():
            table.add_row(path, str(finding.checks), finding.state)
        out.print(table)
    checks = sum(finding.checks for finding in verdict.values())
    there = sum(finding.seal != "gone" for finding in verdict.values())
    out.print(f"Data: {state(verdict)}, {checks} checks on {there} files.")


def _print_findings(found: Sequence[Finding]) -> None:
    if found:
        table = _table("Place", "Rule", "Found", "Suggestion")
        for each in found:
            table.add_row(*map(escape, (each.place, each.rule, each.found, each.suggestion)))
        out.print(table)
    out.print(f"Text: {len(found) or 'no'} finding{'s' * (len(found) != 1)}.")


def _alone(workspace: Workspace) -> AbstractContextManager[None]:
    from alereport.batch import lock

    return lock.alone(workspace, err.print)


def _run(
    workspace: Workspace,
    tasks: Sequence[Task],
    verdict: Verdict,
    verbose: bool,
    workers: int | None,
    scheduler: str | None = None,
    copy_to: str = "",
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
            _execute(workspace, must, verdict, done, verbose, (workers, scheduler, copy_to))
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
    where: tuple[int | None, str | None, str],
) -> None:
    """Execute what must run, adding to `done` as it comes, with a bar on the way."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from alereport.batch import executors

    workers, scheduler, copy_to = where
    wanted = [each.task for each in must]
    columns = (TextColumn("Notebooks"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=err) as progress,
        closing(
            executors.run_batch(
                workspace, wanted, verdict, workers=workers, scheduler=scheduler, copy_to=copy_to
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


def _stage_what_is_whole(workspace: Workspace) -> None:
    """Stage the book of each language whose reports are all fresh, for `quarto render`."""
    from alereport.batch import plan
    from alereport.publish import stamp

    reports: tuple[ReportParams, ...] = params.reports(workspace)
    for language in params.municipality(workspace).languages:
        tasks = plan.tasks(reports, [language])
        if stamp.read(workspace, language) == stamp.of(workspace, language, tasks):
            continue
        if all(plan.status(workspace, task).state == "fresh" for task in tasks):
            from alereport.publish import staging

            draft = not staging.is_sealed(workspace, reports)
            staging.stage(workspace, language, draft=draft)


def _publish(
    workspace: Workspace,
    languages: Sequence[str],
    engine: Engine | None,
    draft: bool,
    verbose: bool,
) -> None:
    from alereport.publish import pandoc, quarto, staging

    uses_quarto = engine is Engine.quarto or (engine is None and quarto.program() is not None)
    for language in languages:
        with err.status(f"Publishing ({language}) …"):
            staged = staging.stage(workspace, language, beside=languages, draft=draft)
            (quarto if uses_quarto else pandoc).publish(workspace, staged)
        site, pdf = workspace.site(language) / "index.html", workspace.pdf(language)
        engine_used = "Quarto" if uses_quarto else "Pandoc and Typst"
        with_engine = f" with {engine_used}" if verbose else ""
        out.print(
            f"Published{' as a draft' if draft else ''} ({language}){with_engine}: "
            f"{workspace.relative(site)} and {workspace.relative(pdf)}."
        )


def _table(*columns: str) -> Table:
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    return table
