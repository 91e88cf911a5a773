"""The publishable copies of executed notebooks, each made once while nothing changes."""

from __future__ import annotations

import json
import re
import shutil
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
from alereport.base.workspace import Workspace, put_copy, write_whole
from alereport.batch import scheduling
from alereport.batch.outputs import exhibits, unfinished
from alereport.batch.scheduling import Task
from alereport.exhibits import csv_files, markdown
from alereport.exhibits.model import AnyExhibit, Chart, Exhibit, Table, Text, parts_of
from alereport.exhibits.values import Model
from alereport.publish.book import copies

LEAD = "lead.txt"
DRAWN = re.compile(rb'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')
PIXELS = 4 / 3
"""In a point."""
LABEL = re.compile(r"\{#(tbl-[a-z0-9-]+)\}")


def require_fresh(workspace: Workspace, tasks: Sequence[Task]) -> None:
    """Refuse reports that are not made from everything as it is now.

    Raises:
        PublishError: A report is missing, stale or failed.
    """
    for found in scheduling.statuses(workspace, tasks):
        if found.state != "fresh":
            why = f"it is {found.state} ({', '.join(found.why)})"
            raise _refusal(workspace, found.task, why)


def chapter(workspace: Workspace, cached: Cache, task: Task, *, title: str, output: str) -> Path:
    """A folder with a report's publishable copy, made where the executed notebook changed.

    Args:
        cached: The copies that were made before.
        output: A fingerprint of the executed notebook; empty where there is none.

    Raises:
        PublishError: The report has not been executed to its end.
    """
    if not output:
        raise _refusal(workspace, task, "it has not been executed")
    key = cache.key(
        workspace, __name__, languages=(task.language,), parts=(title, task.report, output)
    )
    return cached.folder(key, lambda folder: _write(workspace, task, title, folder))


def put(copy: Path, target: Path, before: Path) -> str:
    """Put a publishable copy in a folder of a book, and its figures beside it.

    Args:
        before: The same folder of the book that is replaced.

    Returns:
        The chapter's lead, for the front page.
    """

    def put_file(source: str, to: str) -> None:
        put_copy(Path(source), Path(to), before=before / Path(to).relative_to(target))

    unwanted = shutil.ignore_patterns(LEAD)
    shutil.copytree(copy, target, ignore=unwanted, copy_function=put_file, dirs_exist_ok=True)
    return (copy / LEAD).read_text(encoding="utf-8")


def _write(workspace: Workspace, task: Task, title: str, folder: Path) -> None:
    """Put the copy of a report, with what stands beside it, in its folder."""
    notebook = _executed(workspace, task)
    in_part = isinstance(task.params, ReportParams)
    copy = copies.publishable(notebook, title, folder, name=task.report, in_part=in_part)
    page = folder / workspace.executed(task.language, task.report).name
    nbformat.write(copy, page)
    found = list(exhibits(notebook))
    write_whole(folder / LEAD, _lead(found))
    _write_beside(page, _shown(found, copy, folder))


def _executed(workspace: Workspace, task: Task) -> NotebookNode:
    path = workspace.executed(task.language, task.report)
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except Exception as problem:  # noqa: BLE001 - nbformat raises many kinds for a broken file
        found = f"it cannot be read ({type(problem).__name__})"
        raise _refusal(workspace, task, found) from None
    if ended := unfinished(notebook):
        raise _refusal(workspace, task, f"cell {ended[0] + 1} {ended[1]}")
    return notebook


def _refusal(workspace: Workspace, task: Task, found: str) -> PublishError:
    return PublishError(
        workspace.relative(workspace.executed(task.language, task.report)),
        found,
        "a notebook executed to its end from the data as they are",
        "run alereport run",
    )


class Shown(Model):
    """An exhibit of a staged page that has a label.

    Attributes:
        exhibit: The table or chart, or a group of it and of what is said under it.
        number: A table's, within its chapter; 0 where it is none.
        size: A drawing's width and height in pixels, where there is one.
    """

    exhibit: AnyExhibit
    number: int
    size: tuple[int, ...]

    @property
    def labelled(self) -> Table | Chart:
        """The table or chart itself."""
        (found,) = _labelled(self.exhibit)
        return found


_SHOWN = TypeAdapter(dict[str, Shown])


def shown_beside(page: Path) -> Mapping[str, Shown]:
    """What a staged page shows that was computed, by its label; nothing where it was written."""
    return _read(content(sidecar(page)) or b"{}")


@lru_cache(maxsize=256)
def _read(written: bytes) -> Mapping[str, Shown]:
    return _SHOWN.validate_json(written)


def _labelled(whole: Exhibit) -> list[Table | Chart]:
    return [part for part in parts_of(whole) if isinstance(part, Table | Chart)]


def sidecar(page: Path) -> Path:
    """Where it stands what a staged page shows."""
    return page.with_name(f"{page.stem}.shown.json")


def _write_beside(page: Path, shown: dict[str, Shown]) -> None:
    """What a page shows, for whoever publishes it, and the files that its reader can download."""
    kept = _SHOWN.dump_python(shown, mode="json", exclude_defaults=True)
    write_whole(sidecar(page), json.dumps(kept, ensure_ascii=False))
    for label, each in shown.items():
        write_whole(page.parent / "tables" / f"{label}.csv", csv_files.written(each.labelled))


def _shown(found: Iterable[Exhibit], copy: NotebookNode, folder: Path) -> dict[str, Shown]:
    """The tables and charts of a notebook, the tables numbered as the book numbers them."""
    labels = LABEL.findall("\n".join(cell.source for cell in copy.cells))
    numbers = {label: at for at, label in enumerate(labels, start=1)}
    shown = {}
    for whole in found:
        parts = _labelled(whole)
        for part in parts:
            label = part.label
            size = _size(folder / "figures" / f"{label}.svg")
            exhibit = whole if len(parts) == 1 else part
            shown[label] = Shown(exhibit=exhibit, number=numbers.get(label, 0), size=size)
    return shown


def _size(drawing: Path) -> tuple[int, ...]:
    """The size of a drawing in pixels, where there is one."""
    found = DRAWN.search(content(drawing))
    return tuple(round(float(each) * PIXELS) for each in found.groups()) if found else ()


def _lead(found: Iterable[Exhibit]) -> str:
    """The chapter's lead in Markdown, on one line; empty where it has none."""
    parts = (part for whole in found for part in parts_of(whole))
    leads = (each for each in parts if isinstance(each, Text) and each.role == "lead")
    return " ".join(markdown.line(line) for each in leads for line in each.lines)
