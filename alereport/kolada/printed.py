"""Which lines of the report rest on a row, as the executed notebooks have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alereport.base import params
from alereport.base.workspace import Workspace
from alereport.batch import scheduling
from alereport.batch.outputs import exhibits_of_report
from alereport.exhibits.model import parts_of
from alereport.exhibits.traced import traced_lines


@dataclass(frozen=True)
class Printed:
    """A line of the report.

    Attributes:
        report: The report and its language, such as `ks-2024/budget (sv)`.
        label: Its table or figure; empty for running text.
        words: What it says.
    """

    report: str
    label: str
    words: str

    def __str__(self) -> str:
        return f"{self.report}{', ' * bool(self.label)}{self.label}: {self.words}"


def printed(workspace: Workspace, rows: Iterable[str]) -> dict[str, list[Printed]]:
    """The lines that rest on each of some rows, in the municipality's own language.

    Only reports that have been executed are searched, as they were executed.

    Args:
        workspace: The project.
        rows: The addresses of the rows.
    """
    found: dict[str, list[Printed]] = {row: [] for row in rows}
    language = params.municipality(workspace).languages[0]
    reports = params.committee_years(workspace)
    tasks = scheduling.tasks(workspace, reports, [language]) if found else ()
    for task in tasks:
        if not workspace.executed(task.language, task.report).is_file():
            continue
        for exhibit in exhibits_of_report(workspace, task.language, task.report):
            for part in parts_of(exhibit):
                for line in traced_lines(part):
                    for row in found.keys() & {*line.rows}:
                        found[row].append(Printed(task.name, part.label, line.words))
    return found
