"""How far the text of each chapter of commentary has come: written, reviewed or approved.

A state follows the text: a chapter is approved where its text, in every language, is the one that
was sealed, and reviewed where it is the one in `data/reviews.yaml`. So an edited chapter is written
again, and the other chapters of its file keep their state. Nothing here imports pandas.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
)

from alereport import seals
from alereport.base import files, keyed_files
from alereport.base.errors import TableError
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import commentary, versions
from alereport.seals import Seals

Approval = Literal["written", "reviewed", "approved"]

HEADING = """\
# Which chapters of commentary were reviewed as they are, and by whom; one that was edited since is
# not, and one that was sealed is approved. Written by `alereport review`; not by hand.
"""


class Reviewed(BaseModel):
    """The review of one chapter of commentary.

    Attributes:
        reviewed: The day it was reviewed.
        checksum: That of its text, in every language.
        reviewed_by: The roles or initials of those who reviewed it; not published.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    reviewed: date
    checksum: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    reviewed_by: Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(seals.reviewers)]


File = Annotated[str, StringConstraints(pattern=r"^data/[^/]+/[^/]+\.md$")]
Reviews = dict[File, dict[str, Reviewed]]
"""The last review of each chapter, by its file from the project's root and its heading."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of commentary.

    Attributes:
        file: Its file, from the project's root.
        line: The line of its heading.
        chapter: Its heading, such as `budget`.
        approval: How far its text has come.
    """

    file: str
    line: int
    chapter: str
    approval: Approval


def reviews(workspace: Workspace) -> Reviews:
    """Return the reviews of the project; empty where there is no `data/reviews.yaml`.

    Raises:
        TableError: The file is not a list of reviews for each file of commentary.
    """
    path = workspace.reviews
    if not files.exists(path):
        return {}
    place = workspace.relative(path)
    return _read(files.read(path, place=place, error=TableError), place)


@lru_cache(maxsize=4)
def _read(data: bytes, place: str) -> Reviews:
    return keyed_files.entries(_adapter(), Reviewed, data, place=place, kind=TableError)


@cache
def _adapter() -> TypeAdapter[Reviews]:
    return TypeAdapter(Reviews)


def chapters(workspace: Workspace, paths: Collection[Path] | None = None) -> list[Chapter]:
    """Return the chapters of some files of commentary, or of all, in order.

    Args:
        paths: Data files; those that are not commentary have no chapters.
    """
    sealed, reviewed = seals.read(workspace), reviews(workspace)
    known = workspace.data_files() if paths is None else sorted(filter(files.exists, paths))
    return [
        chapter
        for path in known
        if path.suffix == ".md"
        for chapter in _of_file(workspace, path, sealed, reviewed)
    ]


def _of_file(
    workspace: Workspace, path: Path, sealed: Seals, reviewed: Reviews
) -> Iterator[Chapter]:
    file, data = workspace.relative(path), content(path)
    is_sealed = seals.state(workspace, path, seals=sealed) == "sealed"
    approved = sealed[file][-1].own if file in sealed else {}
    known = reviewed.get(file, {})
    checksums = versions.chapter_checksums(path, data)
    for line, row in versions.version_rows(path, data):
        name = row[commentary.KEY]
        approval: Approval = "written"
        if is_sealed or approved.get(name) == checksums[name]:
            approval = "approved"
        elif name in known and known[name].checksum == checksums[name]:
            approval = "reviewed"
        yield Chapter(file, line, name, approval)


def review(
    workspace: Workspace, path: Path, names: Collection[str], reviewed_by: Sequence[str]
) -> list[Chapter]:
    """Record that chapters of a file were reviewed as they are, and return them.

    A chapter that is approved needs no review, and gets none.

    Args:
        path: A file of commentary.
        names: The chapters.
        reviewed_by: The roles or initials of those who reviewed them.
    """
    file = workspace.relative(path)
    workspace.quality.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.quality / ".lock"):
        before = [each for each in chapters(workspace, [path]) if each.chapter in names]
        pending = [each.chapter for each in before if each.approval != "approved"]
        checksums = versions.chapter_checksums(path, content(path))
        new = {
            name: Reviewed(
                reviewed=seals.today(), checksum=checksums[name], reviewed_by=tuple(reviewed_by)
            )
            for name in pending
        }
        stored = reviews(workspace)
        if new:
            _write(workspace, {**stored, file: {**stored.get(file, {}), **new}})
    return [each for each in chapters(workspace, [path]) if each.chapter in names]


def _write(workspace: Workspace, reviewed: Reviews) -> None:
    stored = {
        file: {name: entry.model_dump() for name, entry in by_chapter.items()}
        for file, by_chapter in sorted(reviewed.items())
    }
    write_atomically(workspace.reviews, HEADING + seals.as_yaml(stored))
