"""The gallery: every function that shows something in a notebook, with its code and its output.

`python -m alereport.projects.gallery docs` writes `docs/gallery.md` and its pictures.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from functools import singledispatch
from pathlib import Path
from typing import Any

from alereport.base import locales
from alereport.base.markdown import pipe_table, plain, rule
from alereport.base.workspace import Workspace, write_atomically
from alereport.exhibits.model import (
    Chart,
    Exhibit,
    Group,
    Heading,
    KeyFigures,
    Notice,
    Outline,
    Prose,
    Table,
    Text,
    parts_of,
)
from alereport.exhibits.widths import WIDE
from alereport.projects import shown
from alereport.projects.shown import Functions, Source

PAGE, PICTURES = "gallery.md", "images/gallery"
EXAMPLES = "analyst.md"
MOST = 8
"""The most rows of a table, or points of a list, that are shown."""
INTRODUCTION = """\
# Gallery

Every function that shows something in a notebook, with the code that calls it and what came of it.
[For the analyst](analyst.md) says how a notebook is opened. The figures are made up, by
`alereport demo`; where those have nothing to show, and in the examples at the end, they are Ale's.
Of a long table or list the beginning is shown.

The code is that of the notebooks. A notebook's cells that load and analyse stand first; a function
that several notebooks call is shown once.

This page is made from the program by `make docs`, which runs the notebooks."""
SILENT = """\
## Not shown here

These show something only where there is something to say, such as a figure that is withheld or a
row that breaks a rule:"""


def write(docs: Path) -> None:
    """Write the page and its pictures into a folder."""
    found = shown.of_project(Workspace.discover(), docs / EXAMPLES)
    write_atomically(docs / PAGE, page(found).encode())
    shutil.rmtree(docs / PICTURES, ignore_errors=True)
    for name, drawing in pictures(found).items():
        write_atomically(docs / PICTURES / name, drawing)


def pictures(found: Functions) -> dict[str, bytes]:
    """Return the drawing of each chart, by the name of its file."""
    return {
        f"{each.name}.svg": part.pictures[WIDE.name]
        for source in found.sources.values()
        for each in source.shown
        if each.exhibit
        for part in parts_of(each.exhibit)
        if isinstance(part, Chart)
    }


def page(found: Functions) -> str:
    """Return the page as Markdown."""
    sources = [source for source in found.sources.values() if source.shown]
    silent = [
        f"- `{name}`: {about}"
        for name, about in sorted(found.silent.items())
        if name not in found.seen
    ]
    last = [SILENT, "\n".join(silent)] if silent else []
    return "\n\n".join([INTRODUCTION, _index(sources), *map(_section, sources), *last]) + "\n"


def _index(sources: Iterable[Source]) -> str:
    """Return the list of all functions by module, each with a link to where it is shown."""
    modules: dict[str, list[str]] = {}
    for name in sorted(each.name for source in sources for each in source.shown):
        module, _dot, function = name.partition(".")
        modules.setdefault(module, []).append(f"[{function}](#{module}-{function})")
    return "\n".join(f"- `{module}`: {', '.join(links)}" for module, links in modules.items())


def _heading_of(name: str) -> str:
    """Return the heading of a function, whose address GitHub and Pandoc make alike."""
    return name.replace(".", ": ")


def _section(source: Source) -> str:
    parts = [f"## {source.name}", *([_code(source.code)] if source.code else [])]
    return "\n\n".join([*parts, *entries(source).values()])


def entries(source: Source) -> dict[str, str]:
    """Return what the page has of each function of a source, by its name."""
    return {
        each.name: "\n\n".join(
            [
                f"### {_heading_of(each.name)}",
                each.about,
                _code(each.code),
                _quoted(_in_its_language(each.exhibit, each.name)),
            ]
        )
        for each in source.shown
        if each.exhibit is not None
    }


def _in_its_language(exhibit: Exhibit, name: str) -> str:
    with locales.using(exhibit.language):
        return to_plain(exhibit, name)


def _code(source: str) -> str:
    return f"```python\n{source}\n```"


def _quoted(markdown: str) -> str:
    """Return what a function shows, set apart from the words of the page."""
    return "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))


@singledispatch
def to_plain(exhibit: Exhibit, name: str) -> str:
    """Return an exhibit as Markdown.

    Args:
        name: The function that shows it, after which its picture is named.
    """
    raise TypeError(f"{type(exhibit).__name__} is not an exhibit ({name})")


@to_plain.register
def _table(exhibit: Table, _name: str) -> str:
    rules = [rule(3, figures=column.figures) for column in exhibit.columns]
    headings = [plain(column.heading) for column in exhibit.columns]
    areas = exhibit.rows[:-1] if exhibit.total else exhibit.rows
    shown_rows = [*_first(areas), *exhibit.rows[len(areas) :]]
    rows = [[plain(str(cell)) for cell in row.cells] for row in shown_rows]
    table = pipe_table(headings, rules, rows)
    notes = [plain(str(note)) for note in _first(exhibit.notes)]
    return _parts([f"**{plain(exhibit.caption)}**", table, _more(areas), *notes])


@to_plain.register
def _chart(exhibit: Chart, name: str) -> str:
    picture = f"![{plain(exhibit.alt)}]({PICTURES}/{name}.svg)"
    return _parts([f"**{plain(str(exhibit.headline))}**", picture, plain(exhibit.caption)])


@to_plain.register
def _key_figures(exhibit: KeyFigures, _name: str) -> str:
    return _points(f"{each.name}: {each.value} ({each.note})" for each in exhibit.figures)


@to_plain.register
def _text(exhibit: Text, _name: str) -> str:
    lines = [str(line) for line in exhibit.lines]
    if exhibit.layout == "list":
        return _parts([_points(_first(lines)), _more(lines)])
    if exhibit.layout == "paragraph":
        return plain(" ".join(lines))
    return _parts([*map(plain, _first(lines)), _more(lines)])


@to_plain.register
def _outline(exhibit: Outline, _name: str) -> str:
    lines = zip(exhibit.lines, exhibit.depths, strict=True)
    points = [
        f"{'  ' * depth}- {plain(f'{line.term} {line.words}'.strip())}"
        for line, depth in _first([*lines])
    ]
    return _parts(["\n".join(points), _more(exhibit.lines)])


@to_plain.register
def _heading(exhibit: Heading, _name: str) -> str:
    return f"**{plain(exhibit.words)}**"


@to_plain.register
def _notice(exhibit: Notice, _name: str) -> str:
    return _parts([plain(exhibit.start), _points(exhibit.points)])


@to_plain.register
def _prose(exhibit: Prose, _name: str) -> str:
    return _parts([f"**{plain(exhibit.heading)}**", plain(exhibit.note), plain(exhibit.text)])


@to_plain.register
def _group(exhibit: Group, name: str) -> str:
    return _parts([to_plain(part, name) for part in exhibit.parts])


def _first(items: Sequence[Any]) -> Sequence[Any]:
    return items[:MOST]


def _more(items: Sequence[object]) -> str:
    return f"… and {len(items) - MOST} more" if len(items) > MOST else ""


def _points(items: Iterable[str]) -> str:
    return "\n".join(f"- {plain(item)}" for item in items)


def _parts(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
