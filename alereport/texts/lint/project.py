"""The texts of a project, and the data they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from alereport.base import files, params
from alereport.base.errors import SourceError
from alereport.base.files import FormError
from alereport.base.workspace import Workspace
from alereport.data import commentary, csv_files, data_files, datasets, schemas
from alereport.data.registers import NAME
from alereport.texts.claims import project as claims
from alereport.texts.lint import (
    Change,
    Finding,
    OwnNames,
    TablesRead,
    findings,
    tables_read,
    title_findings,
)
from alereport.texts.lint.finding import quoted


def project_findings(workspace: Workspace) -> list[Finding]:
    """Return the findings in the project's own texts: commentary, and titles in tables.

    Raises:
        ParamsError: The municipality's settings cannot be read.
        TableError: A data file or a schema cannot be read.
    """
    names = own_names(workspace)
    results = [
        finding
        for path, text in _commentaries(workspace)
        for finding in findings(
            text, workspace.relative(path), names, changes(workspace, path.stem)
        )
    ]
    for place, text in _titles(workspace):
        results += title_findings(text, place, names)
    return sorted([*results, *_numbers_of_no_row(workspace)])


def project_tables(workspace: Workspace) -> list[TablesRead]:
    """Return what was read of the tables printed in the commentary, by file."""
    return [tables_read(text, workspace.relative(path)) for path, text in _commentaries(workspace)]


def document_tables(files: Sequence[Path]) -> list[TablesRead]:
    """Return what was read of the tables in plan documents as text, by file.

    Raises:
        SourceError: A file cannot be read as text.
    """
    return [tables_read(_text(path), str(path)) for path in files]


def _numbers_of_no_row(workspace: Workspace) -> Iterator[Finding]:
    """Yield a finding for each number in the project's own texts that no row supports."""
    for placed in claims.unmatched(workspace):
        found = f"{quoted(placed.claim.text)} is in no row of what the text is about"
        suggestion = "correct the number, or accept it in accepted.yaml with a reason"
        yield Finding(placed.file, placed.line, "number-of-no-row", found, suggestion)


def document_findings(workspace: Workspace, files: Sequence[Path]) -> list[Finding]:
    """Return the findings in plan documents as text.

    A document that is in the register, by its file's name, is compared with its tables in
    `data/budget`; any other with the tables printed in it.

    Raises:
        ParamsError: The municipality's settings cannot be read.
        SourceError: A file cannot be read as text.
        TableError: A data file cannot be read.
    """
    names = own_names(workspace)
    return [
        finding
        for path in files
        for finding in findings(_text(path), str(path), names, changes(workspace, path.stem))
    ]


def own_names(workspace: Workspace) -> OwnNames:
    """Return the names of the municipality, its committees and their areas."""
    units = _swedish_names(workspace).unique()
    return OwnNames(params.municipality(workspace).name, tuple(units))


def changes(workspace: Workspace, document: str) -> tuple[Change, ...]:
    """Return the budgets of a plan's year and the year before, by area; none if it is no plan."""
    path = workspace.dataset("budget") / f"{document}.csv"
    if not path.is_file():
        return ()
    amounts = datasets.read(workspace, path)
    budgets = amounts[amounts["kind"] == "budget"].dropna(subset=["amount_tkr"])
    names = _swedish_names(workspace).to_dict()
    result = []
    for (committee, area, _), rows in budgets.groupby(["committee", "area", "plan_year"]):
        year = int(rows["plan_year"].iloc[0])
        by_year = dict(zip(rows["amount_year"], rows["amount_tkr"], strict=True))
        if {year, year - 1} <= by_year.keys():
            if area == datasets.TOTAL:
                known_names = (names.get((committee, "")), "nämnden")
            else:
                known_names = (*rows["label"].unique(), names.get((committee, area)))
            area_names = tuple(filter(None, known_names))
            result.append(Change(area_names, year, float(by_year[year - 1]), float(by_year[year])))
    return tuple(result)


def _swedish_names(workspace: Workspace) -> pd.Series[str]:
    """Return the Swedish names by committee and area; for a committee itself, the area is ""."""
    committees = datasets.read_dataset(workspace, "committees").assign(area="")
    registers = pd.concat([committees, datasets.read_dataset(workspace, "areas")])
    return registers.set_index(["committee", "area"])[NAME].dropna()


def _titles(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield the place of each title, such as `data/goals/plan.csv:7`, and its text."""
    for dataset in schemas.names(workspace):
        column = schemas.schema(workspace, dataset).lint
        for path in workspace.data_files(dataset) if column else ():
            titles = datasets.read(workspace, path)[column].dropna()
            yield from zip(titles.index, titles, strict=True)


def _commentaries(workspace: Workspace) -> Iterator[tuple[Path, str]]:
    for path in workspace.data_files("commentary"):
        datasets.read(workspace, path)  # raises if the file is not of its form
        text = csv_files.text(data_files.content(workspace, path))
        yield path, commentary.without_translations(text)


def _text(path: Path) -> str:
    expected, step = "a plan as text in UTF-8", "name a file, or save the plan as text"
    try:
        return files.text(files.content(path))
    except OSError as problem:
        message = f"it cannot be read ({problem.strerror})"
    except FormError as problem:
        is_text = "UTF-8" in problem.found
        message = f"line {problem.line} is not UTF-8" if is_text else "it is not text"
    raise SourceError(str(path), message, expected, step)
