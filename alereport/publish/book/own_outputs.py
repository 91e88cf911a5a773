"""What an analyst's own cells put out: published as an exhibit or as Markdown, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from alereport.base.errors import PublishError, shortened
from alereport.base.locales import gettext as _
from alereport.base.locales import ngettext
from alereport.base.markdown import plain
from alereport.batch import opened_files, own_exhibits
from alereport.exhibits import model
from alereport.exhibits.model import MIME, Exhibit, Table, parts_of
from alereport.exhibits.traced import has_no_rows
from alereport.exhibits.values import Model

MARKDOWN, TEXT, HTML = "text/markdown", "text/plain", "text/html"
SVG, PNG = "image/svg+xml", "image/png"
"""The kinds of pictures that a draft shows."""
WIDGET = "application/vnd.jupyter.widget-view+json"
LEFT_OUT = frozenset({"remove-cell", "remove-output"})
"""The tags of cells whose outputs are for the analyst alone."""
INJECTED = "injected-parameters"
DRAWN = re.compile(r"<(Axes|Figure|module 'matplotlib)|^\[?<matplotlib|^array\(\[+<Axes")
"""What drawing with Matplotlib returns as text."""
PLACE_IN_MEMORY = re.compile(r" at 0x[0-9a-f]+")
FIGURE = 'write exhibits.chart(figure, caption="…", alt="…") as the last line'
FRAME = 'write exhibits.table(frame, caption="…") as the last line'
WORDS = 'write display(Markdown("…")) of IPython.display'
DOOR = "data from report.load alone"
NO_CAPTION = "its table has no caption, and no heading stands above it"
LONGEST = 60
"""Characters of a cell's first line in a message."""


class Refused(Model):
    """A cell whose output, or whose code, keeps a book from being published.

    Attributes:
        place: The notebook, the cell's number in it, and the cell's first line.
        found: What is wrong with it.
        expected: What is published.
        next_step: What to write instead.
    """

    place: str
    found: str
    expected: str = "an exhibit, Markdown or nothing"
    next_step: str

    @property
    def error(self) -> PublishError:
        """The same as an error."""
        return PublishError(self.place, self.found, self.expected, self.next_step)


class Own(Model):
    """What a report has of an analyst's own.

    Attributes:
        refused: Each cell that keeps it from being published.
        told: What the analyst should know of what is published.
        count: How many tables and charts of her own there are.
        without_rows: The report and caption of each of which it is not stated which rows are
            behind it.
    """

    refused: tuple[Refused, ...] = ()
    told: tuple[str, ...] = ()
    count: int = 0
    without_rows: tuple[tuple[str, str], ...] = ()


def of_notebook(notebook: Mapping[str, Any], place: str, report: str) -> Own:
    """Return what an executed notebook has of an analyst's own.

    Args:
        notebook: The notebook.
        place: Its name in messages.
        report: The report that it is, such as `ks-2024/visits`.
    """
    numbered = dict(enumerate(_written(notebook), start=1))
    refused = [
        (number, Refused(place=_place(place, number, cell), found=found, next_step=next_step))
        for number, cell in numbered.items()
        for found, next_step in dict.fromkeys(problems(cell))
    ]
    for each in opened_files.opened(list(numbered.values())):
        at = _place(place, each.cell, numbered[each.cell])
        words = {"found": each.found, "expected": DOOR, "next_step": each.next_step}
        refused.append((each.cell, Refused(place=at, **words)))
    told = (
        f"{_place(place, number, cell)}: {own_exhibits.FROM_HEADING}; {FRAME} for one of its own"
        for number, cell in numbered.items()
        for output in outputs(cell)
        if output.get("metadata", {}).get(own_exhibits.REMARK) == own_exhibits.FROM_HEADING
    )
    found = [part for cell in numbered.values() for part in _own_parts(cell)]
    return Own(
        refused=tuple(each for _number, each in sorted(refused, key=itemgetter(0))),
        told=tuple(dict.fromkeys(told)),
        count=len(found),
        without_rows=tuple((report, part.caption) for part in found if has_no_rows(part)),
    )


