"""Figures of staff and sick leave. The frames are those of `analysis.personnel`."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.personnel import headlines, text
from alereport.chapters.personnel import words as staff_words
from alereport.charts.drawing import INK, LESS, MORE, WIDTH, drawn_as_svg, house_style, shown_figure
from alereport.charts.stacked import BAR, FILL, SMALL, TYPE, Value, bar_at, nought, stacked, written
from alereport.data.datasets import TOTAL
from alereport.exhibits import sources
from alereport.exhibits.display import Displayable, headline_and_values

EARLIER, BAND = "#9aa5ab", "#cfd6da"
PERIODS = 3
"""How many periods a unit shows beside their last difference."""
TITLE, COLUMNS, FOOT = 0.3, 1.55, 0.45
"""Inches: over the columns, the columns, their names under them."""


def staff(units: pd.DataFrame, *, chapter: str) -> Displayable:
    """How many each unit has, and how many employees its managers have, against the aim.

    Args:
        units: `staff_by_unit`.
        chapter: The report, such as `sn-2021`.
    """
    if units.empty:
        return text.no_staff()
    parts = units[units["unit"].ne(TOTAL)].reset_index(drop=True)
    names = [staff_words.unit_name(unit) for unit in parts["unit"]]
    aim = staff_words.aim(parts.iloc[0])
    headings = (_("Employees"), _("Per manager (aim {aim})").format(aim=aim))
    with house_style(TYPE):
        figure, (heads, loads) = stacked(names, bars=1, headings=headings, share=0.42, total=False)
        _head_bars(heads, parts)
        _load_bars(loads, parts)
        svg = drawn_as_svg(figure)
    headline = headlines.staff(units)
    caption = _(
        "Employees by unit, and employees per manager beside the municipality's aim (grey), {year}."
    ).format(year=parts["year"].iloc[0])
    values = [_staff_value(row) for _index, row in parts.iterrows()]
    alt = _("Bar chart of employees and employees per manager by unit: {values}.")
    return shown_figure(
        svg,
        label=f"{chapter}-staff",
        headline=headline,
        caption=f"{caption} {sources.source(parts)}",
        alt=alt.format(values="; ".join(values)),
        traced=headline_and_values(headline, units, values, parts["rows"]),
        drawn={
            _("Unit"): names,
            _("Employees"): [
                staff_words.about(row, "headcount") for _index, row in parts.iterrows()
            ],
            _("Per manager"): [
                language.DASH
                if pd.isna(row["per_manager"])
                else staff_words.about(row, "per_manager", 1)
                for _index, row in parts.iterrows()
            ],
        },
    )


def _head_bars(axes: Axes, parts: pd.DataFrame) -> None:
    values = []
    for at, (_index, row) in enumerate(parts.iterrows()):
        middle = bar_at(at, 1)
        axes.barh(middle, row["headcount"], height=FILL * BAR, color=INK)
        values.append(Value(row["headcount"], middle, staff_words.about(row, "headcount")))
    written(axes, values, 0.0, float(parts["headcount"].max()))
    nought(axes, range(len(parts)), 1)


def _load_bars(axes: Axes, parts: pd.DataFrame) -> None:
    lowest, highest = float(parts["lowest"].iloc[0]), float(parts["highest"].iloc[0])
    values = []
    for at, (_index, row) in enumerate(parts.iterrows()):
        middle, load = bar_at(at, 1), row["per_manager"]
        if pd.isna(load):
            values.append(Value(0.0, middle, _("no manager stated")))
            continue
        axes.barh(middle, highest - lowest, left=lowest, height=BAR, color=BAND, zorder=0)
        inside = row["against_target"] == "within"
        axes.barh(middle, load, height=FILL * BAR / 1.6, color=INK if inside else MORE)
        values.append(Value(max(load, highest), middle, _load(row)))
    written(axes, values, 0.0, max(highest, parts["per_manager"].fillna(0).max()))
    nought(axes, range(len(parts)), 1)


def _load(row: pd.Series[Any]) -> str:
    """Employees per manager, with the word for where it stands outside the aim."""
    value = staff_words.about(row, "per_manager", 1)
    words = {"below": _("{value} below"), "above": _("{value} above"), "within": "{value}"}
    return words[row["against_target"]].format(value=value)


def _staff_value(row: pd.Series[Any]) -> str:
    """What the figure shows of a unit, in words."""
    load = _("no manager stated") if pd.isna(row["per_manager"]) else _load(row)
    return _("{unit} {employees}, per manager {load}").format(
        unit=staff_words.unit_name(row["unit"]),
        employees=staff_words.about(row, "headcount"),
        load=load,
    )


def sick_leave(leave: pd.DataFrame, *, chapter: str) -> Displayable:
    """How the sick leave of each unit has developed: all of it, and what is long-term.

    Args:
        leave: `sick_leave_by_period`.
        chapter: The report, such as `ks-2022`.
    """
    if leave.empty:
        return text.no_sick_leave()
    shown = leave.groupby("unit", sort=False).tail(PERIODS).reset_index(drop=True)
    with house_style(TYPE):
        svg = drawn_as_svg(_columns(shown))
    headline = headlines.sick_leave(leave)
    caption = _(
        "Sick leave in percent of agreed working time (solid, the latest in the text's colour), "
        "and the difference from the period before in percentage points."
    )
    if not _all_comparable(shown):
        caption += " " + _("A month does not quite compare with a year.")
    if shown["withheld"].any():
        caption += f" {staff_words.NOT_TOLD} {staff_words.why_withheld()}"
    values = [_leave_value(row) for _index, row in shown.iterrows()]
    alt = _("Column chart of sick leave and long-term sick leave: {values}.")
    return shown_figure(
        svg,
        label=f"{chapter}-sick-leave",
        headline=headline,
        caption=f"{caption} {sources.source(shown)}",
        alt=alt.format(values="; ".join(values)),
        traced=headline_and_values(headline, leave, values, shown["rows"]),
        drawn={
            _("Unit"): map(staff_words.unit_name, shown["unit"]),
            _("Period"): shown["period"],
            _("All sick leave"): [
                staff_words.sick_leave(row, "total_percent") for _index, row in shown.iterrows()
            ],
            _("Long-term"): [
                staff_words.sick_leave(row, "long_term_percent") for _index, row in shown.iterrows()
            ],
        },
    )


def _all_comparable(leave: pd.DataFrame) -> bool:
    return bool(leave.loc[leave["previous_period"].notna(), "comparable"].all())


def _columns(shown: pd.DataFrame) -> Figure:
    """A line of two panels for each unit, all on one scale."""
    units = list(shown.groupby("unit", sort=False))
    block = TITLE + COLUMNS + FOOT
    title = 0.3 if len(units) > 1 else 0.0
    height = len(units) * (block + title)
    figure = Figure(figsize=(WIDTH, height))
    canvas = figure.add_axes((0, 0, 1, 1))
    canvas.set_xlim(0, WIDTH)
    canvas.set_ylim(height, 0)
    highest = float(shown["total_percent"].astype("Float64").fillna(0).max() or 1.0)
    panels = (
        (0.0, "total_percent", "change_points", _("All sick leave, %")),
        (0.52, "long_term_percent", "long_term_change_points", _("Long-term, %")),
    )
    for place, (unit, rows) in enumerate(units):
        top = place * (block + title) + title
        if title:
            name = staff_words.unit_name(str(unit))
            canvas.text(0, top - title / 2, name, va="center", fontweight="bold")
        for left, column, change, heading in panels:
            canvas.text(left * WIDTH, top + TITLE / 2, heading, va="center", fontsize=SMALL)
            bottom = 1 - (top + TITLE + COLUMNS) / height
            axes = figure.add_axes((left, bottom, 0.48, COLUMNS / height))
            axes.set_ylim(0, 1.18 * highest)
            _panel(axes, rows.reset_index(drop=True), column, change)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, column: str, change: str) -> None:
    """One measure of one unit: a column a period, then the last difference."""
    last = len(rows) - 1
    axes.set_xlim(-0.5, last + (1.6 if last else 0.6))
    axes.axhline(0, color=INK, linewidth=0.8)
    for at, (_index, row) in enumerate(rows.iterrows()):
        value = 0.0 if pd.isna(row[column]) else float(row[column])
        axes.bar(at, value, width=0.62, color=INK if at == last else EARLIER)
        words = staff_words.sick_leave(row, column).removesuffix(f"{language.NBSP}%")
        _over(axes, at, value, words.removesuffix("%"))
        _under(axes, at, staff_words.short_period(row["period"]))
    difference = rows[change].iloc[-1]
    if last and pd.notna(difference):
        start = float(rows[column].iloc[-1] - difference)
        solid = bool(rows["comparable"].iloc[-1])
        colour = MORE if difference > 0 else LESS
        axes.bar(
            last + 1,
            float(difference),
            bottom=start,
            width=0.3,
            facecolor=colour if solid else "none",
            edgecolor=colour,
            linestyle="-" if solid else "--",
        )
        top = max(start, start + float(difference))
        _over(axes, last + 1, top, language.change(difference, 1))
        _under(axes, last + 1, _("Difference"))


def _over(axes: Axes, at: float, value: float, words: str) -> None:
    axes.annotate(
        words, (at, value), (0, 2), textcoords="offset points", ha="center", va="bottom"
    ).set_fontsize(SMALL)


def _under(axes: Axes, at: float, words: str) -> None:
    axes.annotate(
        words, (at, 0), (0, -3), textcoords="offset points", ha="center", va="top", linespacing=1.0
    ).set_fontsize(SMALL)


def _leave_value(row: pd.Series[Any]) -> str:
    """What the figure shows of a unit in a period, in words."""
    return _("{unit} {period} {total}, long-term {long_term}").format(
        unit=staff_words.unit_name(row["unit"]),
        period=language.period(row["period"]),
        total=staff_words.sick_leave(row, "total_percent"),
        long_term=staff_words.sick_leave(row, "long_term_percent"),
    )
