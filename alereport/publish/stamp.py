"""Whether a staged book is made from everything as it is now, asked without staging it."""

from __future__ import annotations

from collections.abc import Sequence

from alereport import provenance
from alereport.batch import record as records
from alereport.batch.plan import Task
from alereport.provenance import content
from alereport.workspace import Workspace, write_whole

DRAFT = "draft "


def of(workspace: Workspace, language: str, tasks: Sequence[Task]) -> str:
    """A fingerprint of everything a book is staged from.

    Args:
        workspace: The project.
        language: The book's language.
        tasks: Its reports.
    """
    schemas = (workspace.dataset(name) / "table.yaml" for name in workspace.datasets)
    files = (path for name in workspace.datasets for path in workspace.data_files(name))
    parts: list[bytes | str] = [
        provenance.code_fingerprint(
            "publish", "schemas.py", "datasets.py", "quality", "language.py"
        ),
        provenance.language_fingerprint(language),
        *map(content, (workspace.municipality, workspace.seals, *schemas, *files)),
    ]
    for task in tasks:
        parts += [task.report, records.output_fingerprint(workspace, language, task.report)]
    return provenance.fingerprint(parts)


def read(workspace: Workspace, language: str) -> str:
    """What the staged book was made from; empty where there is none."""
    stamp = workspace.book_stamp(language)
    staged = workspace.book(language).is_dir() and workspace.book_chapters(language).is_file()
    return content(stamp).decode() if staged else ""


def write(workspace: Workspace, language: str, made_from: str) -> None:
    """Say what the book was staged from, now that it is; of a draft asked for, nothing."""
    write_whole(workspace.book_stamp(language), made_from)


def of_draft(workspace: Workspace, made_from: str) -> str:
    """The same of a book that can only be a draft, as the data and what is published stand."""
    return DRAFT + provenance.fingerprint([made_from, content(workspace.sums)])


def is_final(workspace: Workspace, language: str) -> bool:
    """Whether a book is staged that is no draft."""
    staged_from = read(workspace, language)
    return staged_from != "" and not staged_from.startswith(DRAFT)
