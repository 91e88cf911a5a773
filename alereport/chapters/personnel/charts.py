"""The charts of the chapter on staff.

`units` is `analysis.staff_by_unit`, `leave` is `analysis.sick_leave_by_period`; `chapter` is the
report, such as `sn-2021`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.personnel import sentences
from alereport.chapters.personnel.sentences import on_leave, people_of, unit_column
from alereport.charts.drawing import INK, LESS, MORE, WIDTH, drawn_as_svg, house_style
from alereport.charts.stacked import (
    BAR,
    FILL,
    SMALL,
    TYPE,
    Value,
    bar_at,
    stacked,
    written,
    zero_line,
)
from alereport.data.datasets import TOTAL
from alereport.exhibits import building
from alereport.exhibits.building import rows_of
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.sources import sourced
from alereport.exhibits.values import WITHHELD

EARLIER, BAND = "#9aa5ab", "#cfd6da"
PERIODS = 3
"""How many periods a unit shows beside their last difference."""
TITLE, COLUMNS, FOOT = 0.3, 1.55, 0.45
"""Inches: over the columns, the columns, their names under them."""
OVER: dict[str, Any] = {"xytext": (0, 2), "va": "bottom"}
UNDER: dict[str, Any] = {"xytext": (0, -3), "va": "top", "linespacing": 1.0}
"""Where words stand beside a place, in points from it."""


def staff_chart(units: pd.DataFrame, *, chapter: str) -> Chart | Text:
    """How many each unit has, and how many employees its managers have, against the aim."""
    if units.empty:
        return building.note("no-staff", _(sentences.NO_STAFF))
    parts = units[units["unit"].ne(TOTAL)].reset_index(drop=True)
    year = parts["year"].iloc[0]
    caption = _(
        "Employees by unit, and employees per manager beside the municipality's aim (grey), {year}."
    ).format(year=year)
    return building.chart(
        _drawn_staff(parts),
        parts,
        [
            unit_column(),
            people_of("headcount", _("Employees")),
            people_of("per_manager", _("Per manager")),
        ],
        name=f"{chapter}-staff",
        key="unit",
        headline=sentences.staff_found(units),
        finding=rows_of(units),
        caption=sourced(caption, parts),
        alt=_("Bar chart of employees and employees per manager by unit: {values}."),
        marks=sentences.of_unit,
        as_of=year,
    )


def _drawn_staff(parts: pd.DataFrame) -> bytes:
    names = [sentences.unit_name(unit) for unit in parts["unit"]]
    aim = sentences.aim(parts.iloc[0])
    headings = (_("Employees"), _("Per manager (aim {aim})").format(aim=aim))
    with house_style(TYPE):
        figure, (heads, loads) = stacked(names, bars=1, headings=headings, share=0.42, total=False)
        _head_bars(heads, parts)
        _load_bars(loads, parts)
        return drawn_as_svg(figure)


def _head_bars(axes: Axes, parts: pd.DataFrame) -> None:
    shown = []
    for at, row in enumerate(parts.to_dict("records")):
        middle = bar_at(at, 1)
        axes.barh(middle, row["headcount"], height=FILL * BAR, color=INK)
        shown.append(Value(row["headcount"], middle, str(sentences.people(row, "headcount"))))
    written(axes, shown, 0.0, float(parts["headcount"].max()))
    zero_line(axes, range(len(parts)), 1)


def _load_bars(axes: Axes, parts: pd.DataFrame) -> None:
    lowest, highest = float(parts["lowest"].iloc[0]), float(parts["highest"].iloc[0])
    shown = []
    for at, row in enumerate(parts.to_dict("records")):
        middle, load, said = bar_at(at, 1), row["per_manager"], str(sentences.load(row))
        if pd.isna(load):
            shown.append(Value(0.0, middle, said))
            continue
        axes.barh(middle, highest - lowest, left=lowest, height=BAR, color=BAND, zorder=0)
        inside = row["against_target"] == "within"
        axes.barh(middle, load, height=FILL * BAR / 1.6, color=INK if inside else MORE)
        shown.append(Value(max(load, highest), middle, said))
    written(axes, shown, 0.0, max(highest, parts["per_manager"].fillna(0).max()))
    zero_line(axes, range(len(parts)), 1)


def sick_leave_chart(leave: pd.DataFrame, *, chapter: str) -> Chart | Text:
    """How the sick leave of each unit has developed: all of it, and what is long-term."""
    if leave.empty:
        return building.note("no-sick-leave", _(sentences.NO_SICK_LEAVE))
    shown = leave.groupby("unit", sort=False).tail(PERIODS).reset_index(drop=True)
    with house_style(TYPE):
        svg = drawn_as_svg(_columns(shown))
    return building.chart(
        svg,
        shown,
        [
            unit_column(),
            building.texts("period", _("Period")),
            on_leave("total_percent", _("All sick leave")),
            on_leave("long_term_percent", _("Long-term")),
        ],
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        headline=sentences.sick_leave_found(leave),
        finding=rows_of(leave),
        caption=sourced(_leave_caption(shown), shown),
        alt=_("Column chart of sick leave and long-term sick leave: {values}."),
        marks=sentences.of_period,
        as_of=max(shown["period"]),
    )


def _leave_caption(shown: pd.DataFrame) -> str:
    said = [
        _(
            "Sick leave in percent of agreed working time (solid, the latest in the text's "
            "colour), and the difference from the period before in percentage points."
        )
    ]
    if not shown.loc[shown["previous_period"].notna(), "comparable"].all():
        said.append(_("A month does not quite compare with a year."))
    if shown["withheld"].any():
        said += [WITHHELD, sentences.why_withheld()]
    return " ".join(said)


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
    for place, (name, rows) in enumerate(units):
        top = place * (block + title) + title
        if title:
            said = sentences.unit_name(name)
            canvas.text(0, top - title / 2, said, va="center", fontweight="bold")
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
    for at, row in enumerate(rows.to_dict("records")):
        value = 0.0 if pd.isna(row[column]) else float(row[column])
        axes.bar(at, value, width=0.62, color=INK if at == last else EARLIER)
        _beside(axes, (at, value), str(sentences.leave_percent(row, column, has_unit=False)), OVER)
        _beside(axes, (at, 0), _short(row["period"]), UNDER)
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
        _beside(axes, (last + 1, top), str(sentences.points(difference)), OVER)
        _beside(axes, (last + 1, 0), _("Difference"), UNDER)


def _beside(axes: Axes, at: tuple[float, float], said: str, side: dict[str, Any]) -> None:
    axes.annotate(said, at, textcoords="offset points", ha="center", fontsize=SMALL, **side)


def _short(period: str) -> str:
    """A year, or a month over its year, as it is named under a column."""
    if "-" not in period:
        return period
    return f"{locales.month(date.fromisoformat(f'{period}-01'))}\n{period[:4]}"
