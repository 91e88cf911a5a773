"""The command that reads a committee's document and drafts the rows of its datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, err, out, print_json

STATES = ("proved", "read", "asked")


def ingest(
    file: Annotated[
        Path,
        typer.Argument(
            help="A Word or LibreOffice document, a PDF with tags, a workbook, HTML, Markdown, "
            "CSV or text."
        ),
    ],
    unit: Annotated[
        Literal["tkr", "mnkr", "kr"] | None,
        typer.Option("--unit", help="The unit of the tables of amounts that name none."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a committee's document, and draft the rows of its datasets in build/ingest.

    Nothing is guessed. A figure is proved where the arithmetic of its table closes, read where the
    file leaves no doubt of it, and asked otherwise. The drafts are for a person to review: nothing
    in data/ changes. With --json what was read is printed, and no file is written. Exits with code
    16 if the document cannot be read.
    """
    from alereport.ingest import child, drafts
    from alereport.ingest import words as lists

    workspace = Workspace.around()
    words = lists.load(workspace.root if workspace else None)
    with err.status(f"Reading {file.name} …"):
        reading = child.read(file, words, _committees(workspace), unit or "")
    if as_json:
        print_json(reading)
        return
    _print(reading)
    if workspace is None:
        out.print("No project is here: nothing is written.")
        return
    folder = workspace.build / "ingest" / file.stem
    for name, count in drafts.write(folder, reading, words).items():
        out.print(f"{workspace.relative(folder / name)}.csv: {count} {_counted(count, 'row')}")
    out.print(f"{workspace.relative(folder)}/reading.json: all that was read")


def _counted(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _committees(workspace: Workspace | None) -> Mapping[str, tuple[str, ...]]:
    """The names of each committee of the project, by code; none outside a project."""
    if workspace is None:
        return {}
    from alereport.data import datasets

    rows = datasets.read_dataset(workspace, "committees")
    columns = [column for column in rows.columns if column.startswith("name")]
    return {
        str(row["committee"]): tuple(str(name) for name in row[columns].dropna())
        for _place, row in rows.iterrows()
    }


def _print(reading: Mapping[str, Any]) -> None:
    document = reading["document"]
    told = [document["title"], document["committee"], document["kind"], document["year"] or ""]
    out.print(f"Document: {', '.join(str(each) for each in told if each) or 'not told'}")
    for table in reading["tables"]:
        cells = [cell for row in table["rows"] for cell in row["cells"]]
        states = Counter(cell["state"] for cell in cells if cell["value"] is not None)
        counts = ", ".join(f"{states[state]} {state}" for state in STATES if states[state])
        where = f"{table['section']} {table['title']}".strip()
        out.print(f"Table at {table['place']}, {where}: {counts or 'no figures'}")
        for fault in table["faults"]:
            out.print(f"  {fault}")
    for name in ("goals", "dates", "headcounts", "sick_leave"):
        if reading[name]:
            out.print(f"{name.replace('_', ' ').capitalize()}: {len(reading[name])}")
    for remark in reading["remarks"]:
        out.print(f"Of the file: {remark}")
    for question in reading["asked"]:
        printed = f" {question['as_printed']!r}:" if question["as_printed"] else ""
        out.print(f"Asked: {question['place']}:{printed} {question['reason']}")
