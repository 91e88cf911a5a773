"""Flowcharts in Mermaid's notation, drawn without its script and told in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from alereport.base.locales import gettext as _
from alereport.base.markdown import plain

CHART = re.compile(r"^```mermaid\nflowchart TD\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
BOX = re.compile(r'^\s*(?P<name>\w+)\["(?P<label>.*)"\]$', re.MULTILINE)
ARROW = re.compile(r'^\s*(\w+) (?:-- "(.*)" )?--> (\w+)$', re.MULTILINE)
NEW_LINE = "<br>"
WIDTH, BETWEEN, LINE, LETTER, MARGIN = 640, 46, 19, 7.6, 8
"""Pixels: how wide a drawing is, what is free between two rows, how high a line of words and how
wide a letter is, and what is free around the words of a box."""


class Arrow(NamedTuple):
    """An arrow, with what is written on it."""

    start: str
    words: str
    end: str


class Place(NamedTuple):
    """Where a box stands: its middle, its upper edge, its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Flowchart:
    """What a flowchart says.

    Attributes:
        labels: The lines of words in each box, by its name.
        arrows: The arrows in the order in which they are written.
    """

    labels: dict[str, list[str]]
    arrows: list[Arrow]


def drawn(text: str) -> tuple[str, dict[str, str]]:
    """Return a page with each flowchart as a drawing and a list, and the drawings by their names.

    On a narrow screen the list stands alone.
    """
    drawings: dict[str, str] = {}

    def replaced(found: re.Match[str]) -> str:
        chart = _read(found["lines"])
        name = f"flowchart-{len(drawings) + 1}.svg"
        drawings[name] = _svg(chart)
        alt = _("A flowchart; the list below it has the same in words.")
        return f"![{alt}]({name}){{.wide}}\n\n{_in_words(chart)}"

    return CHART.sub(replaced, text), drawings


def _read(lines: str) -> Flowchart:
    arrows = [Arrow(*found) for found in ARROW.findall(lines)]
    named = {name: name for arrow in arrows for name in (arrow.start, arrow.end)}
    labels = named | dict(BOX.findall(lines))
    return Flowchart({name: label.split(NEW_LINE) for name, label in labels.items()}, arrows)


def _in_words(chart: Flowchart) -> str:
    """The arrows as a list: those without words together, from the box where they start."""
    lines: dict[str, list[str]] = {}
    for start, words, end in chart.arrows:
        name = plain(chart.labels[end][0])
        said = f"{name} ({plain(words.replace(NEW_LINE, ' '))})" if words else name
        lines.setdefault(plain(chart.labels[start][0]), []).append(said)
    return "\n".join(f"- **{start}** → {', '.join(ends)}" for start, ends in lines.items())


def _svg(chart: Flowchart) -> str:
    places = _places(chart, _rows(chart))
    height = max(place.y + place.height for place in places.values()) + 1
    arrows = "".join(_arrow(places[arrow.start], places[arrow.end]) for arrow in chart.arrows)
    boxes = "".join(_box(chart.labels[name], place) for name, place in places.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wide" viewBox="0 0 {WIDTH} {height}">'
        f"{arrows}{boxes}</svg>"
    )


def _rows(chart: Flowchart) -> list[list[str]]:
    """The names row by row: each below all that lead to it, and near the middle of them."""
    depths = dict.fromkeys(chart.labels, 0)
    for _name in depths:
        for arrow in chart.arrows:
            depths[arrow.end] = max(depths[arrow.end], depths[arrow.start] + 1)
    rows: list[list[str]] = [[] for _depth in range(max(depths.values(), default=0) + 1)]
    for name, depth in depths.items():
        rows[depth].append(name)
    shares: dict[str, float] = {}
    for row in rows:
        row.sort(key=lambda name: _middle(shares[a.start] for a in chart.arrows if a.end == name))
        shares |= {name: (at + 0.5) / len(row) for at, name in enumerate(row)}
    return rows


def _middle(shares: Iterable[float]) -> float:
    found = list(shares)
    return sum(found) / len(found) if found else 0.5


def _places(chart: Flowchart, rows: list[list[str]]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    y = 1.0
    for row in rows:
        widths = [max(map(len, chart.labels[name])) * LETTER + 2 * MARGIN for name in row]
        heights = [len(chart.labels[name]) * LINE + MARGIN for name in row]
        free = (WIDTH - sum(widths)) / (len(row) + 1)
        left = free
        for name, width, height in zip(row, widths, heights, strict=True):
            places[name] = Place(round(left + width / 2, 1), y, round(width, 1), height)
            left += width + free
        y += max(heights, default=0) + BETWEEN
    return places


def _arrow(start: Place, end: Place) -> str:
    top, half = start.y + start.height, BETWEEN * 0.7
    path = f"M{start.x} {top}C{start.x} {top + half} {end.x} {end.y - half} {end.x} {end.y - 6}"
    head = f"{end.x - 4},{end.y - 8} {end.x + 4},{end.y - 8} {end.x},{end.y}"
    return f'<path class="outline" d="{path}"/><polygon class="solid" points="{head}"/>'


def _box(lines: list[str], place: Place) -> str:
    left = round(place.x - place.width / 2, 1)
    words = "".join(
        f'<text x="{place.x}" y="{place.y + 18 + number * LINE}" text-anchor="middle" '
        f'font-size="14.5">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return (
        f'<rect class="band" x="{left}" y="{place.y}" width="{place.width}" '
        f'height="{place.height}" rx="4"/>{words}'
    )
