"""The notebooks that the book's list names, those that it does not, and whether they can run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from alereport.base import book
from alereport.base.workspace import Workspace
from alereport.batch import notebook, opened_files
from alereport.batch.scheduling import Task


def unlisted(workspace: Workspace) -> list[str]:
    """Return the notebooks that belong to no chapter because the book's list lacks them."""
    chapters = book.contents(workspace).chapters.values()
    listed = {name for chapter in chapters for name in chapter.notebooks}
    paths = sorted(path for path in workspace.notebooks.glob("*.ipynb") if path.is_file())
    return [workspace.relative(path) for path in paths if path.stem not in listed]


def unlisted_texts(workspace: Workspace) -> list[str]:
    """Return the written pages that are not in the book because its list lacks them."""
    pages = (page for _loc, page in book.contents(workspace).located_pages())
    listed = {page.text for page in pages if isinstance(page, book.Text)}
    return [
        workspace.relative(path)
        for path in workspace.text_files
        if path.suffix == ".qmd" and path.name.partition(".")[0] not in listed
    ]


def missing(workspace: Workspace) -> list[str]:
    """Return the notebooks of the book's chapters that are not there, so that they are left out."""
    chapters = book.contents(workspace).chapters.values()
    paths = [workspace.notebook(name) for chapter in chapters for name in chapter.notebooks]
    return [workspace.relative(path) for path in dict.fromkeys(paths) if not path.exists()]


def opening_files(workspace: Workspace) -> Iterator[str]:
    """Yield each line of the book's notebooks that opens a file itself, which is not published."""
    chapters = book.contents(workspace).chapters.values()
    for name in dict.fromkeys(name for chapter in chapters for name in chapter.notebooks):
        path = workspace.notebook(name)
        try:
            found = list(opened_files.opened(json.loads(path.read_bytes())["cells"]))
        except (OSError, *notebook.UNREADABLE):  # It is refused when it is to be executed.
            continue
        for each in found:
            yield f"{workspace.relative(path)}, cell {each.cell}: {each.found}; {each.next_step}"


def check(workspace: Workspace, tasks: Sequence[Task]) -> None:
    """Refuse notebooks that cannot be executed, before anything is.

    Raises:
        NotebookError: A notebook cannot be executed.
    """
    for name, parameters in dict.fromkeys((task.notebook, type(task.params)) for task in tasks):
        notebook.check(workspace, name, parameters)
