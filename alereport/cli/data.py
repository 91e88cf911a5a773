"""The commands on the data: check, lint, seal, trace."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.gate.verdicts import Verdict
    from alereport.seals import Unsealed
    from alereport.texts.lint import Finding
    from alereport.trace import Place

from alereport.cli.options import (
    AsJson,
    Committees,
    Languages,
    Sources,
    Verbose,
    Years,
    err,
    out,
    print_table,
    tasks_of,
)


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
    from alereport import seals
    from alereport.gate import validation

    workspace = Workspace.discover()
    verdict, unreadable = judged(workspace)
    late = seals.unsealed(workspace)
    if as_json:
        _print_verdict_json(workspace, late)
    else:
        print_verdict(workspace, verdict, verbose)
        _print_unsealed(workspace, late)
    if unreadable:
        raise unreadable
    validation.require_green(workspace, verdict)
    if strict and late:
        err.print(f"Data files that are not as they were sealed: {len(late)}.")
        sys.exit(GateError.exit_code)
    if sources:
        _compare_with(workspace, sources, quiet=as_json)


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
    from alereport.texts.lint import project

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
    tasks = tasks_of(workspace, committee, year, language)
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


def validated(workspace: Workspace) -> Verdict:
    from alereport.gate import validation, verdicts

    if (verdict := verdicts.that_holds(workspace)) is not None:
        return verdict
    with err.status("Checking the data …"):
        return validation.validate(workspace)


def judged(workspace: Workspace) -> tuple[Verdict, TableError | None]:
    """The verdict, and the error of a file that could not be read, if there is one."""
    from alereport.gate import verdicts

    try:
        return validated(workspace), None
    except TableError as problem:
        if not workspace.datasets:
            raise
        return verdicts.read(workspace), problem


def print_verdict(workspace: Workspace, verdict: Verdict, verbose: bool) -> None:
    from alereport.gate.verdicts import is_file, state, states, unchecked

    if verbose:
        print_table(
            ("File or rule over several", "Checks", "State"),
            (
                (name, str(verdict[name].checks if name in verdict else 0), found)
                for name, found in states(workspace, verdict).items()
            ),
        )
    _print_broken(verdict)
    checks = sum(finding.checks for finding in verdict.values())
    there = sum(map(is_file, verdict))
    accepted = sum(len(finding.accepted) for finding in verdict.values())
    also = f", {accepted} accepted deviations" if accepted else ""
    unread = len(unchecked(workspace, verdict))
    left = f"; {unread} file{'s' * (unread != 1)} could not be checked" if unread else ""
    out.print(f"Data: {state(workspace, verdict)}, {checks} checks on {there} files{also}{left}.")


def _print_broken(verdict: Verdict) -> None:
    """A table of every row that broke a rule, each with its place."""
    broken = [
        (row.place, severity, f"{row.column} is {row.value}", row.expected, row.rule)
        for finding in verdict.values()
        for severity, rows in (("error", finding.failures), ("warning", finding.warnings))
        for row in rows
    ]
    if broken:
        print_table(("Place", "Severity", "Found", "Expected", "Rule"), broken)


def _compare_with(workspace: Workspace, folder: Path, *, quiet: bool) -> None:
    from alereport.texts import source_check

    with err.status("Looking for the data in their documents …"):
        compared = source_check.compare(workspace, folder)
    if compared.failures:
        raise GateError(compared.failures)
    if not quiet:
        out.print(f"Sources: {compared.rows} rows found in {compared.documents} documents.")


def _print_verdict_json(workspace: Workspace, late: Sequence[Unsealed]) -> None:
    from alereport.seals import history

    shown = json.loads(workspace.verdict.read_text(encoding="utf-8"))
    shown["unsealed"] = [history.unsealed_as_json(workspace, each) for each in late]
    out.print_json(json.dumps(shown))


def _print_unsealed(workspace: Workspace, late: Sequence[Unsealed]) -> None:
    from alereport.seals import history

    for each in late:
        out.print(f"{each.file}: {each.found}.")
        if difference := history.since_sealed(workspace, each):
            out.print(str(difference))


def _print_findings(found: Sequence[Finding]) -> None:
    if found:
        rows = ((each.place, each.rule, each.found, each.suggestion) for each in found)
        print_table(("Place", "Rule", "Found", "Suggestion"), rows)
    out.print(f"Text: {len(found) or 'no'} finding{'s' * (len(found) != 1)}.")


def _seal(workspace: Workspace, files: Sequence[Path], reason: str) -> None:
    """Seal the files, or with none every one that is not sealed."""
    from alereport import seals
    from alereport.gate import sealing

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


def _print_seals(workspace: Workspace, as_json: bool) -> None:
    from alereport import seals
    from alereport.privacy.disclosure import Disclosure
    from alereport.seals import history

    if as_json:
        out.print_json(json.dumps(history.as_json(workspace)))
        return
    disclosure = Disclosure(workspace)
    corrected = history.corrections(workspace)
    rows = []
    for file, (*_earlier, last) in seals.read(workspace).items():
        state = seals.state(workspace, workspace.root / file)
        shown = disclosure.sums(file, last.sums)
        sums = ", ".join(f"{name} {total}" for name, total in shown.items())
        rows.append((file, state, str(last.sealed), str(last.rows), sums, last.reason))
    print_table(("File", "State", "Sealed", "Rows", "Control sums", "Reason"), rows)
    out.print(f"Corrections: {len(corrected)}.")
    for each in corrected:
        out.print(f"{each.sealed} {each.file}: {each.reason}")
        out.print(str(each.difference))


def _print_place(place: Place) -> None:
    where = f"{place.report}, {place.label}" if place.label else place.report
    out.print(Text.assemble((where, "bold"), f": {place.words}"))
    out.print("  printed in" if place.is_printed_as_such else "  reckoned from")
    for origin in place.origins:
        figures = ", ".join(f"{name} {value:g}" for name, value in origin.figures.items())
        out.print(f"    {origin.row}  {origin.key}: {figures}")
        out.print(f"      {origin.title}, section {origin.section}")
        for line in origin.lines:
            words = " ".join(line.text.split())
            out.print(f"      {origin.document}.txt:{line.number}: {words}")
