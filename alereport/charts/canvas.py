"""An SVG drawing whose text is text and which stretches with its column.

Positions across are shares of the width in per cent, positions down are pixels: so a wider column
makes longer bars, and no larger or smaller letters. What a mark looks like is a class. Its colours
are those of `STYLE`, which a page replaces by its own (`theme/content.css`), lighter ones if dark.
"""

from __future__ import annotations

from html import escape
from typing import Literal

from alereport.exhibits.widths import Width

Look = Literal["solid", "earlier", "outline", "hatch", "more", "less", "broken", "band", "ring"]
"""How a mark looks: `solid` an outturn or count, `earlier` an earlier one, `outline` a budget, plan
or target, `hatch` a forecast, `more` and `less` a difference, `broken` one that does not compare,
`band` the aim behind a bar, `ring` one among others."""
Anchor = Literal["start", "middle", "end"]

STYLE = (
    'text{font-family:"Source Sans Pro",sans-serif;fill:#1f2529}'
    ".strong{font-weight:700}.faint{fill:#566168}"
    ".solid{fill:#1f2529}.earlier{fill:#9aa5ab}.more{fill:#d9731a}.less{fill:#1b4f8a}"
    ".band{fill:#dfe4e7}"
    ".outline,.broken{fill:none;stroke:#1f2529}.broken{stroke:#566168;stroke-dasharray:4 3}"
    ".rule,.stripes,.solid-line{stroke:#1f2529}.hair{stroke:#cfd6da}.paper-line{stroke:#ffffff}"
    ".more-line{stroke:#d9731a}.less-line{stroke:#1b4f8a}"
    ".dashed{stroke:#566168;stroke-dasharray:4 3}"
    ".ring{fill:none;stroke:#7d878d}.profile{fill:#1f2529;fill-opacity:.12;stroke:#1f2529}"
    ".shade0{fill:#f1f2f3}.shade1{fill:#dfe2e4}.shade2{fill:#c8cdd0}.shade3{fill:#aeb5ba}"
    ".shade4{fill:#3a444b}.weak{stroke:#1f2529}.on-dark{fill:#ffffff}"
)
"""The same look for a drawing that no page gives one, such as on paper."""
SHORTEST = 1.0
"""Pixels: a bar of a value that is not zero is seen."""


class Canvas:
    """A drawing in the making."""

    def __init__(self, width: Width) -> None:
        self.width = width
        self._parts: list[str] = []

    def share(self, pixels: float) -> float:
        """Return a length at the drawing's least width as a share of it, in per cent."""
        return 100 * pixels / self.width.pixels

    def rect(self, left: float, top: float, across: float, height: float, look: Look) -> None:
        """Draw a bar; `left` and `across` in per cent, the others in pixels."""
        if look == "hatch":
            self._hatch(left, top, across, height)
            look = "outline"
        self._parts.append(
            f'<rect class="{look}" x="{_per_cent(left)}" y="{_short(top)}" '
            f'width="{_per_cent(across)}" height="{_short(height)}"/>'
        )

    def _hatch(self, left: float, top: float, across: float, height: float) -> None:
        """Draw slanted stripes: a dashed line as thick as the bar, made oblique and cut by its box.

        A pattern would need an identifier, which must be unique in a page with many drawings.
        """
        middle = _short(height / 2)
        self._parts.append(
            f'<svg x="{_per_cent(left)}" y="{_short(top)}" width="{_per_cent(across)}" '
            f'height="{_short(height)}"><g transform="translate(0 {middle}) skewX(-40)">'
            f'<line class="stripes" x1="{_short(-height)}" x2="2000" y1="0" y2="0" '
            f'stroke-width="{_short(height)}" stroke-dasharray="1.2 4.8"/></g></svg>'
        )

    def line(
        self, ends: tuple[float, float, float, float], look: str = "rule", thickness: float = 1
    ) -> None:
        """Draw a line from `x, y` to `x, y`."""
        left, top, right, bottom = ends
        self._parts.append(
            f'<line class="{look}" x1="{_per_cent(left)}" y1="{_short(top)}" '
            f'x2="{_per_cent(right)}" y2="{_short(bottom)}" stroke-width="{_short(thickness)}"/>'
        )

    def dot(self, x: float, y: float, look: Look, radius: float = 5) -> None:
        """Draw a point, such as a value on a line."""
        self._parts.append(
            f'<circle class="{look}" cx="{_per_cent(x)}" cy="{_short(y)}" r="{_short(radius)}"/>'
        )

    def cut(self, x: float, top: float, height: float) -> None:
        """Draw the sign that a bar is cut off here and begins further to the left."""
        slant = self.share(4)
        for offset, look, thickness in ((0.0, "paper-line", 4.0), (-3, "rule", 1), (3, "rule", 1)):
            middle = x + self.share(offset)
            ends = (middle - slant / 2, top + height + 2, middle + slant / 2, top - 2)
            self.line(ends, look, thickness)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        shift: float = 0,
        size: float = 0,
        look: str = "",
    ) -> None:
        """Write words on one line.

        Args:
            x: Where it begins, is centred or ends, in per cent.
            y: The middle of the line, in pixels.
            words: The words.
            anchor: Whether `x` is their start, middle or end.
            shift: Pixels to move them across.
            size: The size of the text; by default that of the drawing's width.
            look: `strong`, `faint` or both.
        """
        size = size or self.width.text
        attributes = [
            f'x="{_per_cent(x)}"',
            f'y="{_short(y + 0.34 * size)}"',
            f'font-size="{_short(size)}"',
            f'dx="{_short(shift)}"' if shift else "",
            f'text-anchor="{anchor}"' if anchor != "start" else "",
            f'class="{look}"' if look else "",
        ]
        self._parts.append(f"<text {' '.join(filter(None, attributes))}>{escape(words)}</text>")

    def centred(self, content: Canvas) -> None:
        """Place another drawing, whose positions are pixels from its middle, across the middle."""
        self._parts.append(f'<svg x="50%" overflow="visible">{"".join(content._parts)}</svg>')

    def raw(self, mark: str) -> None:
        """Add an element of SVG."""
        self._parts.append(mark)

    def svg(self, height: float) -> bytes:
        """Return the drawing, as wide as it is made for; a page makes it as wide as its column."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{self.width.name}" '
            f'width="{self.width.pixels}" height="{_short(height)}">'
            f"<style>{STYLE}</style>{''.join(self._parts)}</svg>"
        ).encode()


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0").replace("-0", "0", number > -0.05)


def _per_cent(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return f"{'0' if text == '-0' else text}%"
