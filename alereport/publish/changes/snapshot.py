"""Reads what the executed reports show, and what was published before."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from alereport import seals
from alereport.base import files, params
from alereport.base.errors import PublishError
from alereport.base.fingerprints import fingerprint
from alereport.base.workspace import Workspace
from alereport.batch.outputs import exhibits_of_report
from alereport.batch.scheduling import Task
from alereport.data import addresses
from alereport.data.addresses import Addresses
from alereport.exhibits import model as exhibits
from alereport.exhibits.model import Chart, Table, parts_of
from alereport.exhibits.traced import traced_lines
from alereport.privacy import earlier, withheld
from alereport.publish.changes import version_1
from alereport.publish.changes.editions import Edition
from alereport.publish.changes.publication import VERSION, Exhibit, Figure, Publication

FILE = earlier.FILE
LETTERS = 12
"""The characters of a fingerprint that are recorded: enough to detect a change, not to prove it."""
NO_CHAPTERS: Mapping[str, str] = {}


def first_publication(
    workspace: Workspace, tasks: Sequence[Task], chapters: Mapping[str, str] = NO_CHAPTERS
) -> Publication:
    """The content of the executed reports, as a first publication.

    Args:
        chapters: The name of each chapter, by its report such as `ks-2024/budget`.
    """
    rows = _Rows(workspace)
    as_of = params.municipality(workspace).as_of
    history = seals.read(workspace)
    updated = max((seal.sealed for each in history.values() for seal in each), default=as_of)
    return Publication(
        number=1,
        as_of=as_of,
        seals={file: len(each) for file, each in history.items()},
        chapters={task.report: chapters.get(task.report, task.report) for task in tasks},
        reports={task.report: _exhibits(workspace, task, rows) for task in tasks},
        shown=tuple(sorted(withheld.ever_shown(workspace))),
        editions=(Edition(number=1, as_of=as_of, updated=updated),),
    )


def previous_publication(
    workspace: Workspace, language: str, folder: Path | None = None
) -> Publication | None:
    """The publication that the next one is compared with; None if there is none.

    Args:
        folder: The previously published sites, a folder for each language; by default what this
            project published last.

    Raises:
        PublishError: The folder has no such publication, or it cannot be read.
    """
    path = (folder or workspace.sites) / language / FILE
    if not files.exists(path):
        if folder is None:
            return None
        raise PublishError(
            str(path),
            "there is no such file",
            "the previously published sites, a folder for each language",
            "name their folder with --previous",
        )
    return parsed(files.read(path, place=str(path), error=PublishError), str(path))


def parsed(content: bytes, place: str) -> Publication:
    """The publication that the content of a file records.

    Raises:
        PublishError: It is no such record.
    """
    try:
        return _read(place, json.loads(content))
    except (ValueError, RecursionError) as problem:
        found = problem.errors()[0]["msg"] if isinstance(problem, ValidationError) else problem
        raise PublishError(
            place,
            f"it is no publication ({found})",
            "the file that an earlier publication wrote",
            "restore it, or publish again from a folder without it",
        ) from None


def _read(place: str, record: Any) -> Publication:
    """The publication of a record of this version, or of the one before, which had no number.

    Raises:
        ValidationError: It is no such record.
        PublishError: It is of another version.
    """
    version = record.get("version", 1) if isinstance(record, dict) else VERSION
    if version == VERSION:
        return Publication.model_validate(record)
    if version != 1:
        raise _unreadable(place, f"it is of version {version}", "publish with a newer alereport")
    try:
        return version_1.read(record)
    except ValidationError as problem:
        if any(error["loc"][-1:] == ("key",) for error in problem.errors()):
            next_step = "publish once with alereport 0.2, or start again without it"
            raise _unreadable(place, "its figures have no keys", next_step) from None
        raise


def _unreadable(place: str, found: str, next_step: str) -> PublishError:
    expected = f"a record of version {VERSION}, or of the one before"
    return PublishError(place, found, expected, next_step)


def _exhibits(workspace: Workspace, task: Task, rows: _Rows) -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(
            id=part.id,
            label=part.label,
            caption=_caption(part),
            columns=_columns(part),
            figures=tuple(_figures(part, rows)),
        )
        for exhibit in exhibits_of_report(workspace, task.language, task.report)
        for part in parts_of(exhibit)
        if traced_lines(part)
    )


def _caption(exhibit: exhibits.Exhibit) -> str:
    if isinstance(exhibit, Chart):
        return str(exhibit.headline)
    return exhibit.caption if isinstance(exhibit, Table) else ""


def _columns(exhibit: exhibits.Exhibit) -> dict[str, str]:
    if not isinstance(exhibit, (Table, Chart)):
        return {}
    return {column.key: column.heading for column in exhibit.columns}


def _figures(exhibit: exhibits.Exhibit, rows: _Rows) -> Iterator[Figure]:
    """The figures of an exhibit; a repeated key gets a number from 2 on."""
    counts: Counter[str] = Counter()
    for line in traced_lines(exhibit):
        counts[line.key] += 1
        suffix = f"#{counts[line.key]}" if counts[line.key] > 1 else ""
        yield Figure(
            key=line.key + suffix,
            words=line.words,
            cells=line.cells,
            rows=rows.fingerprints(line.rows),
        )


class _Rows:
    """The rows of the data files as text; each file is read once.

    A row that privacy withholds is left empty; see `withheld.rows`.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._withheld = withheld.rows(workspace)
        self._addresses = Addresses(workspace)

    def _content(self, row: str) -> str:
        """The row with this address as text; empty if it is withheld or gone."""
        located = self._addresses.locate(row)
        if located is None or located.place in self._withheld:
            return ""
        return repr(sorted(located.cells.items()))

    def fingerprints(self, rows: Iterable[str]) -> dict[str, str]:
        """A fingerprint of the rows by file; where they stand in it does not count."""
        by_file: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            by_file[addresses.file_of(row)].append(self._content(row))
        return {
            file: fingerprint(sorted(contents))[:LETTERS]
            for file, contents in sorted(by_file.items())
        }
