"""What a manual consists of, as `contents.yaml` beside its pages says: pages, parts, languages."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from alereport.base import yaml_files
from alereport.base.errors import PublishError, expected_value
from alereport.base.files import FormError

FILE = "contents.yaml"
TITLE = re.compile(r"\A# (?P<title>.+)\n")
"""The title that a page begins with."""
COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
OUTSIDE = "../"
FRONT = "README"
"""The name of the page that a folder opens with."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(_Entry):
    """A page in the list.

    Attributes:
        page: Its file, from the folder of the list.
        title: What it is called in the menu; by default as its own title.
    """

    page: Annotated[str, Field(pattern=r"^[\w./-]+\.md$")]
    title: str = ""


def _as_entry(written: object) -> object:
    return {"page": written} if isinstance(written, str) else written


class Part(_Entry):
    """Some pages under one heading in the menu.

    Attributes:
        part: The heading; empty for pages above the parts.
        pages: The pages in order.
    """

    part: str = ""
    pages: Annotated[tuple[Annotated[Listed, BeforeValidator(_as_entry)], ...], Field(min_length=1)]


class Edition(_Entry):
    """The manual in one language.

    Attributes:
        title: What it is called.
        folder: The folder of its pages, from that of the list.
        parts: Its parts in order; the first page is its front page.
    """

    title: str
    folder: str = "."
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Source:
    """A page as it is written.

    Attributes:
        file: Its file, from the folder of the list.
        path: Its place on the site of its language, such as `how-to/plan.md`.
        part: The heading that it stands under.
        title: Its title.
        menu: What it is called in the menu.
        text: Its Markdown, without title and comments.
    """

    file: str
    path: str
    part: str
    title: str
    menu: str
    text: str


@dataclass(frozen=True)
class Manual:
    """A manual as it is written.

    Attributes:
        folder: The folder of the list.
        titles: What it is called, by language.
        pages: Its pages in order, by language.
    """

    folder: Path
    titles: dict[str, str]
    pages: dict[str, tuple[Source, ...]]


def read(folder: Path) -> Manual:
    """Read the list of a manual, and every page in it.

    Raises:
        PublishError: The list cannot be read, a page that it names is not there or has no title, or
            a page in the folder is not in the list.
    """
    editions = _editions(folder / FILE)
    pages = {language: _sources(folder, edition) for language, edition in editions.items()}
    _require_all(folder, {source.file for sources in pages.values() for source in sources})
    titles = {language: edition.title for language, edition in editions.items()}
    return Manual(folder, titles, pages)


def _editions(path: Path) -> dict[str, Edition]:
    try:
        written = yaml_files.load(path.read_bytes(), aliases=False)
        return TypeAdapter(dict[str, Edition]).validate_python(written)
    except FileNotFoundError:
        expected, next_step = "the list of the manual's pages", "write it"
        raise PublishError(str(path), "it is not there", expected, next_step) from None
    except FormError as problem:
        raise problem.error(PublishError, str(path)) from None
    except ValidationError as problem:
        first = problem.errors()[0]
        keys = ".".join(map(str, first["loc"]))
        found = f"{keys} is {first['input']!r}"
        expected = expected_value(first["msg"])
        raise PublishError(str(path), found, expected, "correct it") from None


def _sources(folder: Path, edition: Edition) -> tuple[Source, ...]:
    first, *others = (
        _source(folder, edition, part, listed) for part in edition.parts for listed in part.pages
    )
    return replace(first, path="index.md"), *others


def _source(folder: Path, edition: Edition, part: Part, listed: Listed) -> Source:
    file = posixpath.normpath(posixpath.join(edition.folder, listed.page))
    path = folder / file
    place = f"{folder / FILE}, {listed.page}"
    if not path.is_file():
        raise PublishError(place, f"{path} is not there", "a page", "write it, or take it out")
    text = COMMENT.sub("", path.read_text(encoding="utf-8")).lstrip("\n")
    title = TITLE.match(text)
    if title is None:
        raise PublishError(str(path), "no title", "`# ` and the title first", "write the title")
    words = title["title"].strip().replace("`", "")  # As words, where no code can be shown.
    return Source(
        file=file,
        path=_path(listed.page),
        part=part.part,
        title=words,
        menu=listed.title or words,
        text=text[title.end() :],
    )


def _path(page: str) -> str:
    """The place of a page on the site: what a folder opens with is its index."""
    name = PurePosixPath(posixpath.normpath(page).replace(OUTSIDE, ""))
    return str(name.with_stem("index") if name.stem == FRONT else name)


def _require_all(folder: Path, listed: set[str]) -> None:
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if name not in listed:
            found = f"{name} is not in it"
            raise PublishError(str(folder / FILE), found, "every page once", "name it in a part")
