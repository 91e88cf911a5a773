"""The record of a publication: what it showed, and the corrections in it and in earlier ones.

It is published next to the pages as `publication.json`, and the next publication is compared with
it. It does not depend on the day or the machine, so that the same data and the same previous
publication give the same bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from alereport import seals
from alereport.base import params
from alereport.base.errors import PublishError
from alereport.base.fingerprints import content, fingerprint
from alereport.base.markdown import visible_text
from alereport.base.workspace import Workspace
from alereport.batch.outputs import exhibits_of_report
from alereport.batch.scheduling import Task
from alereport.data import versions
from alereport.exhibits import model as exhibits
from alereport.exhibits.model import Chart, Table, parts_of
from alereport.exhibits.traced import traced_lines
from alereport.privacy import withheld

FILE = "publication.json"
LETTERS = 12
"""The characters of a fingerprint that are recorded: enough to detect a change, not to prove it."""


Words = Annotated[str, AfterValidator(visible_text)]
"""Text as a reader sees it. Older publications recorded some with its Markdown syntax."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Model):
    """One published figure: a row of a table, a mark of a chart or a sentence.

    Attributes:
        key: Its key within its exhibit, such as `hr` or `lead`; empty in a publication made
            before figures had keys.
        words: Its text as a reader sees it.
        cells: Each value in it as it is shown, by column or quantity, such as `change_tkr`.
        rows: A fingerprint of the data rows it was made from, by file.
    """

    key: str = ""
    words: Words
    cells: dict[str, str] = Field(default_factory=dict)
    rows: dict[str, str]


class Exhibit(_Model):
    """A table or chart of a chapter, or a part of its text.

    Attributes:
        id: Its key within its chapter; see `Figure.key`.
        label: Its label for references, such as `tbl-ks-2024-by-area`; empty for text.
        caption: Its caption or headline; empty for text.
        figures: Its figures, in order.
    """

    id: str = ""
    label: str
    caption: str
    figures: tuple[Figure, ...]


class Reason(_Model):
    """Why a published figure changed.

    Attributes:
        words: The reason in the seal, or given when publishing.
        file: The data file that was sealed; empty if no data changed.
        sealed: The day it was sealed.
    """

    words: str
    file: str = ""
    sealed: date | None = None


class Correction(_Model):
    """A published figure that changed.

    Attributes:
        report: The chapter, such as `ks-2024/budget`.
        chapter: The chapter's name.
        label: The label of the table or chart; empty for text.
        caption: Its caption or headline.
        before: The text that was shown.
        after: The text that is shown; empty if it is no longer shown.
        reasons: Why it changed; empty only in a draft.
    """

    report: str
    chapter: str
    label: str
    caption: str
    before: Words
    after: Words
    reasons: tuple[Reason, ...]


class Edition(_Model):
    """The changes of a publication since the previous one.

    Attributes:
        number: The second publication is edition 2.
        as_of: The day that its figures refer to.
        corrections: The figures that changed, in the book's order.
        reworded: The number of figures with other words, but the same data and numbers.
        added: The number of new figures.
    """

    number: int
    as_of: date
    corrections: tuple[Correction, ...]
    reworded: int
    added: int


class Publication(_Model):
    """The content of one language's site and PDF.

    Attributes:
        number: The number of the publication, from 1.
        as_of: The day that its figures refer to.
        seals: The number of seals of each data file.
        reports: The exhibits of each chapter, in the book's order.
        editions: The changes of each publication after the first, the latest first.
    """

    number: int
    as_of: date
    seals: dict[str, int]
    reports: dict[str, tuple[Exhibit, ...]]
    editions: tuple[Edition, ...] = ()

    def as_json(self) -> str:
        """The content of `publication.json`."""
        return self.model_dump_json(indent=1) + "\n"


def first_publication(workspace: Workspace, tasks: Sequence[Task]) -> Publication:
    """The content of the executed reports, as a first publication."""
    rows = _Rows(workspace)
    return Publication(
        number=1,
        as_of=params.municipality(workspace).as_of,
        seals={file: len(history) for file, history in seals.read(workspace).items()},
        reports={task.report: _exhibits(workspace, task, rows) for task in tasks},
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
    if not path.is_file():
        if folder is None:
            return None
        raise PublishError(
            str(path),
            "there is no such file",
            "the previously published sites, a folder for each language",
            "name their folder with --previous",
        )
    try:
        return Publication.model_validate_json(path.read_bytes())
    except ValidationError as problem:
        raise PublishError(
            str(path),
            f"it is no publication ({problem.errors()[0]['msg']})",
            "the file that an earlier publication wrote",
            "restore it, or publish again from a folder without it",
        ) from None


def _exhibits(workspace: Workspace, task: Task, rows: _Rows) -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(
            id=part.id,
            label=part.label,
            caption=_caption(part),
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
        self._lines = lru_cache(maxsize=None)(self._read)

    def _read(self, file: str) -> dict[str, str]:
        path = self._workspace.root / file
        rows = versions.version_rows(path, content(path))
        return {
            str(line): "" if f"{file}:{line}" in self._withheld else repr(sorted(row.items()))
            for line, row in rows
        }

    def fingerprints(self, rows: Iterable[str]) -> dict[str, str]:
        """A fingerprint of the rows by file; their line numbers do not count."""
        by_file: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            file, _colon, line = row.rpartition(":")
            by_file[file].append(self._lines(file).get(line, ""))
        return {
            file: fingerprint(sorted(contents))[:LETTERS]
            for file, contents in sorted(by_file.items())
        }
