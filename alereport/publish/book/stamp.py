"""Whether a staged book is made from everything as it is now, asked without staging it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alereport.base import book, fingerprints
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace, write_whole
from alereport.batch import record as records
from alereport.batch.plan import Task

DRAFT = "draft "


def outputs(workspace: Workspace, tasks: Sequence[Task]) -> dict[Task, str]:
    """A fingerprint of the executed notebook of each report; empty where there is none."""
    return {
        task: records.output_fingerprint(workspace, task.language, task.report) for task in tasks
    }


def of(workspace: Workspace, language: str, outputs: Mapping[Task, str]) -> str:
    """A fingerprint of everything a book is staged from.

    Args:
        workspace: The project.
        language: The book's language.
        outputs: Its reports; see `outputs`.
    """
    schemas = (workspace.dataset(name) / "table.yaml" for name in workspace.datasets)
    files = (path for name in workspace.datasets for path in workspace.data_files(name))
    parts: list[bytes | str] = [
        fingerprints.code_fingerprint("alereport.publish.book.staging"),
        fingerprints.language_fingerprint(language),
        *map(content, (workspace.municipality, book.source(workspace), workspace.seals)),
        *map(content, (*schemas, *files)),
    ]
    for task, output in outputs.items():
        parts += [task.report, output]
    return fingerprints.fingerprint(parts)


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
    return DRAFT + fingerprints.fingerprint([made_from, content(workspace.sums)])


def is_final(workspace: Workspace, language: str) -> bool:
    """Whether a book is staged that is no draft."""
    staged_from = read(workspace, language)
    return staged_from != "" and not staged_from.startswith(DRAFT)
