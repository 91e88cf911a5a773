"""Which files of the data a report may use, and which of their rows.

Nothing here imports pandas, so that checking what is up to date stays fast.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from alereport.base.errors import ParamsError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.data import csv_files, schemas
from alereport.data.registers import REGISTERS, documents_of, documents_of_committee

DEPENDENCIES = {"budget": ("areas", "breaks")}
"""The datasets that a dataset cannot be shown without: a budget's area names and breaks."""
ALWAYS_READ = ("committees", "documents")
"""The registers with the name of a report's committee and the source document of each row."""


@dataclass(frozen=True)
class VisibleRows:
    """A data file, and which of its rows a report may use.

    This selects both what a report shows and what its fingerprint covers, so that no row can be
    shown without being part of the fingerprint.

    Attributes:
        path: The file.
        column: Only the rows whose `column` is one of `values` are visible; empty for all rows.
        values: See `column`.
    """

    path: Path
    column: str = ""
    values: tuple[str, ...] = ()

    @property
    def dataset(self) -> str:
        return self.path.parent.name


def with_dependencies(datasets: Iterable[str]) -> frozenset[str]:
    """The datasets that are read for some requested ones: those and their dependencies."""
    requested = frozenset(datasets)
    return requested.union(ALWAYS_READ, *(DEPENDENCIES.get(name, ()) for name in requested))


def visible_rows(workspace: Workspace, report: Parameters) -> tuple[VisibleRows, ...]:
    """The files and rows that a report may use, in a fixed order, whichever datasets it requests.

    The municipality's report: every row. A committee's report for a year: the rows of its documents
    of that year and earlier; from later documents, the follow-up of the plan's goals; from each
    register, the rows of the committee.

    Raises:
        ParamsError: See `documents_of`; or the plan's budget table is missing.
    """
    (found,) = visible_rows_by_report(workspace, [report])
    if isinstance(found, ParamsError):
        raise found
    return found


def visible_rows_by_report(
    workspace: Workspace, reports: Iterable[Parameters]
) -> list[tuple[VisibleRows, ...] | ParamsError]:
    """The rows that each report may use; see `visible_rows`. Follow-ups are read once for all.

    In the place of a report whose budget table is missing stands the error, so that the others can
    go on.

    Raises:
        ParamsError: See `documents_of`.
    """
    goals = goals_followed_up(workspace)
    scopes = {
        name: schemas.outline(workspace.dataset(name) / "table.yaml").scope
        for name in workspace.datasets
    }
    listed = cache(partial(_files_in, workspace))
    return [
        tuple(map(VisibleRows, workspace.data_files()))
        if isinstance(report, MunicipalityParams)
        else _committee_rows(workspace, report, goals, scopes, listed)
        for report in reports
    ]


def _files_in(workspace: Workspace, dataset: str) -> frozenset[str]:
    """The names of the files in a dataset's folder."""
    with os.scandir(workspace.dataset(dataset)) as entries:
        return frozenset(entry.name for entry in entries if entry.is_file())


def _committee_rows(
    workspace: Workspace,
    report: ReportParams,
    followed_up: Mapping[Path, frozenset[str]],
    scopes: Mapping[str, str],
    listed: Callable[[str], frozenset[str]],
) -> tuple[VisibleRows, ...] | ParamsError:
    plan = documents_of(workspace, report).get("plan")
    if problem := _without_budget(workspace, report, plan):
        return problem
    follow_up = _follow_up(workspace, plan, followed_up)
    documents = {
        row["document"]
        for row in documents_of_committee(workspace, report.committee)
        if row["year"] <= str(report.year)
    }
    all_documents = tuple(sorted(documents.union(rows.path.stem for rows in follow_up)))
    registers = [
        VisibleRows(workspace.dataset("documents") / "documents.csv", "document", all_documents),
        *(
            VisibleRows(workspace.dataset(name) / f"{name}.csv", "committee", (report.committee,))
            for name in ("committees", "areas")
        ),
    ]
    tables = [
        VisibleRows(path)
        for name, scope in scopes.items()
        if scope != "municipality" and name != "follow_up"
        for file in _names_of(sorted(documents))
        if file in listed(name)
        for path in [workspace.dataset(name) / file]
    ]
    others = [name for name, scope in scopes.items() if scope == "municipality"]
    single_files = _single_files(workspace, report.committee, others)
    return (*registers, *tables, *follow_up, *single_files)


