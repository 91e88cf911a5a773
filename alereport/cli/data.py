"""The commands on the data: validate, lint and count."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from alereport.base.errors import GateError, TableError
from alereport.base.workspace import Workspace

if TYPE_CHECKING:
    from alereport.gate.counts import Count
    from alereport.gate.verdicts import Verdict
    from alereport.seals import Unsealed
    from alereport.texts.lint import Finding, TablesRead

from alereport.cli import partly
from alereport.cli.options import (
    AsJson,
    Sources,
    Verbose,
    err,
    out,
    print_json,
    print_table,
)
from alereport.cli.partly import print_warnings
from alereport.cli.publishing import exclusive


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="Check only these data files and what hangs on them. Default: all in data/.",
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with code 13 if a data file is not sealed in its current version, or a "
            "rule asks for less than when the rules were locked.",
        ),
    ] = False,
    sources: Sources = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Check the data files against their schemas, rules and seals, and the rules with their lock.

    The verdict is written to build/quality/verdict.json, and the details as web pages to
    build/quality/data-docs. With --sources, every row is also looked up in its source document.
    Exits with code 13 if a rule fails or a row is not found in its document. A file that has
    changed since it was sealed is amber, and its changes are listed, row by row if git has the
    sealed version. So is a project where a rule is gone or asks for less than when the rules were
    locked; see `alereport rules`.

    With FILE, only these files are checked, and those whose foreign keys or rules read their
    datasets. Their seals and the lock are not looked at, and no verdict is written.
    """
    workspace = Workspace.discover()
    if files:
        if strict or sources:
            raise typer.BadParameter("name no FILE with --strict or --sources", param_hint="FILE")
        partly.validate(workspace, files, as_json=as_json)
    else:
        _validate_all(workspace, strict, sources, as_json=as_json, verbose=verbose)


def _validate_all(
    workspace: Workspace, strict: bool, sources: Path | None, *, as_json: bool, verbose: bool
) -> None:
    """Check all data, their seals, the rules' lock and, if asked for, the source documents."""
    from alereport import seals
    from alereport.cli.rules import print_differences
    from alereport.data import rules_lock
    from alereport.gate import validation, verdicts

    verdict, unreadable = verdict_and_error(workspace, verbose=verbose)
    unsealed, differences = seals.unsealed(workspace), []
    try:
        differences = rules_lock.differences(workspace)
    except TableError as problem:
        unreadable = unreadable or problem
    weakened = [each for each in differences if each.is_weakening]
    is_red = bool(unreadable) or verdicts.state(workspace, verdict) == "red"
    rows = _compare_with(workspace, sources) if sources and not is_red else ""
    if as_json:
        _print_verdict_json(workspace, unsealed)
    else:
        print_verdict(workspace, verdict, verbose)
        _print_unsealed(workspace, unsealed)
        print_differences(workspace, differences)
        _print_unread(workspace)
    if unreadable:
        raise unreadable
    validation.require_green(workspace, verdict)
    if strict and unsealed:
        err.print(f"Data files not sealed in their current version: {len(unsealed)}.")
    if strict and weakened:
        err.print(f"Rules that are not as they were locked: {len(weakened)}.")
    if strict and (unsealed or weakened):
        sys.exit(GateError.exit_code)
    if rows and not as_json:
        out.print(rows)


