"""Whether the numbers in the computed sentences of a book are those of the rows they name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from alereport.base.errors import TableError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, write_atomically
from alereport.batch.scheduling import Task
from alereport.data import schemas
from alereport.data.addresses import Addresses, file_of
from alereport.exhibits.evidence import Cells, Evidence, Number, numbers
from alereport.exhibits.model import Exhibit
from alereport.exhibits.values import Model
from alereport.privacy.disclosure import Disclosure
from alereport.publish.book import own_outputs
from alereport.publish.book.own_outputs import Own

FILE = "numbers.json"


class Unmatched(Model):
    """A number in a computed sentence that its rows do not support.

    Attributes:
        notebook: The executed notebook.
        exhibit: The exhibit in its output.
        cell: The sentence's key and the gap that the number fills.
        found: The number, as it is stored.
    """

    notebook: str
    exhibit: str
    cell: str
    found: str

    def __str__(self) -> str:
        return (
            f"{self.notebook}: in {self.exhibit}, {self.cell} is {self.found}; expected a number "
            "of the rows it names, or a sum, difference, share, change or count of them"
        )


class Matched(Model):
    """How many numbers in computed sentences there are, and those their rows do not support.

    Attributes:
        count: The number of numbers.
        unmatched: Those that their rows do not support.
        own: What the reports have of an analyst's own.
    """

    count: int = 0
    unmatched: tuple[Unmatched, ...] = ()
    own: Own = Own()

    def __str__(self) -> str:
        return f"{self.count - len(self.unmatched)} of {self.count}"


def together(parts: Iterable[Matched]) -> Matched:
    """Return the numbers of several reports as those of one."""
    found = list(parts)
    return Matched(
        count=sum(part.count for part in found),
        unmatched=tuple(each for part in found for each in part.unmatched),
        own=own_outputs.together(part.own for part in found),
    )


class Rows:
    """The rows of a project by their addresses, for `Evidence`; each file is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._addresses = Addresses(workspace)
        self._disclosure = Disclosure(workspace)
        self.read = cache(self._read)

    def _read(self, row: str) -> tuple[str, schemas.Schema, Cells] | None:
        located, dataset = self._addresses.locate(row), file_of(row).split("/")[1]
        if located is None:
            return None
        try:
            schema = schemas.schema(self.workspace, dataset)
            shown = self._disclosure.cells(located.place, located.cells)
        except TableError:  # The gate has refused it; a draft may be published without.
            return None
        return dataset, schema, shown

    def matched(self, task: Task, exhibits: Iterable[Exhibit]) -> Matched:
        """Compare the numbers in a report's sentences with the rows they name."""
        report = task.params
        years = {report.year, report.year - 1} if isinstance(report, ReportParams) else set()
        evidence = Evidence(self.read, years)
        found = [number for exhibit in exhibits for number in numbers(exhibit)]
        wrong = [number for number in found if not evidence.supports(number)]
        path = self.workspace.relative(self.workspace.executed(task.language, task.report))
        return Matched(count=len(found), unmatched=tuple(_unmatched(path, each) for each in wrong))


def _unmatched(notebook: str, number: Number) -> Unmatched:
    cell = f"{number.line}, {number.gap}"
    found = f"{number.cell.value} {number.cell.unit}".strip()
    return Unmatched(notebook=notebook, exhibit=number.exhibit, cell=cell, found=found)


def read(workspace: Workspace, language: str) -> Matched:
    """Return the result of the book that was staged last."""
    path = workspace.quality / f"numbers-{language}.json"
    return Matched.model_validate_json(path.read_bytes()) if path.is_file() else Matched()


def write(workspace: Workspace, language: str, matched: Matched) -> None:
    """Write the result of a book to `build/quality/`."""
    path = workspace.quality / f"numbers-{language}.json"
    write_atomically(path, matched.model_dump_json(indent=1) + "\n")