def _single_files(
    workspace: Workspace, committee: str, datasets: Iterable[str]
) -> Iterator[VisibleRows]:
    """The rows of datasets of one file each: the committee's, or all if they name no committee."""
    for name in datasets:
        path = workspace.dataset(name) / f"{name}.csv"
        if name not in REGISTERS and path.is_file():
            has_committee = "committee" in schemas.schema(workspace, name).columns
            yield (
                VisibleRows(path, "committee", (committee,)) if has_committee else VisibleRows(path)
            )


def _without_budget(
    workspace: Workspace, report: ReportParams, plan: str | None
) -> ParamsError | None:
    """What is wrong with a report whose plan has no budget table; None if it has one."""
    budget = workspace.dataset("budget") / f"{plan}.csv"
    if plan and not budget.is_file():
        return ParamsError(
            workspace.relative(workspace.params / f"{report.slug}.yaml"),
            f"there is no {workspace.relative(budget)}",
            "the budget table of the plan",
            "add the table or remove the file",
        )
    return None


def files_of(workspace: Workspace, dataset: str, documents: Iterable[str]) -> list[Path]:
    """The files of a dataset for some documents, tried by name since the folder may be large."""
    folder = workspace.dataset(dataset)
    return [path for name in _names_of(documents) if (path := folder / name).is_file()]


def _names_of(documents: Iterable[str]) -> Iterator[str]:
    """What the files of some documents can be called."""
    return (f"{document}{kind}" for document in documents for kind in (".csv", ".md"))


def _follow_up(
    workspace: Workspace, plan: str | None, followed_up: Mapping[Path, frozenset[str]]
) -> list[VisibleRows]:
    """The follow-up rows on a plan's goals, from every document that has some."""
    goals = _goals(content(workspace.dataset("goals") / f"{plan}.csv"))
    return [
        VisibleRows(path, "goal", tuple(sorted(goals)))
        for path, goals_of_file in followed_up.items()
        if not goals.isdisjoint(goals_of_file)
    ]


def goals_followed_up(workspace: Workspace) -> dict[Path, frozenset[str]]:
    """The goals that each follow-up file has rows on; read every time, parsed once per content."""
    return {path: _goals(content(path)) for path in workspace.data_files("follow_up")}


@cache
def _goals(data: bytes) -> frozenset[str]:
    """The goals that a table has rows on."""
    return frozenset(row.get("goal", "") for _line, row in csv_files.csv_rows(data))


def data_fingerprints(visible: Iterable[VisibleRows]) -> dict[VisibleRows, str]:
    """A fingerprint of each file's visible rows, together with its schema and rules."""
    unique = list(dict.fromkeys(visible))
    rules = {
        folder: [content(folder / name) for name in ("table.yaml", "rules.yaml")]
        for folder in {rows.path.parent for rows in unique}
    }
    return {rows: fingerprint([*rules[rows.path.parent], *_rows_of(rows)]) for rows in unique}


def _rows_of(visible: VisibleRows) -> Iterable[bytes | str]:
    if not visible.column:
        yield content(visible.path)
        return
    values = frozenset(visible.values)
    for value, row in _keyed_rows(content(visible.path), visible.column):
        if value in values:
            yield row


@lru_cache(maxsize=64)
def _keyed_rows(data: bytes, column: str) -> list[tuple[str | None, str]]:
    """Each row of a table as one string, after what a column of it holds."""
    rows = csv_files.csv_rows(data)
    return [(row.get(column), repr(sorted(row.items()))) for _line, row in rows]
