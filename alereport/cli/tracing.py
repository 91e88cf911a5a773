"""The command that says where a printed figure comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from alereport.base.errors import NotebookError
from alereport.base.workspace import Workspace
from alereport.cli.options import (
    AsJson,
    Committees,
    Languages,
    Sources,
    Years,
    out,
    print_json,
    selected_tasks,
)

if TYPE_CHECKING:
    from alereport.batch.scheduling import Task
    from alereport.trace import Place


def trace(
    figure: Annotated[
        str,
        typer.Argument(help='As printed, "154 390" or "−2 884"; or 154390, or "154,4 miljoner".'),
    ],
    sources: Sources = None,
    committee: Committees = None,
    year: Years = None,
    language: Languages = None,
    as_json: AsJson = False,
) -> None:
    """Show where a printed figure comes from: the report, the data rows and the document.

    A whole number may be typed with or without a blank, comma or point between its thousands; a
    figure in millions also finds the amounts that are rounded to it. With --sources, the line of
    the document is shown too. Put -- before a figure that begins with a hyphen. Exits with code 2
    if no executed report prints the figure, and with 14 if it may be in one that is not fresh.
    """
    from alereport import trace as tracing

    workspace = Workspace.discover()
    tasks = selected_tasks(workspace, committee, year, language)
    places = tracing.places(workspace, tasks, figure, sources)
    if as_json:
        print_json([asdict(place) for place in places])
    elif not places:
        _refuse(workspace, tasks, figure)
    for place in () if as_json else places:
        _print_place(place)


def _refuse(workspace: Workspace, tasks: Sequence[Task], figure: str) -> None:
    """Say that nothing prints a figure, or that this is not known of the reports not fresh.

    Raises:
        NotebookError: Reports are not fresh, and were not searched.
        BadParameter: All were searched.
    """
    from alereport import trace as tracing

    if unknown := tracing.not_searched(workspace, tasks):
        raise NotebookError(
            workspace.relative(workspace.build / "notebooks"),
            f"{unknown} of {len(tasks)} reports are not made from the current data and were not "
            f"searched; the others do not print {figure}",
            "executed reports",
            "run alereport run; alereport status --why says what changed",
        )
    raise typer.BadParameter(
        f"no executed report prints {figure}; write it as it is printed", param_hint="FIGURE"
    )


def _print_place(place: Place) -> None:
    heading = f"{place.report}, {place.label}" if place.label else place.report
    out.print(Text.assemble((heading, "bold"), f": {place.words}"))
    if not place.origins:
        out.print("  an analyst's own calculation; it is not stated which rows it is made from")
        return
    out.print("  printed in" if place.is_printed_as_such else "  computed from")
    for origin in place.origins:
        figures = ", ".join(f"{name} {value:.12g}" for name, value in origin.figures.items())
        out.print(f"    {origin.place}  {origin.key}: {figures}")
        where = f", {origin.spot}" if origin.spot else ""
        section = f", section {origin.section}" if origin.section else ""
        if said := f"{origin.title}{section}{where}":
            out.print(f"      {said}")
        if origin.link:
            out.print(f"      {origin.link}")
        for line in origin.lines:
            words = " ".join(line.text.split())
            out.print(f"      {origin.document}.txt:{line.number}: {words}")
