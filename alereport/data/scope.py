"""What a report may see of the data: which files, and which of their rows.

Nothing here imports pandas, so that asking what is fresh stays quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alereport.base.errors import ParamsError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.params import MunicipalityParams, Parameters, ReportParams
from alereport.base.workspace import Workspace
from alereport.data import csv_files, schemas
from alereport.data.registers import REGISTERS, documents_of, documents_of_committee

NEEDED = {"budget": ("areas", "breaks")}
"""The datasets that others cannot be shown without: a budget's names and what does not compare."""
OF_EVERY_REPORT = ("committees", "documents")
"""The registers that name a report's committee, and the document that each of its rows is from."""


@dataclass(frozen=True)
class Seen:
    """A data file, and which of its rows a report sees.

    What a report shows and what its fingerprint is made of are both selected by this, so that no
    row can be shown without being counted.

    Attributes:
        path: The file.
        column: Only the rows whose `column` is one of `values` are seen; empty for all rows.
        values: See `column`.
    """

    path: Path
    column: str = ""
    values: tuple[str, ...] = ()

    @property
    def dataset(self) -> str:
        return self.path.parent.name


def read_for(datasets: Iterable[str]) -> frozenset[str]:
    """The datasets that are read, and counted, where some are asked for: those and their needs."""
    asked = frozenset(datasets)
    return asked.union(OF_EVERY_REPORT, *(NEEDED.get(name, ()) for name in asked))


def seen(workspace: Workspace, report: Parameters) -> tuple[Seen, ...]:
    """What a report may see, in a fixed order; it sees that of the datasets it asks for.

    The municipality's: every row. A committee's for a year: its documents of that year and of the
    years before; of later documents, what they say became of the plan's goals; of each register,
    its own rows.

    Raises:
        ParamsError: See `documents_of`; or the plan's budget table is missing.
    """
    return seen_by_each(workspace, [report])[0]


def seen_by_each(workspace: Workspace, reports: Iterable[Parameters]) -> list[tuple[Seen, ...]]:
    """What each of some reports may see; see `seen`. The follow-ups are read once for all."""
    goals = goals_followed_up(workspace)
    scopes = {
        name: schemas.outline(workspace.dataset(name) / "table.yaml").scope
        for name in workspace.datasets
    }
    return [
        tuple(map(Seen, workspace.data_files()))
        if isinstance(report, MunicipalityParams)
        else _seen_by_committee(workspace, report, goals, scopes)
        for report in reports
    ]


def _seen_by_committee(
    workspace: Workspace,
    report: ReportParams,
    followed_up: Mapping[Path, frozenset[str]],
    scopes: Mapping[str, str],
) -> tuple[Seen, ...]:
    own = documents_of(workspace, report)
    _require_budget(workspace, report, own.get("plan"))
    follow_up = _follow_up(workspace, own.get("plan"), followed_up)
    documents = {
        row["document"]
        for row in documents_of_committee(workspace, report.committee)
        if row["year"] <= str(report.year)
    }
    titled = tuple(sorted(documents.union(each.path.stem for each in follow_up)))
    registers = [
        Seen(workspace.dataset("documents") / "documents.csv", "document", titled),
        *(
            Seen(workspace.dataset(name) / f"{name}.csv", "committee", (report.committee,))
            for name in ("committees", "areas")
        ),
    ]
    tables = [
        Seen(path)
        for name, scope in scopes.items()
        if scope != "municipality" and name != "follow_up"
        for path in files_of(workspace, name, sorted(documents))
    ]
    others = [name for name, scope in scopes.items() if scope == "municipality"]
    return (*registers, *tables, *follow_up, *_of_no_document(workspace, report.committee, others))


def _of_no_document(
    workspace: Workspace, committee: str, datasets: Iterable[str]
) -> Iterator[Seen]:
    """Of datasets that are one file each, as registers are: a committee's rows, or all."""
    for name in datasets:
        path = workspace.dataset(name) / f"{name}.csv"
        if name not in REGISTERS and path.is_file():
            has_own = "committee" in schemas.schema(workspace, name).columns
            yield Seen(path, "committee", (committee,)) if has_own else Seen(path)


def _require_budget(workspace: Workspace, report: ReportParams, plan: str | None) -> None:
    budget = workspace.dataset("budget") / f"{plan}.csv"
    if plan and not budget.is_file():
        raise ParamsError(
            workspace.relative(workspace.params / f"{report.slug}.yaml"),
            f"there is no {workspace.relative(budget)}",
            "the budget table of the plan",
            "add the table or remove the file",
        )


def files_of(workspace: Workspace, dataset: str, documents: Iterable[str]) -> list[Path]:
    """The files that a dataset has for some documents, asked for by name: there may be many."""
    folder = workspace.dataset(dataset)
    named = (folder / f"{document}{kind}" for document in documents for kind in (".csv", ".md"))
    return [path for path in named if path.is_file()]


def _follow_up(
    workspace: Workspace, plan: str | None, followed_up: Mapping[Path, frozenset[str]]
) -> list[Seen]:
    """The rows on a plan's goals, in whichever document they stand."""
    goals = _goals(content(workspace.dataset("goals") / f"{plan}.csv"))
    return [
        Seen(path, "goal", tuple(sorted(goals)))
        for path, its_goals in followed_up.items()
        if not goals.isdisjoint(its_goals)
    ]


def goals_followed_up(workspace: Workspace) -> dict[Path, frozenset[str]]:
    """The goals that each follow-up has rows on; read anew, and understood once a process."""
    return {path: _goals(content(path)) for path in workspace.data_files("follow_up")}


@cache
def _goals(data: bytes) -> frozenset[str]:
    """The goals that a table has rows on."""
    return frozenset(row.get("goal", "") for _line, row in csv_files.records(data))


def data_fingerprints(seen: Iterable[Seen]) -> dict[Seen, str]:
    """A fingerprint of the rows that reports see, with their schema and rules, file by file."""
    wanted = list(dict.fromkeys(seen))
    rules = {
        folder: [content(folder / name) for name in ("table.yaml", "rules.yaml")]
        for folder in {each.path.parent for each in wanted}
    }
    return {each: fingerprint([*rules[each.path.parent], *_rows_of(each)]) for each in wanted}


def _rows_of(seen: Seen) -> Iterable[bytes | str]:
    if not seen.column:
        yield content(seen.path)
        return
    for _line, row in csv_files.records(content(seen.path)):
        if row.get(seen.column) in seen.values:
            yield repr(sorted(row.items()))
