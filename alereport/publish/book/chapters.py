"""The publishable copies of executed notebooks, cached until something they depend on changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from pydantic import TypeAdapter

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.errors import PublishError
from alereport.base.fingerprints import content
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, copy_or_link, write_atomically
from alereport.batch import scheduling
from alereport.batch.outputs import exhibits, unfinished_cell
from alereport.batch.scheduling import Task
from alereport.exhibits import csv_files
from alereport.exhibits.model import AnyExhibit, Chart, Exhibit, Table, parts_of
from alereport.exhibits.values import Model
from alereport.publish.book import copies, numbers, own_outputs
from alereport.publish.book.numbers import Matched, Rows

SIDECAR = ".shown.json"
LABEL = re.compile(r"\{#(tbl-[a-z0-9-]+)\}")


def require_fresh(workspace: Workspace, tasks: Sequence[Task]) -> None:
    """Refuse reports that are not made from the current data, code and notebooks.

    Raises:
        PublishError: A report is missing, stale or failed.
    """
    for status in scheduling.statuses(workspace, tasks):
        if status.state != "fresh":
            problem = f"it is {status.state} ({', '.join(status.why)})"
            raise _refusal(workspace, status.task, problem)


def chapter(
    rows: Rows, chapter_cache: Cache, task: Task, *, title: str, output_fingerprint: str
) -> Path:
    """Return a folder with a report's publishable copy, made again if the notebook changed.

    Args:
        rows: The rows of the project, which the numbers in its sentences are compared with.
        chapter_cache: The copies made earlier.
        output_fingerprint: That of the executed notebook; empty if there is none.

    Raises:
        PublishError: The report has not been executed to the end.
    """
    workspace = rows.workspace
    if not output_fingerprint:
        raise _refusal(workspace, task, "it has not been executed")
    key = cache.key(
        workspace,
        __name__,
        languages=(task.language,),
        parts=(title, task.report, output_fingerprint),
        with_styles=False,
    )
    return chapter_cache.folder(key, lambda folder: _write(rows, task, title, folder))


def copy_to_book(copy: Path, target: Path, previous: Path, *, page: str = "") -> None:
    """Copy a publishable copy, with its drawings and tables, to a folder of a book.

    Args:
        previous: The same folder of the book that is replaced.
        page: The name of the page that shows it, if that is not its own: the notebook is then left
            out, and what lies beside it is named after the page.
    """
    for source in sorted(path for path in copy.rglob("*") if path.is_file()):
        name = source.relative_to(copy)
        if source.name == numbers.FILE or (page and source.suffix == ".ipynb"):
            continue
        if page and source.name.endswith(SIDECAR):
            name = Path(f"{page}{SIDECAR}")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        copy_or_link(source, target / name, previous=previous / name)


def append(page: Path, text: str) -> None:
    """Add text to the end of a staged page, whose file may be shared with the copy's."""
    notebook = nbformat.read(page, as_version=4)
    cell = nbformat.v4.new_markdown_cell(text)
    cell["id"] = f"cell-{len(notebook.cells)}"
    notebook.cells.append(cell)
    write_atomically(page, nbformat.writes(notebook))


def notebook_of(copy: Path) -> Path:
    """The notebook in the folder of a publishable copy."""
    (path,) = copy.glob("*.ipynb")
    return path


def numbers_of(copy: Path) -> Matched:
    """Return how the numbers in the sentences of a copied report compare with their rows."""
    return Matched.model_validate_json((copy / numbers.FILE).read_bytes())


