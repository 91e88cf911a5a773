"""Tells, without staging a book again, whether the staged one is up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alereport.base import book, cache
from alereport.base.cache import Stamp
from alereport.base.fingerprints import content, fingerprint
from alereport.base.workspace import Workspace
from alereport.batch import run_records
from alereport.batch.scheduling import Task

DRAFT = "draft "


def outputs(workspace: Workspace, tasks: Sequence[Task]) -> dict[Task, str]:
    """A fingerprint of the executed notebook of each report; empty if there is none."""
    return {
        task: run_records.output_fingerprint(workspace, task.language, task.report)
        for task in tasks
    }


def key(workspace: Workspace, language: str, outputs: Mapping[Task, str]) -> str:
    """A fingerprint of everything a book is staged from.

    Args:
        outputs: The fingerprints of its reports; see `outputs`.
    """
    return cache.key(
        workspace,
        "alereport.publish.book.staging",
        languages=(language,),
        files=(
            workspace.municipality,
            book.source(workspace),
            workspace.glossary,
            workspace.seals,
            *workspace.logos,
            *workspace.schemas_and_data,
            *workspace.text_files,
        ),
        parts=(part for task, output in outputs.items() for part in (task.report, output)),
    )


def draft_key(workspace: Workspace, key: str) -> str:
    """The key of a book that can only be a draft, given the data and what is published."""
    return DRAFT + fingerprint([key, content(workspace.sums)])


def read(workspace: Workspace, language: str) -> str:
    """The key of the staged book; empty if there is none."""
    is_staged = workspace.book(language).is_dir() and workspace.book_chapters(language).is_file()
    return Stamp(workspace.book_stamp(language)).read() if is_staged else ""


def write(workspace: Workspace, language: str, key: str) -> None:
    """Record the key of the staged book: empty while it is replaced, or for a requested draft."""
    Stamp(workspace.book_stamp(language)).write(key)


def is_final(workspace: Workspace, language: str) -> bool:
    """True if a book is staged and is not a draft."""
    staged_key = read(workspace, language)
    return staged_key != "" and not staged_key.startswith(DRAFT)
