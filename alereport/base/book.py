"""The book as `params/book.yaml` lists it: its chapters and pages in their order.

A project without that file has the book that stands beside this module. An entry is one of three:

    - page: reading                 # written by the package
      title: {sv: Så läser du rapporten, en: How to read the report}
    - notebook: overview            # a chapter on the whole municipality
      title: {sv: Översikt, en: Overview}
    - part: plan                    # for each committee and year with a document of this kind
      chapters:
        - notebook: budget
          title: {sv: Ekonomi, en: Finances}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alereport.base import keyed_files, params
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace

DEFAULT = Path(__file__).with_name("book.yaml")
"""The book of a project that lists none."""

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Title = Annotated[str, StringConstraints(pattern=r'^[^\s*_#$<>|\\\[\]"][^*_#$<>|\\\[\]"\n]*$')]
"""What stands in headings and links, so without marks of Markdown."""
Titles = dict[str, Title]
"""A title by language."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Written(_Entry):
    """A page that the package writes.

    Attributes:
        page: Its name on the site.
        title: What it is called, by language.
    """

    page: Literal["index", "reading", "sources", "corrections", "open-data", "accessibility"]
    title: Titles

    @property
    def path(self) -> str:
        """Where it stands in the staged book."""
        return f"{self.page}.qmd"


class Chapter(_Entry):
    """A page that a notebook makes.

    Attributes:
        notebook: The notebook's name, such as `budget`; the page's too.
        title: What it is called, by language.
        datasets: It is made only where one of these has rows of the part's document, or at all on
            the whole municipality; with none, always.
        committee: The notebook that makes it for a committee that has its own.
        card: Its lead stands on the committee's card on the front page.
        reads: Data, or the gate's verdict, in which case it may be shown whatever that is.
    """

    notebook: Name
    title: Titles
    datasets: tuple[str, ...] = ()
    committee: dict[str, Name] = {}
    card: bool = False
    reads: Literal["data", "verdict"] = "data"

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Itself, as it stands in the book."""
        return (self,)

    @property
    def notebooks(self) -> tuple[str, ...]:
        """Every notebook that makes it."""
        return (self.notebook, *self.committee.values())


class Part(_Entry):
    """The chapters of each committee and year that has a document of one kind.

    Attributes:
        part: The kind, such as `plan`.
        chapters: Its chapters, in their order.
    """

    part: str
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1)]


Loc = tuple[str | int, ...]
"""The keys and the numbers of items that lead to a place in the file."""
Problem = tuple[Loc, str, str, str]
"""Where an entry cannot stand, what is found there, what is expected, and what to do."""
Entry = Written | Chapter | Part
KINDS: dict[str, type[Entry]] = {"page": Written, "notebook": Chapter, "part": Part}
"""What an entry is, by the key it is known by."""


@dataclass(frozen=True)
class Contents:
    """What stands in the book, in its order.

    Attributes:
        entries: The pages, chapters and parts.
        place: The file that lists them, as messages name it.
        text: What it holds.
    """

    entries: tuple[Entry, ...]
    place: str
    text: str

    @property
    def chapters(self) -> dict[str, Chapter]:
        """Every chapter by its name, in the book's order."""
        pages = (page for _loc, page in self.placed())
        return {page.notebook: page for page in pages if isinstance(page, Chapter)}

    def placed(self) -> Iterator[tuple[Loc, Written | Chapter]]:
        """Every page and chapter, with the keys and items that lead to it in the file."""
        for number, entry in enumerate(self.entries):
            if isinstance(entry, Part):
                for inner, chapter in enumerate(entry.chapters):
                    yield (number, "chapters", inner), chapter
            else:
                yield (number,), entry

    def require_none(self, problems: Iterable[Problem]) -> None:
        """Refuse the first entry that cannot stand, at its line.

        Raises:
            ParamsError: There is one.
        """
        for loc, found, expected, next_step in problems:
            raise ParamsError(
                keyed_files.at(self.place, self.text, loc), found, expected, next_step
            )


def source(workspace: Workspace) -> Path:
    """The file that lists the project's book."""
    return workspace.contents if workspace.contents.exists() else DEFAULT


def contents(workspace: Workspace) -> Contents:
    """What stands in the project's book.

    Raises:
        ParamsError: The list cannot be read; or an entry is wrong, is there twice, has no title in
            the municipality's first language, or names a dataset or a committee's own notebook that
            is not there.
    """
    path = source(workspace)
    place = workspace.relative(path) if path == workspace.contents else str(path)
    text, given = keyed_files.written(path, place)
    if not isinstance(given, list) or not given:
        raise ParamsError(
            place, "it is no list", "a list of pages, chapters and parts", "correct the file"
        )
    entries = tuple(_entry(each, number, place, text) for number, each in enumerate(given))
    found = Contents(entries, place, text)
    found.require_none(_problems(found, params.municipality(workspace).languages, workspace))
    return found


def _entry(given: Any, number: int, place: str, text: str) -> Entry:
    kind = next((key for key in KINDS if isinstance(given, dict) and key in given), None)
    if kind is None:
        raise ParamsError(
            keyed_files.at(place, text, (number,)),
            f"entry {number + 1} has none of the keys {', '.join(KINDS)}",
            "a page, a chapter (`notebook: …`) or a part",
            "correct or remove it",
        )
    return keyed_files.validated(KINDS[kind], given, place=place, text=text, within=(number,))


def _problems(found: Contents, languages: Sequence[str], workspace: Workspace) -> Iterator[Problem]:
    first = found.entries[0]
    if not isinstance(first, Written) or first.page != "index":
        yield (0,), "it is not `page: index`", "the front page first", "move it to the top"
    seen: set[tuple[str, str]] = set()
    step = "add it" if found.place != str(DEFAULT) else "copy the file to params/ and add it there"
    for loc, page in found.placed():
        key, name = (
            ("page", page.page) if isinstance(page, Written) else ("notebook", page.notebook)
        )
        if (key, name) in seen:
            yield (*loc, key), f"the {key} {name} is there twice", "each once", "remove one of them"
        seen.add((key, name))
        if languages[0] not in page.title:
            wanted = "one in the municipality's first language, which others fall back to"
            yield (*loc, "title"), f"there is no title in {languages[0]}", wanted, step
        if isinstance(page, Chapter):
            yield from _problems_of(page, loc, workspace)


def _problems_of(chapter: Chapter, loc: Loc, workspace: Workspace) -> Iterator[Problem]:
    for number, name in enumerate(chapter.datasets):
        if name not in workspace.datasets:
            yield (
                (*loc, "datasets", number),
                f"the dataset {name} is unknown",
                f"some of {', '.join(workspace.datasets)}",
                "correct the name or add its folder to data/",
            )
    for committee, notebook in chapter.committee.items():
        path, in_part = workspace.notebook(notebook), len(loc) > 1
        if not (in_part and path.is_file()):
            yield (
                (*loc, "committee", committee),
                f"there is no {workspace.relative(path)}" if in_part else "it stands in no part",
                "a committee's own notebook, of a chapter in a part",
                "correct or remove it",
            )
