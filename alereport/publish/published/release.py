"""Putting a publication in the place of the one before: whole, in every language, or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alereport.base.errors import PublishError
from alereport.base.workspace import Workspace, new_folder, written_beside
from alereport.publish.corrections import snapshot

DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
"""What a disk says that has no room or may not be written; anything else is a fault of ours."""


@contextmanager
def release(workspace: Workspace, languages: Sequence[str]) -> Iterator[Path]:
    """A folder to make the sites in, one a language, each with its PDF.

    When the block ends well the sites of all languages take the place of the old ones in one
    rename, and then each PDF that of its old one. Before that nothing published is touched.

    Args:
        languages: The languages that are published; the sites of others stay as they are.

    Raises:
        PublishError: There is no room on the disk, or it may not be written.
    """
    coming: dict[Path, Path] = {}
    try:
        with new_folder(workspace.sites) as fresh:
            _keep_others(workspace, fresh, languages)
            yield fresh
            for language in languages:
                _keep_record(workspace.book(language), fresh / language)
                final = workspace.pdf(language)
                coming[final] = written_beside(final, (fresh / language / final.name).read_bytes())
        for final, temporary in coming.items():
            temporary.replace(final)
    except OSError as problem:
        if problem.errno not in DISK:
            raise
        raise PublishError(
            workspace.relative(workspace.sites),
            f"it cannot be written ({problem.strerror or problem})",
            "room on the disk, and leave to write there",
            "make room and publish again; what was published before is as it was",
        ) from None
    finally:
        for temporary in coming.values():
            temporary.unlink(missing_ok=True)


def _keep_record(staged: Path, site: Path) -> None:
    """Put what is published beside it, for the next publication to be compared with."""
    record = staged / snapshot.FILE
    if record.is_file():
        shutil.copyfile(record, site / record.name)


def _keep_others(workspace: Workspace, fresh: Path, languages: Sequence[str]) -> None:
    for there in workspace.sites.glob("*"):
        if there.name in languages:
            continue
        if there.is_dir():
            shutil.copytree(there, fresh / there.name)
        else:
            shutil.copy2(there, fresh / there.name)
