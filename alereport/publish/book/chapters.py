"""The publishable copies of executed notebooks, each made once while nothing changes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from alereport.base import cache
from alereport.base.cache import Cache
from alereport.base.errors import PublishError
from alereport.base.params import ReportParams
from alereport.base.workspace import Workspace, put_copy, write_whole
from alereport.batch import plan
from alereport.batch.plan import Task
from alereport.batch.shown import outputs, unfinished
from alereport.exhibits import csv_files
from alereport.publish.book import copies

LEAD = "lead.txt"
DRAWN = re.compile(rb'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')
PIXELS = 4 / 3
"""In a point."""
LABEL = re.compile(r"\{#(tbl-[a-z0-9-]+)\}")


@dataclass(frozen=True)
class Chapter:
    """A publishable copy, in a folder of its own with its figures.

    Attributes:
        folder: The folder, as the cache keeps it.
        lead: The chapter's lead, for the front page.
    """

    folder: Path
    lead: str

    def put(self, target: Path, before: Path) -> None:
        """Put the copy in a folder of a book, and its figures beside it.

        Args:
            target: The folder.
            before: The same folder of the book that is replaced.
        """

        def copy(source: str, to: str) -> None:
            put_copy(Path(source), Path(to), before=before / Path(to).relative_to(target))

        unwanted = shutil.ignore_patterns(LEAD)
        shutil.copytree(
            self.folder, target, ignore=unwanted, copy_function=copy, dirs_exist_ok=True
        )


def require_fresh(workspace: Workspace, tasks: Sequence[Task]) -> None:
    """Refuse reports that are not made from everything as it is now.

    Raises:
        PublishError: A report is missing, stale or failed.
    """
    for found in plan.statuses(workspace, tasks):
        if found.state != "fresh":
            why = f"it is {found.state} ({', '.join(found.why)})"
            raise _refusal(workspace, found.task, why)


def chapter(workspace: Workspace, cached: Cache, task: Task, *, title: str, output: str) -> Chapter:
    """A report's publishable copy, made where the executed notebook changed.

    Args:
        workspace: The project.
        cached: The copies that were made before.
        task: The report.
        title: What the chapter is called.
        output: A fingerprint of the executed notebook; empty where there is none.

    Raises:
        PublishError: The report has not been executed to its end.
    """
    if not output:
        raise _refusal(workspace, task, "it has not been executed")
    key = cache.key(
        workspace, __name__, languages=(task.language,), parts=(title, task.report, output)
    )
    folder = cached.folder(key, lambda folder: _write(workspace, task, title, folder))
    return Chapter(folder, (folder / LEAD).read_text(encoding="utf-8"))


def _write(workspace: Workspace, task: Task, title: str, folder: Path) -> None:
    """Put the copy of a report, with what stands beside it, in its folder."""
    notebook = _executed(workspace, task)
    in_part = isinstance(task.params, ReportParams)
    copy = copies.publishable(notebook, title, folder, name=task.report, in_part=in_part)
    page = folder / workspace.executed(task.language, task.report).name
    nbformat.write(copy, page)
    write_whole(folder / LEAD, _lead(notebook))
    _write_beside(page, _shown(notebook, copy, folder))


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


def shown_beside(page: Path) -> dict[str, dict[str, Any]]:
    """What a staged page shows that was computed, by its label; nothing where it was written.

    Of each: `number` where it is a numbered table, its cells as `table` where it has any,
    `traced`, the rows of the data behind it, and `size`, a drawing's width and height in pixels.
    """
    path = _sidecar(page)
    found: dict[str, dict[str, Any]] = json.loads(path.read_bytes()) if path.is_file() else {}
    return found


def _sidecar(page: Path) -> Path:
    return page.with_name(f"{page.stem}.shown.json")


def _write_beside(page: Path, shown: Mapping[str, Mapping[str, Any]]) -> None:
    """What a page shows, for whoever publishes it, and the file that its reader can download."""
    write_whole(_sidecar(page), json.dumps(shown, ensure_ascii=False))
    for label, each in shown.items():
        if "table" in each:
            write_whole(
                page.parent / "tables" / f"{label}.csv", csv_files.csv_of_table(each["table"])
            )


def _shown(notebook: NotebookNode, copy: NotebookNode, folder: Path) -> dict[str, dict[str, Any]]:
    """The tables and figures of a notebook, the tables numbered as the book numbers them."""
    labels = LABEL.findall("\n".join(cell.source for cell in copy.cells))
    numbers = {label: {"number": at} for at, label in enumerate(labels, start=1)}
    return {
        said["label"]: numbers.get(said["label"], {})
        | {key: said[key] for key in ("table", "traced") if key in said}
        | _size(folder / "figures" / f"{said['label']}.svg")
        for said, _output in outputs(notebook)
        if "label" in said
    }


def _size(drawing: Path) -> dict[str, tuple[int, int]]:
    """The `size` of a drawing in pixels, where there is one."""
    found = DRAWN.search(drawing.read_bytes()) if drawing.is_file() else None
    if not found:
        return {}
    return {"size": (round(float(found[1]) * PIXELS), round(float(found[2]) * PIXELS))}


def _lead(notebook: NotebookNode) -> str:
    for said, output in outputs(notebook):
        if said.get("role") == "lead":
            lines: list[str] = output["data"]["text/markdown"].splitlines()
            return " ".join(line for line in lines if line and not line.startswith(":::"))
    return ""