def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="Plan documents as text files (.txt, .md). Default: the texts in data/.",
        ),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with code 0 even if something is found.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find what an editor would correct: leftover notes, broken sentences, misspelt local names.

    Without FILE, it checks the commentary, goal titles and other texts in data/. A plan listed in
    the register is also compared with its tables in data/budget. Printed tables are added up, and
    it says which could not be.
    Exits with code 13 if something is found, and 11 if a FILE cannot be read as text.
    """
    from alereport.texts.lint import project

    workspace = Workspace.discover()
    if files:
        findings = project.document_findings(workspace, files)
        tables = project.document_tables(files)
    else:
        findings = project.project_findings(workspace)
        tables = project.project_tables(workspace)
    if as_json:
        found = [asdict(finding) for finding in findings]
        print_json({"findings": found, "tables": [asdict(each) for each in tables]})
    else:
        _print_findings(findings)
        _print_tables(tables)
    if findings and not exit_zero:
        sys.exit(GateError.exit_code)


def count(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="The document's short name in the register.")
    ],
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Write the numbers that are not declared yet, as nobody counted them."
        ),
    ] = False,
    counted: Annotated[
        bool,
        typer.Option(
            "--counted",
            help="Write every number as counted: you have counted the rows in the document, and "
            "the first and the last are those shown.",
        ),
    ] = False,
) -> None:
    """Show how many rows each dataset has from each section of a document.

    Count them in the document, and declare in data/sections how many there are, which stand first
    and last, and how many have each value of a list, a year or an area. With --write, a number that
    is not declared, or no longer that of the data, is written there without their names: nobody has
    counted it. It keeps rows and values from being lost. That none is missing is known when you
    have counted, and named the first and the last. Values that are not declared are written too.
    With --counted, all that is shown is written as counted: you answer for having counted the rows
    of each section in the document, and for the first and the last being those shown.
    Exits with code 2 if the document has no rows.
    """
    from alereport.gate import counts

    workspace = Workspace.discover()
    found = counts.of_document(workspace, document)
    if not found:
        raise typer.BadParameter(f"no dataset has rows of {document}", param_hint="DOCUMENT")
    _print_counts(found)
    if write or counted:
        with exclusive(workspace):
            path = counts.write(workspace, found, counted=counted)
        uncounted = sum(not each.is_counted for each in counts.of_document(workspace, document))
        out.print(f"{workspace.relative(path)}: {len(found)} numbers, {uncounted} not counted yet.")


def _print_counts(found: Sequence[Count]) -> None:
    """Print how many rows there are, the first and the last by name, and what is declared."""
    columns = ("Dataset", "Section", "Basis", "Rows", "First", "Last", "Declared")
    rows = []
    for each in found:
        ends = (each.counted_row["first"], each.counted_row["last"])
        numbers = (each.dataset, each.section, each.basis, str(len(each.names)))
        rows.append((*numbers, *ends, each.state))
    print_table(columns, rows)


def current_verdict(
    workspace: Workspace, *, verbose: bool = False, directly: bool = False
) -> Verdict:
    """Return the saved verdict if it is up to date; otherwise validate the data.

    A terminal shows what is checked; with `verbose` it is printed also where there is none. A
    preview checks `directly`, without Great Expectations; see `validation.validate`.
    """
    from alereport.gate import validation, verdicts

    if (verdict := verdicts.current(workspace, confirmed=not directly)) is not None:
        return verdict
    with err.status(f"{verdicts.CHECKING} …") as status:
        return validation.validate(
            workspace,
            err.print if verbose else lambda step: status.update(f"{step} …"),
            directly=directly,
        )


def look_again_at_failures(workspace: Workspace) -> None:
    """Check data again in which the gate found something, if they have changed since.

    What is restored is then what it was, and not held to be red until somebody validates it.
    """
    from alereport.gate import verdicts

    verdict = verdicts.read(workspace)
    if any(finding.rules == "red" for finding in verdict.values()):
        with suppress(TableError):  # `validate` and `run` say which file cannot be read.
            current_verdict(workspace)


def verdict_and_error(
    workspace: Workspace, *, verbose: bool = False, directly: bool = False
) -> tuple[Verdict, TableError | None]:
    """Return the verdict and, if a file could not be read, the error; see `current_verdict`."""
    from alereport.gate import verdicts

    try:
        return current_verdict(workspace, verbose=verbose, directly=directly), None
    except TableError as problem:
        if not workspace.datasets:
            raise
        return verdicts.read(workspace), problem


def print_verdict(workspace: Workspace, verdict: Verdict, verbose: bool) -> None:
    from alereport.gate.verdicts import is_file, state, states, unchecked

    if verbose:
        print_table(
            ("File or rule across files", "Checks", "State"),
            (
                (name, str(verdict[name].checks if name in verdict else 0), file_state)
                for name, file_state in states(workspace, verdict).items()
            ),
        )
    print_warnings(verdict)
    checks = sum(finding.checks for finding in verdict.values())
    files = sum(map(is_file, verdict))
    accepted = sum(len(finding.accepted) for finding in verdict.values())
    deviations = f", {accepted} accepted deviations" if accepted else ""
    unread = len(unchecked(workspace, verdict))
    errors = f"; {unread} file{'s' * (unread != 1)} could not be checked" if unread else ""
    summary = f"{state(workspace, verdict)}, {checks} checks on {files} files"
    out.print(f"Data: {summary}{deviations}{errors}.")


def _print_unread(workspace: Workspace) -> None:
    """Print what lies among the data and settings that nothing reads."""
    for path in workspace.unread:
        expected = "a file of the data or settings, by its name"
        out.print(f"{workspace.relative(path)}: nothing reads it; expected {expected}; rename it.")


def _compare_with(workspace: Workspace, folder: Path) -> str:
    """Look up every row in its source document, and say how many were found.

    Raises:
        GateError: Rows are not found.
    """
    from alereport.texts import source_check

    with err.status("Comparing the data with their source documents …"):
        result = source_check.compare(workspace, folder)
    if result.failures:
        raise GateError(result.failures)
    return f"Sources: {result.rows} rows found in {result.documents} documents."


def _print_verdict_json(workspace: Workspace, unsealed: Sequence[Unsealed]) -> None:
    from alereport.seals import history

    content = json.loads(workspace.verdict.read_text(encoding="utf-8"))
    content["unsealed"] = [history.unsealed_as_json(workspace, entry) for entry in unsealed]
    print_json(content)


def _print_unsealed(workspace: Workspace, unsealed: Sequence[Unsealed]) -> None:
    from alereport.seals import history

    for entry in unsealed:
        out.print(f"{entry.file}: {entry.description}.")
        if difference := history.since_sealed(workspace, entry):
            out.print(str(difference))


def _print_findings(findings: Sequence[Finding]) -> None:
    if findings:
        rows = (
            (finding.place, finding.rule, finding.found, finding.suggestion) for finding in findings
        )
        print_table(("Place", "Rule", "Found", "Suggestion"), rows)
    out.print(f"Text: {len(findings) or 'no'} finding{'s' * (len(findings) != 1)}.")


def _print_tables(tables: Sequence[TablesRead]) -> None:
    """Say of each file with printed tables which were added up, so that silence is no verdict."""
    for each in tables:
        if each.seen:
            out.print(Text(f"{each.file}: {each}."))
