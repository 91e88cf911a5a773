"""The notebooks that the book's list names, those that it does not, and whether they can run."""

from __future__ import annotations

from collections.abc import Sequence

from alereport.base import book
from alereport.base.workspace import Workspace
from alereport.batch import notebook
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


def check(workspace: Workspace, tasks: Sequence[Task]) -> None:
    """Refuse notebooks that cannot be executed, before anything is.

    Raises:
        NotebookError: A notebook cannot be executed.
    """
    for name, parameters in dict.fromkeys((task.notebook, type(task.params)) for task in tasks):
        notebook.check(workspace, name, parameters)
