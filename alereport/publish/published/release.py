"""Replace the previous publication by a new one: in every language, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alereport.base import surroundings
from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, new_folder, write_temporary
from alereport.publish.changes import snapshot

DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
"""Errors of a disk that is full or may not be written; any other error is a bug of ours."""


@contextmanager
def release(workspace: Workspace, languages: Sequence[str]) -> Iterator[Path]:
    """Give the block a folder to make the sites in, one a language, each with its PDF.

    When the block ends without an error, one rename replaces the sites of all languages, and then
    each PDF is replaced. Before that nothing published is touched.

    Args:
        languages: The languages that are published; the sites of others are kept.

    Raises:
        PublishError: The disk is full, or it may not be written.
    """
    temporary_pdfs: dict[Path, Path] = {}
    try:
        with new_folder(workspace.sites) as folder:
            _copy_others(workspace, folder, languages)
            yield folder
            for language in languages:
                _copy_record(workspace.book(language), folder / language)
                final = workspace.pdf(language)
                temporary_pdfs[final] = write_temporary(
                    final, (folder / language / final.name).read_bytes()
                )
        for final, temporary in temporary_pdfs.items():
            temporary.replace(final)
    except OSError as problem:
        number = surroundings.number_of(problem)
        if number not in DISK:
            raise
        raise PublishError(
            workspace.relative(workspace.sites),
            f"it cannot be written ({os.strerror(number)})",
            "room on the disk, and permission to write there",
            "make room and publish again; the previous publication is unchanged",
        ) from None
    finally:
        for temporary in temporary_pdfs.values():
            temporary.unlink(missing_ok=True)


def _copy_record(staged: Path, site: Path) -> None:
    """Copy the record of the publication into its site, to compare the next one with."""
    record = staged / snapshot.FILE
    if record.is_file():
        shutil.copyfile(record, site / record.name)


def _copy_others(workspace: Workspace, folder: Path, languages: Sequence[str]) -> None:
    for path in workspace.sites.glob("*"):
        if path.name in languages:
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        else:
            shutil.copy2(path, folder / path.name)
