"""The command that registers a source document."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, out, print_json
from alereport.cli.publishing import exclusive

if TYPE_CHECKING:
    from alereport.data.registration import Registered


def register(  # noqa: PLR0913, PLR0917 - an option each
    file: Annotated[
        Path, typer.Argument(help="The file of a source document: text, PDF, any.", metavar="FILE")
    ],
    document: Annotated[
        str,
        typer.Option(
            "--document",
            metavar="NAME",
            help="The document's short name. Default: the file's name without its ending.",
        ),
    ] = "",
    title: Annotated[str, typer.Option("--title", help="Its title, as printed.")] = "",
    committee: Annotated[
        str, typer.Option("--committee", "-c", help="The committee whose document it is.")
    ] = "",
    year: Annotated[int | None, typer.Option("--year", "-y", help="The year it is about.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="What kind of document it is.")] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DAY", help="The last day whose outcome it reports, as 2024-12-31."
        ),
    ] = "",
    status: Annotated[
        str, typer.Option("--status", help="Whether it is a draft or adopted, as it says itself.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Register a source document: its checksum, and a row in data/documents/documents.csv.

    Where the document has a row without a checksum, its checksum is filled in. Otherwise a row is
    added, with what the options say and what a name such as ks-verksamhetsplan-2022 tells:
    committee, kind and year. It comes last or, where the municipality has its registers in order,
    among the documents of its kind. No other row is touched. Then it lists the cells that are left
    to fill in, and the register must be sealed again. Exits with code 11 if the file is registered
    under another name, or another file under this one.
    """
    from alereport.data import registration

    workspace = Workspace.discover()
    given = {
        "document": document,
        "title": title,
        "committee": committee,
        "year": "" if year is None else str(year),
        "kind": kind,
        "as_of": as_of,
        "status": status,
    }
    try:
        registration.what_is_given(workspace, file, given)  # Before anything is held or written.
        with exclusive(workspace):
            registered = registration.register(workspace, file, given)
    except registration.InvalidCellError as problem:
        option = f"--{problem.column.replace('_', '-')}"
        raise typer.BadParameter(str(problem), param_hint=option) from None
    if as_json:
        print_json(asdict(registered))
    else:
        _print_registered(registered)


def _print_registered(registered: Registered) -> None:
    place = f"{registered.file}:{registered.line}"
    if registered.written:
        out.print(f"{place}: {registered.document} is registered.")
        cells = (f"{column} {value}" for column, value in registered.written.items())
        out.print(f"  written: {', '.join(cells)}")
    else:
        out.print(f"{place}: {registered.document} is already registered.")
    required = [f"{column} (required)" for column in registered.required]
    if empty := ", ".join([*required, *registered.empty]):
        out.print(f"  left to fill in, where the document says it: {empty}")
    if registered.written:
        out.print(f'Then seal the file again: alereport seal {registered.file} --reason "…"')
