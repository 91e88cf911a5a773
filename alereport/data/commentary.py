"""The analyst's commentary: Markdown with front matter, read as rows of a dataset.

The front matter holds the values that all chapters of a file share; each chapter is a top-level
heading and the paragraphs under it.
"""

from __future__ import annotations

import re

import yaml

from alereport.base.errors import TableError

FILE = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<body>.*)", re.DOTALL)
CHAPTER = re.compile(r"^# +(?P<chapter>\S.*?) *$", re.MULTILINE)


def rows(text: str, place: str, columns: list[str]) -> tuple[list[int], list[list[str]]]:
    """The line and the cells of each chapter of a file.

    Args:
        text: The content of the file.
        place: The file, as named in errors.
        columns: The dataset's columns: those of the front matter, then `chapter` and `text`.

    Raises:
        TableError: There is no front matter, its keys are not the columns, or there is text under
            no heading.
    """
    match = FILE.fullmatch(text.replace("\r\n", "\n"))
    if match is None:
        raise TableError(
            f"{place}:1", "there is no front matter", "--- on the first line", "restore it"
        )
    shared = _front_matter(match["front"], place, columns[:-2])
    headings = list(CHAPTER.finditer(text := match.string, match.start("body")))
    if stray := text[match.start("body") : headings[0].start() if headings else None].strip():
        line = text[: text.index(stray, match.start("body"))].count("\n") + 1
        raise TableError(f"{place}:{line}", "text under no heading", "# and a chapter", "add it")
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return (
        [text[: heading.start()].count("\n") + 1 for heading in headings],
        [
            [*shared, heading["chapter"], text[heading.end() : end].strip()]
            for heading, end in zip(headings, ends, strict=True)
        ],
    )


def _front_matter(front: str, place: str, columns: list[str]) -> list[str]:
    try:
        # Cells are typed by the schema, not by YAML.
        values = yaml.load(front, yaml.BaseLoader)  # noqa: S506 - it makes strings only
    except yaml.YAMLError as problem:
        raise TableError(f"{place}:1", " ".join(str(problem).split()), "YAML", "fix it") from None
    if not isinstance(values, dict) or list(values) != columns:
        names = ", ".join(map(str, values)) if isinstance(values, dict) else "no keys"
        raise TableError(
            f"{place}:1", f"the front matter has {names}", ", ".join(columns), "restore the keys"
        )
    return [str(values[column]) for column in columns]
