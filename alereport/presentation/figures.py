"""Figures of a chapter, in the controllers' notation (IBCS): the only importer of Matplotlib.

Budget is outlined, forecast hatched. A cost that rises is neither good nor bad: more is orange
and less is blue, told apart in grey print, with the sign printed. The frames are those of
`analysis.budget`.
"""

from __future__ import annotations

import base64
import io
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from importlib.resources import files

import pandas as pd
from matplotlib import font_manager, style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport import language
from alereport.datasets import TOTAL
from alereport.language import gettext as _
from alereport.presentation import headlines, text
from alereport.presentation.display import Displayable, Traced, plain, rows_of, shown

INK, MORE, LESS, FAINT = "#1f2529", "#d9731a", "#1b4f8a", "#8a949b"
WIDTH = 4.7
"""Inches: between a phone and a page, so that the type can be read on both."""
ROW = 0.37
"""Inches a row of bars takes."""
VALUE_WIDTH = 0.46
"""Inches a written value takes beside its bar."""
LABELS, AMOUNTS, PERCENTS = (0.0, 0.40), (0.42, 0.33), (0.77, 0.23)
"""Where the panels of a figure stand: left edge and width, as parts of its width."""


def change_by_area(changes: pd.DataFrame) -> Displayable:
    """How each area's budget differs from the year before: bars in tkr and pins in percent."""
    with _style():
        figure, (names, amounts, percents) = _panels(changes)
        _names(names, changes)
        _difference_bars(amounts, changes)
        _percent_pins(percents, changes)
        for axes, heading in ((amounts, _("Change, SEK thousand")), (percents, _("Change, %"))):
            axes.set_title(heading, fontsize=9, color=INK, pad=4)
        svg = _svg(figure)
    total = changes.iloc[-1]
    caption = _("Change by area, budget {year} less budget {previous}.").format(
        year=total["plan_year"], previous=total["plan_year"] - 1
    )
    headline = headlines.change_by_area(changes)
    values = _values_of_change(changes)
    alt = _("Bar chart of the change by area in SEK thousand: {values}.").format(
        values="; ".join(values)
    )
    return _figure(changes, "change", svg, headline, caption, alt, values)


def forecast_against_budget(forecast: pd.DataFrame) -> Displayable:
    """How the year before is expected to end: forecast (hatched) against budget (outlined)."""
    parts = forecast[forecast["area"].ne(TOTAL)].reset_index(drop=True)
    with _style():
        figure, (names, amounts, deviations) = _panels(parts)
        _names(names, parts)
        _paired_bars(amounts, parts)
        amounts.set_title(_("SEK thousand"), fontsize=9, color=INK, pad=4)
        deviations.set_title(_("Difference"), fontsize=9, color=INK, pad=4)
        deviations.set_xlim(0, 1)
        for at, value in enumerate(parts["deviation_tkr"]):
            deviations.text(1, at, shown(value, language.change), ha="right", va="center")
        svg = _svg(figure)
    year = int(parts["plan_year"].iloc[0]) - 1
    caption = _(
        "Forecast {year} (hatched) against budget {year} (outlined) by area; "
        "the difference is forecast less budget."
    ).format(year=year)
    headline = headlines.forecast_against_budget(forecast)
    values = _values_of_forecast(parts)
    alt = _("Bar chart of forecast and budget {year} by area in SEK thousand: {values}.").format(
        year=year, values="; ".join(values)
    )
    return _figure(parts, "forecast", svg, headline, caption, alt, values)


def _difference_bars(axes: Axes, changes: pd.DataFrame) -> None:
    values = changes["change_tkr"].fillna(0)
    _room_for_values(axes, values)
    axes.axvline(0, color=INK, linewidth=0.8)
    for at, (value, reason) in enumerate(zip(values, changes["break_reason"], strict=True)):
        broken = pd.notna(reason)
        colour = MORE if value > 0 else LESS
        axes.barh(
            at,
            value,
            height=0.56,
            facecolor="none" if broken else colour,
            edgecolor=FAINT if broken else colour,
            linestyle="--" if broken else "-",
        )
        _value_at(axes, value, at, shown(changes["change_tkr"].iloc[at], language.change))


def _percent_pins(axes: Axes, changes: pd.DataFrame) -> None:
    values = changes["change_percent"]
    _room_for_values(axes, values.fillna(0))
    low, high = axes.get_xlim()
    more_room_left = -low > high
    axes.axvline(0, color=INK, linewidth=0.8)
    for at, value in enumerate(values):
        if pd.isna(value):
            broken = pd.notna(changes["break_reason"].iloc[at])
            words = _("break") if broken else language.DASH
            _value_at(axes, 0.0, at, words, left=more_room_left)
            continue
        colour = MORE if value > 0 else LESS if value < 0 else INK
        axes.plot([0, value], [at, at], color=colour, linewidth=1.4)
        axes.plot(value, at, "s", color=colour, markersize=4)
        _value_at(axes, value, at, language.change(value, 1), gap=0.07)