def _written(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the cells that the notebook was written with, without the one papermill adds."""
    return (cell for cell in notebook["cells"] if INJECTED not in _tags(cell))


def _tags(cell: Mapping[str, Any]) -> list[str]:
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def _place(place: str, number: int, cell: Mapping[str, Any]) -> str:
    lines = "".join(cell["source"]).strip().splitlines()
    first = shortened(lines[0], LONGEST) if lines else ""
    return f"{place}, cell {number} ({first})"


def outputs(cell: Mapping[str, Any]) -> list[Any]:
    """Return the outputs of a cell that are not for the analyst alone."""
    is_left_out = cell["cell_type"] != "code" or LEFT_OUT.intersection(_tags(cell))
    return [] if is_left_out else list(cell["outputs"])


def together(parts: Iterable[Own]) -> Own:
    """Return what several reports have as that of one, each cell once."""
    found = list(parts)
    return Own(
        refused=tuple(dict.fromkeys(each for part in found for each in part.refused)),
        told=tuple(dict.fromkeys(each for part in found for each in part.told)),
        count=sum(part.count for part in found),
        without_rows=tuple(each for part in found for each in part.without_rows),
    )


def account(own: Own, pages: Mapping[str, str]) -> str:
    """Return what the page on quality says of them, as Markdown; empty if there are none.

    Args:
        own: What all reports have.
        pages: The heading of the page of each report.
    """
    if not own.count:
        return ""
    unstated = len(own.without_rows)
    many = ngettext(
        "{count} table or chart is made by an analyst, of her own choice.",
        "{count} tables and charts are made by an analyst, of her own choice.",
        own.count,
    ).format(count=own.count)
    of_rows = (
        ngettext(
            "Of {count} of them it is not stated which rows of the data it is made from:",
            "Of {count} of them it is not stated which rows of the data they are made from:",
            unstated,
        ).format(count=unstated)
        if unstated
        else _("Of each it is stated which rows of the data are behind it.")
    )
    heading = _("Tables and charts that an analyst has made")
    points = "".join(
        f"\n- {plain(pages.get(report, report))}: {plain(caption)}"
        for report, caption in own.without_rows
    )
    return f"## {heading}\n\n{many} {of_rows}\n{points}".rstrip()


def published_cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the cells of a notebook whose outputs are published."""
    return [cell for cell in notebook["cells"] if outputs(cell)]


def is_own(output: Mapping[str, Any]) -> bool:
    """True if an analyst made an exhibit of an output of a frame or figure of her own."""
    return any(getattr(part, "own", False) for part in _parts(output))


def _own_parts(cell: Mapping[str, Any]) -> Iterator[Any]:
    for output in outputs(cell):
        if MIME in output.get("data", {}):
            yield from (part for part in parts_of(_exhibit(output)) if getattr(part, "own", False))


def _exhibit(output: Mapping[str, Any]) -> Exhibit:
    return model.read(output["data"][MIME])


def problems(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what keeps each output of a cell from being published, and what to write instead."""
    for output in outputs(cell):
        if found := problem(output):
            yield found


def problem(  # noqa: PLR0911 - one for each kind of output
    output: Mapping[str, Any],
) -> tuple[str, str] | None:
    """Return what keeps an output from being published, and what to write instead."""
    data = output.get("data", {})
    if output.get("name") == "stdout" and "".join(output.get("text", "")).strip():
        return "it prints text", f"{WORDS} or {FRAME}, or tag the cell remove-output"
    if MIME in data:
        lacks = any(isinstance(part, Table) and not part.caption for part in _parts(output))
        return (
            ("its table has no caption, and no heading stands above it", FRAME) if lacks else None
        )
    if not data or MARKDOWN in data:
        return None  # A warning is for the analyst.
    if remark := output.get("metadata", {}).get(own_exhibits.REMARK):
        return f"its frame cannot be a table ({str(remark).rstrip('.')})", FRAME
    text = "".join(data.get(TEXT, ""))
    if SVG in data or PNG in data or DRAWN.search(text):
        return "it shows a figure without caption and description", FIGURE
    if WIDGET in data:
        return "it shows a widget, which no page can", FRAME
    others = ", ".join(sorted(kind for kind in data if kind != TEXT))
    if others:
        return f"it shows {others}", f"{FRAME}, or {WORDS}"
    found = f"it shows the value {shortened(PLACE_IN_MEMORY.sub('', text), LONGEST)}"
    return found, FRAME if text.startswith("<") else f"{WORDS}, or end it with ;"


def _parts(output: Mapping[str, Any]) -> Iterator[Exhibit]:
    return parts_of(_exhibit(output))
