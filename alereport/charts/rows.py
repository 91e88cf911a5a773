"""Charts of rows: where everything stands follows from the marks and the width.

In a wide drawing the names stand to the left of the marks, in a narrow one above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alereport.charts import letters
from alereport.charts.canvas import SHORTEST, Canvas, Look
from alereport.charts.marks import Band, Bar, Dot, Draw, Mark, Panel, Pin, Row, Tick
from alereport.exhibits.widths import Width

DOT = 4.5
"""The radius of a dot in pixels."""


@dataclass(frozen=True)
class _Sizes:
    """Measures in pixels for a width."""

    text: float
    line: float
    bar: float
    mark: float
    gap: float
    between: float = 18


def _sizes(width: Width) -> _Sizes:
    size = width.text
    return _Sizes(
        text=size - 1, line=size + 4, bar=15, mark=20, gap=8 if width.names_beside else 10
    )


def rows_chart(rows: Sequence[Row], panels: Sequence[Panel]) -> Draw:
    """Return how to draw rows: one scale a panel, the rows in order from the top."""
    return lambda width: _Drawing(width, rows, panels).svg()


@dataclass
class _Place:
    """Where a row stands, in pixels from the top."""

    row: Row
    names: list[str]
    top: float
    marks: float
    height: float
    lines: int


@dataclass
class _Span:
    """Where a panel stands, at the least width, and its scale."""

    panel: Panel
    edge: float
    left: float
    right: float
    low: float
    unit: float

    def at(self, value: float) -> float:
        """Return where a value stands, in pixels from the left."""
        return self.left + (max(value, self.low) - self.low) * self.unit


class _Drawing:
    def __init__(self, width: Width, rows: Sequence[Row], panels: Sequence[Panel]) -> None:
        self.canvas, self.width, self.sizes = Canvas(width), width, _sizes(width)
        self.rows, self.panels = rows, panels
        self.names_end = self._names_end()
        self.spans = list(self._spans())

    def svg(self) -> bytes:
        top = self._headings()
        places = []
        for row in self.rows:
            place = self._place(row, top)
            places.append(place)
            top += place.height
        for place, below in zip(places, [*places[1:], None], strict=True):
            self._row(place, below)
        return self.canvas.svg(top)

    def _names_end(self) -> float:
        """Return where the names end: no wider than they are, nor than a third of the drawing."""
        if not self.width.names_beside:
            return 0.0
        widest = max(self._name_width(row) for row in self.rows)
        return min(widest + 2, 0.36 * self.width.pixels) + self.sizes.between

    def _name_width(self, row: Row) -> float:
        return letters.width(row.name, self.width.text, strong=row.strong)

    def _spans(self) -> Iterator[_Span]:
        columns = [
            [(mark, row.strong) for row in self.rows for mark in row.cells[number]]
            for number in range(len(self.panels))
        ]
        needs = [
            max(self._label_room(marks), self._heading_room(panel))
            for panel, marks in zip(self.panels, columns, strict=True)
        ]
        free = self.width.pixels - self.names_end - self.sizes.between * (len(self.panels) - 1)
        weights = sum(panel.share for panel in self.panels)
        left = self.names_end
        for panel, marks, need in zip(self.panels, columns, needs, strict=True):
            right = left + need + max(0.0, free - sum(needs)) * panel.share / weights
            yield self._span(panel, left, right, marks)
            left = right + self.sizes.between

    def _heading_room(self, panel: Panel) -> float:
        return max(letters.width(word, self.sizes.text) for word in panel.heading.split(" "))

    def _label_room(self, marks: Sequence[tuple[Mark, bool]]) -> float:
        """Return the room that the widest values on both sides need, in pixels."""
        sides = {True: 2.0, False: 2.0}
        for mark, strong in marks:
            if mark.words:
                side = _is_left(mark)
                sides[side] = max(sides[side], self._label_width(mark, strong))
        return sum(sides.values())

    def _span(
        self, panel: Panel, left: float, right: float, marks: Sequence[tuple[Mark, bool]]
    ) -> _Span:
        ends = [end for mark, _strong in marks for end in (mark.start, mark.end)]
        low = min([0.0, *ends]) if panel.low is None else panel.low
        high = max([0.0, *ends]) if panel.high is None else panel.high
        unit, before = self._fitted(marks, right - left, low, high)
        return _Span(panel, left, left + before, right, low, unit)

    def _fitted(
        self, marks: Sequence[tuple[Mark, bool]], room: float, low: float, high: float
    ) -> tuple[float, float]:
        """Return the pixels of one unit and of the space before the scale, so that values fit."""
        labels = [(mark, self._label_width(mark, strong)) for mark, strong in marks if mark.words]
        spanned = (high - low) or 1.0

        def margins(unit: float) -> tuple[float, float]:
            lefts = [
                wide - (max(mark.end, low) - low) * unit for mark, wide in labels if _is_left(mark)
            ]
            rights = [
                wide - (high - mark.end) * unit for mark, wide in labels if not _is_left(mark)
            ]
            return max([2.0, *lefts]), max([2.0, *rights])

        fits, too_much = 0.0, room / spanned
        for _round in range(24):  # How much room a value needs depends on the scale itself.
            unit = (fits + too_much) / 2
            if sum(margins(unit)) + spanned * unit <= room:
                fits = unit
            else:
                too_much = unit
        return fits, margins(fits)[0]

    def _label_width(self, mark: Mark, strong: bool) -> float:
        return letters.width(mark.words, self.sizes.text, strong=strong) + _beside(mark) + 3

    def _headings(self) -> float:
        """Write the panels' headings and return where the rows begin."""
        if not any(panel.heading for panel in self.panels):
            return 2.0
        lines = 0
        for span in self.spans:
            room = span.right - span.edge
            wrapped = letters.wrapped(span.panel.heading, room, self.sizes.text)
            for number, words in enumerate(wrapped):
                x, y = self.canvas.share(span.edge), self.sizes.line * (number + 0.5)
                self.canvas.text(x, y, words, size=self.sizes.text, look="faint")
            lines = max(lines, len(wrapped))
        return lines * self.sizes.line + 4

    def _place(self, row: Row, top: float) -> _Place:
        room = self.names_end - self.sizes.between if self.names_end else self.width.pixels
        names = letters.wrapped(row.name, room, self.width.text, strong=row.strong)
        lines = 1 + max((mark.line for cell in row.cells for mark in cell), default=0)
        marks, name = lines * self.sizes.mark, len(names) * self.sizes.line if row.name else 0.0
        if self.width.names_beside:
            height = max(marks, name) + self.sizes.gap
            return _Place(row, names, top, top + (height - marks) / 2, height, lines)
        return _Place(row, names, top, top + name, name + marks + self.sizes.gap, lines)

    def _row(self, place: _Place, below: _Place | None) -> None:
        row, beside = place.row, self.width.names_beside
        if row.ruled:
            self.canvas.line((0, place.top, 100, place.top))
        look = "strong" if row.strong else ""
        height = place.height if beside else place.marks - place.top
        first = place.top + (height - self.sizes.line * (len(place.names) - 1)) / 2
        for number, name in enumerate(place.names):
            self.canvas.text(0, first + number * self.sizes.line, name, look=look)
        for span, cell in zip(self.spans, row.cells, strict=True):
            for mark in cell:
                self._mark(span, place, mark, below)
            if span.panel.axis and any(mark.start == 0 for mark in cell):
                x, bottom = self.canvas.share(span.at(0.0)), place.marks + self._height(place)
                self.canvas.line((x, place.marks, x, bottom))

    def _height(self, place: _Place) -> float:
        return place.lines * self.sizes.mark

    def _mark(self, span: _Span, place: _Place, mark: Mark, below: _Place | None) -> None:
        middle = place.marks + (mark.line + 0.5) * self.sizes.mark
        start, end = span.at(mark.start), span.at(mark.end)
        match mark:
            case Bar():
                self._bar(span, mark, middle, start, end)
                if mark.leads_on and below and self.width.names_beside:
                    x = self.canvas.share(end)
                    ends = (x, middle + self.sizes.bar / 2, x, below.marks + self.sizes.mark / 2)
                    self.canvas.line(ends, "hair")
            case Band():
                self._box(start, end, middle, self.sizes.mark, "band")
            case Dot():
                radius = DOT + 1 if mark.look == "solid" else DOT
                self.canvas.dot(self.canvas.share(end), middle, mark.look, radius)
            case Tick():
                x, half = self.canvas.share(end), self.sizes.mark / 2
                self.canvas.line((x, middle - half, x, middle + half), "rule", 2)
            case Pin():
                share = self.canvas.share
                line = (share(start), middle, share(end), middle)
                self.canvas.line(line, f"{mark.look}-line", 2)
                self._box(end - 4, end + 4, middle, 8, mark.look)
        if mark.words:
            self._value(mark, end, middle, "strong" if place.row.strong else "")

    def _bar(self, span: _Span, mark: Bar, middle: float, start: float, end: float) -> None:
        self._box(start, end, middle, self.sizes.bar, mark.look)
        if mark.start < span.low < mark.end:
            x = self.canvas.share(start + 12)
            self.canvas.cut(x, middle - self.sizes.bar / 2, self.sizes.bar)

    def _box(self, start: float, end: float, middle: float, height: float, look: Look) -> None:
        left, right = min(start, end), max(start, end)
        if right - left < SHORTEST and right != left:
            right = left + SHORTEST
        share = self.canvas.share
        self.canvas.rect(share(left), middle - height / 2, share(right - left), height, look)

    def _value(self, mark: Mark, end: float, middle: float, look: str) -> None:
        is_left, beside = _is_left(mark), _beside(mark)
        self.canvas.text(
            self.canvas.share(end),
            middle,
            mark.words,
            anchor="end" if is_left else "start",
            shift=-beside if is_left else beside,
            size=self.sizes.text,
            look=look,
        )


def _is_left(mark: Mark) -> bool:
    """True if the value is written to the left of the mark."""
    return mark.end < mark.start


def _beside(mark: Mark) -> float:
    """Return the space between a mark's end and its value, in pixels."""
    return 9 if isinstance(mark, Pin) else 5
