"""The analyst's commentary: Markdown with front matter, read as rows of a dataset.

The front matter holds the values that all chapters of a file share; each chapter is a top-level
heading and the paragraphs under it. A heading of the second level that is a language's code, such
as `## en`, begins the chapter in that language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from alereport.base import yaml_files
from alereport.base.errors import TableError
from alereport.base.files import FormError
from alereport.base.languages import CODE

FILE = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<body>.*)", re.DOTALL)
CHAPTER = re.compile(r"^# +(?P<chapter>\S.*)$", re.MULTILINE)
TRANSLATION = re.compile(rf"^## +(?P<language>{CODE}) *$", re.MULTILINE)
TRANSLATED = re.compile(rf"^## +(?:{CODE}) *$.*?(?=^# |\Z)", re.MULTILINE | re.DOTALL)
KEY, TEXT = "chapter", "text"
"""The columns of the heading and of the paragraphs; a translation's are `text_en` and so on."""


def rows(text: str, place: str, columns: Sequence[str]) -> tuple[list[int], list[list[str]]]:
    """The line and the cells of each chapter of a file.

    Args:
        text: The content of the file.
        place: The file, as named in errors.
        columns: The dataset's columns: those of the front matter, then `chapter`, `text` and those
            of its translations.

    Raises:
        TableError: The dataset has no chapters, there is no front matter, its keys are not the
            columns, there is text under no heading, or a chapter in a language without a column.
    """
    if KEY not in columns or TEXT not in columns:
        expected = f"a table, or columns {KEY} and {TEXT}"
        raise TableError(place, "its dataset has no chapters", expected, "move or remove the file")
    match = FILE.fullmatch(text.replace("\r\n", "\n"))
    if match is None:
        raise TableError(
            f"{place}:1", "there is no front matter", "--- on the first line", "restore it"
        )
    shared = _front_matter(match["front"], place, columns[: columns.index(KEY)])
    headings = list(CHAPTER.finditer(text := match.string, match.start("body")))
    if stray := text[match.start("body") : headings[0].start() if headings else None].strip():
        line = text[: text.index(stray, match.start("body"))].count("\n") + 1
        raise TableError(f"{place}:{line}", "text under no heading", "# and a chapter", "add it")
    ends = [*(heading.start() for heading in headings), len(text)][1:]
    lines = [text[: heading.start()].count("\n") + 1 for heading in headings]
    texts = columns[columns.index(TEXT) :]
    names = [heading["chapter"].rstrip() for heading in headings]
    chapters = [
        _texts(text[heading.end() : end], f"{place}:{line}", texts)
        for heading, end, line in zip(headings, ends, lines, strict=True)
    ]
    return lines, [[*shared, name, *chapter] for name, chapter in zip(names, chapters, strict=True)]


def without_translations(text: str) -> str:
    """The content of a file in the documents' language alone, on the lines where it stands."""
    return TRANSLATED.sub(lambda part: "\n" * part[0].count("\n"), text.replace("\r\n", "\n"))


def _texts(chapter: str, place: str, columns: Sequence[str]) -> list[str]:
    """The text of a chapter in each language that has a column, empty where it has none."""
    own, *translated = TRANSLATION.split(chapter)
    texts = {TEXT: own}
    for language, paragraphs in zip(translated[::2], translated[1::2], strict=True):
        name = f"{TEXT}_{language}"
        if name not in columns or name in texts:
            found = f"## {language} twice" if name in texts else f"## {language}"
            raise TableError(place, found, f"each of {', '.join(columns)} once", "correct it")
        texts[name] = paragraphs
    return [texts.get(column, "").strip() for column in columns]


def _front_matter(front: str, place: str, columns: Sequence[str]) -> list[str]:
    try:
        values = yaml_files.texts(front)
    except FormError as problem:
        # The front matter begins on the second line.
        line = problem.line + 1 if problem.line else 1
        raise TableError(
            f"{place}:{line}", problem.found, problem.expected, problem.next_step
        ) from None
    if not isinstance(values, dict) or list(values) != list(columns):
        names = ", ".join(map(str, values)) if isinstance(values, dict) else "no keys"
        raise TableError(
            f"{place}:1", f"the front matter has {names}", ", ".join(columns), "restore the keys"
        )
    return [str(values[column]) for column in columns]
