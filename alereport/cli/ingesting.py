"""The command that reads a committee's document and drafts the rows of its datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from alereport.base.workspace import Workspace
from alereport.cli.options import AsJson, err, out, print_json

if TYPE_CHECKING:
    from alereport.ingest.words import Words

STATES = ("proved", "read", "asked")
ON_PEOPLE = ("headcounts", "sick_leave")
"""What of a reading is figures on people."""


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
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            metavar="FILE",
            help="An earlier document of the committee, whose figures for the same year, kind and "
            "label are held against these. Default: its last documents in data/.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a committee's document, and draft the rows of its datasets in build/ingest.

    Nothing is guessed. A figure is proved where the arithmetic of its table closes, or an earlier
    document has the same figures, read where the file leaves no doubt of it, and asked otherwise.
    The drafts are for a person to review: nothing in data/ changes. With --json what was read is
    printed, and no file is written. Exits with code 16 if the document cannot be read.
    """
    from alereport.ingest import child, drafts
    from alereport.ingest import previous as earlier
    from alereport.ingest import words as lists

    workspace = Workspace.around()
    words = lists.load(workspace.root if workspace else None)
    committees = _committees(workspace)
    with err.status(f"Reading {file.name} …"):
        reading = child.read(file, words, committees, unit or "")
        if previous is not None:
            known = earlier.of_document(
                child.read(previous, words, committees, unit or ""), previous.name
            )
        else:
            known = earlier.of_data(workspace, reading["document"], words) if workspace else {}
        reading = earlier.held(reading, known)
    if as_json:
        print_json(reading)
        return
    _print(reading, words)
    if workspace is None:
        out.print("No project is here: nothing is written.")
        return
    folder = workspace.build / "ingest" / file.stem
    for name, count in drafts.write(folder, reading, words).items():
        out.print(f"{workspace.relative(folder / name)}.csv: {count} {_counted(count, 'row')}")
    for path in sorted((folder / drafts.ACCEPTED).glob("*.yaml")):
        place = workspace.relative(path)
        out.print(f"{place}: accepts totals that the document has wrong, in data/{path.stem}")
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


def _print(reading: Mapping[str, Any], words: Words) -> None:
    """Print what was read, without figures on people: their tables stand in the drafts alone."""
    from alereport.ingest.drafted_tables import datasets_of

    document = reading["document"]
    told = [document["title"], document["committee"], document["kind"], document["year"] or ""]
    out.print(f"Document: {', '.join(str(each) for each in told if each) or 'not told'}")
    withheld = {each["place"] for name in ON_PEOPLE for each in reading[name]}
    for table in reading["tables"]:
        cells = [cell for row in table["rows"] for cell in row["cells"]]
        states = Counter(cell["state"] for cell in cells if cell["value"] is not None)
        counts = ", ".join(f"{states[state]} {state}" for state in STATES if states[state])
        where = f"{table['section']} {table['title']}".strip()
        out.print(f"Table at {table['place']}, {where}: {counts or 'no figures'}")
        if {*datasets_of(table, document, words)} & {*words.on_people}:
            withheld |= {cell["place"] for cell in cells}
            continue
        for fault in table["faults"]:
            out.print(f"  {fault}")
    for name in ("goals", "dates", *ON_PEOPLE, "amounts"):
        if reading[name]:
            out.print(f"{name.replace('_', ' ').capitalize()}: {len(reading[name])}")
    for remark in reading["remarks"]:
        out.print(f"Of the file: {remark}")
    for question in reading["asked"]:
        is_shown = question["as_printed"] and question["place"] not in withheld
        printed = f" {question['as_printed']!r}:" if is_shown else ""
        out.print(f"Asked: {question['place']}:{printed} {question['reason']}")