def _write(rows: Rows, task: Task, title: str, folder: Path) -> None:
    """Write the copy of a report, with the files that belong to it, to its folder."""
    workspace = rows.workspace
    notebook = _executed_notebook(workspace, task)
    in_part = isinstance(task.params, ReportParams)
    try:
        copy = copies.publishable(notebook, title, folder, name=task.report, in_part=in_part)
    except ValueError as problem:
        raise _refusal(workspace, task, str(problem)) from None
    page = folder / workspace.executed(task.language, task.report).name
    nbformat.write(copy, page)
    page_exhibits = list(exhibits({"cells": own_outputs.published_cells(notebook)}))
    place = workspace.relative(workspace.notebook(task.notebook))
    own = {"own": own_outputs.of_notebook(notebook, place, task.report)}
    matched = rows.matched(task, page_exhibits).model_copy(update=own)
    write_atomically(folder / numbers.FILE, matched.model_dump_json())
    _write_sidecar_and_tables(page, _exhibits_by_label(page_exhibits, copy))


def _executed_notebook(workspace: Workspace, task: Task) -> NotebookNode:
    path = workspace.executed(task.language, task.report)
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except Exception as problem:  # noqa: BLE001 - nbformat raises many types for a broken file
        found = f"it cannot be read ({type(problem).__name__})"
        raise _refusal(workspace, task, found) from None
    if failure := unfinished_cell(notebook):
        raise _refusal(workspace, task, f"cell {failure[0] + 1} {failure[1]}")
    return notebook


def _refusal(workspace: Workspace, task: Task, found: str) -> PublishError:
    return PublishError(
        workspace.relative(workspace.executed(task.language, task.report)),
        found,
        "a notebook executed to its end from the current data",
        "run alereport run",
    )


class LabelledExhibit(Model):
    """An exhibit of a staged page that has a label.

    Attributes:
        exhibit: The table or chart, or a group of one and the notes under it.
        number: The table's number within its chapter; 0 if it is not a table.
    """

    exhibit: AnyExhibit
    number: int

    @property
    def table_or_chart(self) -> Table | Chart:
        """The only table or chart of the exhibit."""
        (part,) = _tables_and_charts(self.exhibit)
        return part


_SIDECAR = TypeAdapter(dict[str, LabelledExhibit])


def labelled_exhibits(page: Path) -> Mapping[str, LabelledExhibit]:
    """The tables and charts of a staged page by label; none if no notebook computes the page."""
    return _parsed(content(sidecar(page)) or b"{}")


@lru_cache(maxsize=256)
def _parsed(text: bytes) -> Mapping[str, LabelledExhibit]:
    return _SIDECAR.validate_json(text)


def _tables_and_charts(exhibit: Exhibit) -> list[Table | Chart]:
    return [part for part in parts_of(exhibit) if isinstance(part, Table | Chart)]


def sidecar(page: Path) -> Path:
    """The path of the JSON file that lists the tables and charts of a staged page."""
    return page.with_name(f"{page.stem}{SIDECAR}")


def _write_sidecar_and_tables(page: Path, labelled: dict[str, LabelledExhibit]) -> None:
    """Write the sidecar for the engines, and the CSV files that a reader can download."""
    records = _SIDECAR.dump_python(labelled, mode="json", exclude_defaults=True)
    write_atomically(sidecar(page), json.dumps(records, ensure_ascii=False))
    for label, item in labelled.items():
        write_atomically(
            page.parent / "tables" / f"{label}.csv", csv_files.to_csv(item.table_or_chart)
        )


def _exhibits_by_label(
    page_exhibits: Iterable[Exhibit], copy: NotebookNode
) -> dict[str, LabelledExhibit]:
    """The tables and charts of a notebook by label, the tables numbered as in the book."""
    labels = LABEL.findall("\n".join(cell.source for cell in copy.cells))
    numbers = {label: number for number, label in enumerate(labels, start=1)}
    labelled = {}
    for page_exhibit in page_exhibits:
        parts = _tables_and_charts(page_exhibit)
        for part in parts:
            exhibit = page_exhibit if len(parts) == 1 else part
            number = numbers.get(part.label, 0)
            labelled[part.label] = LabelledExhibit(exhibit=exhibit, number=number)
    return labelled