def _paired_bars(axes: Axes, parts: pd.DataFrame) -> None:
    columns = ["previous_budget_tkr", "previous_forecast_tkr"]
    low, high = min(0.0, parts[columns].min().min()), max(0.0, parts[columns].max().max())
    span = (high - low) or 1.0
    axes.set_xlim(low - 0.02 * span, high + 0.34 * span)
    axes.axvline(0, color=INK, linewidth=0.8)
    for at, row in enumerate(parts.to_dict("records")):
        for offset, column, hatch in ((-0.19, columns[0], ""), (0.19, columns[1], "/////")):
            value = row[column]
            if pd.isna(value):
                continue
            axes.barh(at + offset, value, height=0.3, facecolor="none", edgecolor=INK, hatch=hatch)
            end = max(value, 0.0) + 0.03 * span
            axes.text(end, at + offset, language.number(value), va="center", fontsize=8.5)


def _room_for_values(axes: Axes, values: pd.Series[float]) -> None:
    """Limits that leave room for a written value at the end of the longest bars."""
    low, high = min(0.0, values.min()), max(0.0, values.max())
    sides = 2 if low < 0 < high else 1
    share = VALUE_WIDTH / (axes.get_position().width * WIDTH)
    total = ((high - low) or 1.0) / (1 - sides * share - 0.04)
    left = total * (share if low < 0 else 0.04)
    axes.set_xlim(low - left, low - left + total)


def _value_at(
    axes: Axes, value: float, at: int, words: str, *, gap: float = 0.05, left: bool | None = None
) -> None:
    """Write beside the end of a bar, `gap` inches from it; by default on its own side."""
    low, high = axes.get_xlim()
    distance = gap * (high - low) / (axes.get_position().width * WIDTH)
    to_left = value < 0 if left is None else left
    side, align = (-distance, "right") if to_left else (distance, "left")
    axes.text(value + side, at, words, ha=align, va="center", color=INK)


def _panels(rows: pd.DataFrame) -> tuple[Figure, tuple[Axes, Axes, Axes]]:
    height = ROW * len(rows) + 0.35
    figure = Figure(figsize=(WIDTH, height))
    bottom, top = 0.02, 1 - 0.30 / height
    names, amounts, last = (
        figure.add_axes((left, bottom, width, top - bottom))
        for left, width in (LABELS, AMOUNTS, PERCENTS)
    )
    for axes in (names, amounts, last):
        axes.set_ylim(len(rows) - 0.45, -0.55)
    if rows["area"].iloc[-1] == TOTAL:
        for axes in (names, amounts, last):
            axes.axhline(len(rows) - 1.5, color=INK, linewidth=0.8)
    return figure, (names, amounts, last)


def _names(axes: Axes, rows: pd.DataFrame) -> None:
    axes.set_xlim(0, 1)
    for at, (name, area) in enumerate(zip(rows["name"], rows["area"], strict=True)):
        words = "\n".join(textwrap.wrap(str(name), 24, break_long_words=False))
        weight = "bold" if area == TOTAL else "normal"
        axes.text(0, at, words, ha="left", va="center", fontweight=weight, linespacing=1.0)


def _values_of_change(changes: pd.DataFrame) -> list[str]:
    """What the figure of changes shows of each area, in words."""
    return [
        f"{row['name']} {shown(row['change_tkr'], language.change)}"
        + (f" ({_('break')})" if pd.notna(row["break_reason"]) else "")
        for _index, row in changes.iterrows()
    ]


def _values_of_forecast(parts: pd.DataFrame) -> list[str]:
    """What the figure of forecast and budget shows of each area, in words."""
    return [
        _("{area} forecast {forecast}, budget {budget}").format(
            area=row["name"],
            forecast=shown(row["previous_forecast_tkr"]),
            budget=shown(row["previous_budget_tkr"]),
        )
        for _index, row in parts.iterrows()
    ]


def _figure(
    of: pd.DataFrame,
    name: str,
    svg: bytes,
    headline: str,
    caption: str,
    alt: str,
    values: list[str],
) -> Displayable:
    """A figure with its headline, caption and text alternative.

    Args:
        of: What it shows; one row is one mark.
        name: What it is referred to by within its chapter.
        svg: The drawing.
        headline: What it finds.
        caption: What it shows.
        alt: What it shows, for those who cannot see it.
        values: What it shows of each row of `of`, in words.
    """
    first = of.iloc[0]
    label = f"fig-{first['committee']}-{first['plan_year']}-{name}"
    image = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    sourced = f"{caption} {text.source(of)}"
    quoted = alt.replace("\\", "\\\\").replace('"', '\\"')
    return Displayable(
        f"::: {{#{label}}}\n\n[{plain(headline)}]{{.headline}}\n\n"
        f'![]({image}){{fig-alt="{quoted}"}}\n\n{plain(sourced)}\n\n:::',
        f"<figure><strong>{escape(headline)}</strong><br>"
        f'<img src="{image}" alt="{escape(alt, quote=True)}" '
        'style="width:100%;max-width:640px;background:#fff">'
        f"<figcaption>{escape(sourced)}</figcaption></figure>",
        label=label,
        traced=(
            Traced(headline, rows_of(of)),
            *(Traced(words, rows) for words, rows in zip(values, of["rows"], strict=True)),
        ),
    )


@contextmanager
def _style() -> Iterator[None]:
    _add_fonts()
    with style.context(str(files("alereport.presentation") / "style.mplstyle")):
        yield


@cache
def _add_fonts() -> None:
    folder = files("font_source_sans_pro") / "files"
    for weight in ("Regular", "Bold", "It"):
        font_manager.fontManager.addfont(str(folder / f"SourceSansPro-{weight}.ttf"))


def _svg(figure: Figure) -> bytes:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue()
