"""The commands for a document that is filled in with Excel: template and fill."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alereport.base.errors import shortened
from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, err, out, print_json, print_table
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alereport.data.versions import Change
    from alereport.workbooks.filling import Filling

Kind = Annotated[
    Literal["plan", "amendment", "interim", "annual"],
    typer.Argument(metavar="KIND", help="plan, amendment, interim or annual."),
]
"""The same as `workbooks.new.Kind`, which only the commands that need it import."""
Committee = Annotated[str, typer.Option("--committee", "-c", help="The committee.")]
Year = Annotated[int, typer.Option("--year", "-y", help="The year it is about.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Of an interim report the last day it reports, as 2025-08-31; of an amendment the day "
        "it was decided.",
    ),
]
Document = Annotated[
    str,
    typer.Option(
        "--document",
        metavar="NAME",
        help="The document's short name. Default: as the committee's last, or from kind and time.",
    ),
]


LONGEST_ROW = 150
"""Characters of a new row that are printed; `--json` has them all."""


def template(
    kind: Kind,
    committee: Committee,
    year: Year,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The workbook to write, .xlsx.")
    ],
    as_of: AsOf = "",
    document: Document = "",
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file if it is there.")
    ] = False,
) -> None:
    """Write a workbook to fill in a document with: a sheet a subject, and one that explains.

    It has the rows of the document if it has some, otherwise what is known beforehand, such as the
    areas, goals and measures of its plan; a line in which nothing is typed then says nothing. It
    may be written before `alereport new`; then `alereport fill` registers the document. Exits with
    code 2 if the file is there and not to be overwritten.
    """
    from alereport.workbooks import new as documents
    from alereport.workbooks import writing

    workspace = Workspace.discover()
    if output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{output} does not end with .xlsx", param_hint="--output")
    if output.exists() and not force:
        raise typer.BadParameter(
            f"{output} is there; give another name, or --force to overwrite it",
            param_hint="--output",
        )
    given = {"committee": committee, "year": str(year), "as_of": as_of, "document": document}
    with options_refused():
        row = documents.row(workspace, kind, given)
    rows = documents.rows(workspace, row["document"])
    writing.write(workspace, row, output, rows=rows or None)
    known = "the rows it has" if rows else "what is known of it beforehand"
    out.print(f"{output}: a sheet a subject of {row['document']}, with {known}.")
    out.print(f"Fill it in, save it, and run: alereport fill {output}")


def fill(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook that was filled in.")],
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Replace cells that have other values in data/, and remove rows that are not "
            "filled in.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a filled-in workbook into data/, if the gate passes it, and show what changes.

    Everything is put in, or nothing. What the gate would refuse is listed with its cell, such as
    2025-08.xlsx!Ekonomi!D7, and so is a cell that has another value in data/, unless it is to be
    replaced; then it exits with code 13. It exits with code 12 if the workbook cannot be read.
    A sheet on which nothing is filled in changes nothing, and files of other documents are not
    touched.
    """
    from alereport.workbooks import filling, reading

    workspace = Workspace.discover()
    filled = reading.read(workspace, file)
    with exclusive(workspace), err.status("Checking what was filled in …"):
        done = filling.fill(workspace, filled, replaces=replace, writes=not dry_run)
    if as_json:
        print_json(asdict(done))
    else:
        for note in filled.notes:
            out.print(note)
        print_filling(done, "workbook")


@contextmanager
def options_refused() -> Iterator[None]:
    """Refuse a value that cannot be registered as the option's that gave it."""
    from alereport.data.registration import InvalidCellError

    options = {"status_signs": "--signs"}
    try:
        yield
    except InvalidCellError as problem:
        option = options.get(problem.column, f"--{problem.column.replace('_', '-')}")
        raise typer.BadParameter(str(problem), param_hint=option) from None


def _told(change: Change, document: str) -> str:
    """A change in words; of a new row what it says, without the document that all have."""
    if change.before is not None or change.after is None:
        return str(change)
    said = shortened(change.after.removeprefix(f"{document}, "), LONGEST_ROW)
    return f"{change.file}:{change.line}: new: {said}"


def print_filling(done: Filling, what: str) -> None:
    """Print what was put into the data, and what the gate says of it.

    Args:
        done: What was done.
        what: What it was put in from: a workbook or a document.
    """
    for change in done.changes:
        out.print(_told(change, done.document))
    if done.warnings:
        rows = [
            (each.place, f"{each.column} is {each.value}", each.expected, each.rule)
            for each in done.warnings
        ]
        print_table(("Warning at", "Found", "Expected", "Rule"), rows)
    for each in done.elsewhere:
        err.print(f"It failed before, and not for this {what}: {each}")
    if not done.files:
        out.print(f"{done.document}: data/ has it all already.")
        return
    verb = "written" if done.is_written else "would be written"
    out.print(f"{done.document}: {verb}: {', '.join(done.files)}.")
    if done.is_written:
        out.print(f"Then: alereport count {done.document} --counted")
