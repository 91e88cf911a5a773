"""A publication: what it showed, and what was corrected in it and in those before it.

It stands beside the published pages as `publication.json`, and is what the next one is compared
with. Nothing in it is of the day or the machine, so that what is published from the same data and
the same publication before it is the same, byte by byte.
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
from alereport.base.markdown import spoken
from alereport.base.workspace import Workspace
from alereport.batch.outputs import shown
from alereport.batch.scheduling import Task
from alereport.data import versions
from alereport.exhibits import model as exhibits
from alereport.exhibits.model import Chart, Table, parts_of
from alereport.exhibits.traced import traced
from alereport.privacy import withheld

FILE = "publication.json"
LETTERS = 12
"""The letters of a fingerprint that are kept: enough to tell a change, not to prove anything."""


Words = Annotated[str, AfterValidator(spoken)]
"""As a reader sees them. Publications made before kept some with the marks of their Markdown."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Model):
    """One published figure: a row of a table, a mark of a chart or a sentence.

    Attributes:
        key: What it is known by within its exhibit, such as `hr` or `lead`; a publication made
            before figures had keys has none.
        words: As a reader sees it.
        cells: Each value in it as it is shown, by what it is of, such as `change_tkr`.
        rows: A fingerprint of the rows of the data it was made from, by their file.
    """

    key: str = ""
    words: Words
    cells: dict[str, str] = Field(default_factory=dict)
    rows: dict[str, str]


class Exhibit(_Model):
    """A table or chart of a chapter, or a part of its text.

    Attributes:
        id: What it is known by within its chapter; see `Figure.key`.
        label: What it is referred to by, such as `tbl-ks-2024-by-area`; empty for text.
        caption: What it is called; empty for text.
        figures: What it shows, in its order.
    """

    id: str = ""
    label: str
    caption: str
    figures: tuple[Figure, ...]


class Reason(_Model):
    """Why a published figure changed.

    Attributes:
        words: As the seal, or the one who published, gives it.
        file: The data file that was sealed; empty where no data changed.
        sealed: The day it was sealed.
    """

    words: str
    file: str = ""
    sealed: date | None = None


class Correction(_Model):
    """A published figure that is no longer as it was.

    Attributes:
        report: The chapter, such as `ks-2024/budget`.
        chapter: What the chapter is called.
        label: The table or figure; empty for text.
        caption: What that is called.
        before: What was shown.
        after: What is shown; empty where it is no longer.
        reasons: Why; empty only in a draft.
    """

    report: str
    chapter: str
    label: str
    caption: str
    before: Words
    after: Words
    reasons: tuple[Reason, ...]


class Edition(_Model):
    """What a publication changed in the one before.

    Attributes:
        number: The second publication is edition 2.
        as_of: The day its figures are of.
        corrections: The figures that changed, in the book's order.
        reworded: How many figures are said in other words, from the same data and with the same
            numbers.
        added: How many are new.
    """

    number: int
    as_of: date
    corrections: tuple[Correction, ...]
    reworded: int
    added: int


class Publication(_Model):
    """What one language's site and PDF show.

    Attributes:
        number: Which publication it is.
        as_of: The day its figures are of.
        seals: How many seals each data file had.
        reports: What each chapter shows, in the book's order.
        editions: What each publication after the first changed, the latest first.
    """

    number: int
    as_of: date
    seals: dict[str, int]
    reports: dict[str, tuple[Exhibit, ...]]
    editions: tuple[Edition, ...] = ()

    def as_json(self) -> str:
        """As it stands beside the pages."""
        return self.model_dump_json(indent=1) + "\n"


def of(workspace: Workspace, tasks: Sequence[Task]) -> Publication:
    """What the executed reports show, as a first publication."""
    rows = _Rows(workspace)
    return Publication(
        number=1,
        as_of=params.municipality(workspace).as_of,
        seals={file: len(history) for file, history in seals.read(workspace).items()},
        reports={task.report: _exhibits(workspace, task, rows) for task in tasks},
    )


def before(workspace: Workspace, language: str, folder: Path | None = None) -> Publication | None:
    """The publication that the next one is compared with; none where there is none.

    Args:
        folder: Where the sites of the publication before are, a folder a language; by default
            what this project published last.

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
            "the sites as they were published before, a folder a language",
            "name their folder with --previous",
        )
    try:
        return Publication.model_validate_json(path.read_bytes())
    except ValidationError as problem:
        raise PublishError(
            str(path),
            f"it is no publication ({problem.errors()[0]['msg']})",
            "what an earlier publication left there",
            "restore it, or publish anew from a folder without it",
        ) from None


def _exhibits(workspace: Workspace, task: Task, rows: _Rows) -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(
            id=each.id,
            label=each.label,
            caption=_caption(each),
            figures=tuple(_figures(each, rows)),
        )
        for whole in shown(workspace, task.language, task.report)
        for each in parts_of(whole)
        if traced(each)
    )


def _caption(exhibit: exhibits.Exhibit) -> str:
    if isinstance(exhibit, Chart):
        return str(exhibit.headline)
    return exhibit.caption if isinstance(exhibit, Table) else ""


def _figures(exhibit: exhibits.Exhibit, rows: _Rows) -> Iterator[Figure]:
    """The figures of an exhibit; one whose key stands again is known by its place among those."""
    seen: Counter[str] = Counter()
    for line in traced(exhibit):
        seen[line.key] += 1
        again = f"#{seen[line.key]}" if seen[line.key] > 1 else ""
        yield Figure(
            key=line.key + again,
            words=line.words,
            cells=line.cells,
            rows=rows.fingerprints(line.rows),
        )


class _Rows:
    """The rows of the data files as they are written, each file read once.

    Of a row that privacy withholds nothing is kept; see `withheld.rows`.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._withheld = withheld.rows(workspace)
        self._lines = lru_cache(maxsize=None)(self._read)

    def _read(self, file: str) -> dict[str, str]:
        path = self._workspace.root / file
        rows = versions.records(path, content(path))
        return {
            str(line): "" if f"{file}:{line}" in self._withheld else repr(sorted(row.items()))
            for line, row in rows
        }

    def fingerprints(self, rows: Iterable[str]) -> dict[str, str]:
        """A fingerprint of the rows by their file; where in the file they stand does not count."""
        by_file: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            file, _colon, line = row.rpartition(":")
            by_file[file].append(self._lines(file).get(line, ""))
        return {file: fingerprint(sorted(of))[:LETTERS] for file, of in sorted(by_file.items())}
