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
from alereport.chapters.personnel.sentences import leave_column, people_column, unit_column
from alereport.charts.drawing import INK, LESS, MORE, WIDTH, drawn_as_svg, house_style
from alereport.charts.stacked import (
    BAR,
    FILL,
    SMALL,
    TYPE,
    Value,
    bar_middle,
    stacked_panels,
    write_values,
    zero_line,
)
from alereport.data.datasets import TOTAL
from alereport.exhibits import building
from alereport.exhibits.building import rows_of
from alereport.exhibits.model import Chart, Text
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import WITHHELD

EARLIER, BAND = "#9aa5ab", "#cfd6da"
PERIODS = 3
"""How many periods are shown for each unit, before the last difference."""
TITLE, COLUMNS, FOOT = 0.3, 1.55, 0.45
"""Heights in inches: the heading above the columns, the columns, their names below."""
ABOVE: dict[str, Any] = {"xytext": (0, 2), "va": "bottom"}
BELOW: dict[str, Any] = {"xytext": (0, -3), "va": "top", "linespacing": 1.0}
"""Where a text is written in relation to a point, in typographic points."""


def staff_chart(units: pd.DataFrame, *, chapter: str) -> Chart | Text:
    """Return a chart of the employees of each unit, and of those per manager against the aim."""
    if units.empty:
        return building.note("no-staff", _(sentences.NO_STAFF))
    parts = units[units["unit"].ne(TOTAL)].reset_index(drop=True)
    year = parts["year"].iloc[0]
    caption = _(
        "Employees by unit, and employees per manager beside the municipality's aim (grey), {year}."
    ).format(year=year)
    return building.chart(
        _staff_drawing(parts),
        parts,
        [
            unit_column(),
            people_column("headcount", _("Employees")),
            people_column("per_manager", _("Per manager")),
        ],
        name=f"{chapter}-staff",
        key="unit",
        headline=sentences.staff_headline(units),
        finding=rows_of(units),
        caption=with_source(caption, parts),
        alt=_("Bar chart of employees and employees per manager by unit: {values}."),
        marks=sentences.unit_mark,
        as_of=year,
    )


def _staff_drawing(parts: pd.DataFrame) -> bytes:
    names = [sentences.unit_name(unit) for unit in parts["unit"]]
    aim = sentences.aim(parts.iloc[0])
    headings = (_("Employees"), _("Per manager (aim {aim})").format(aim=aim))
    with house_style(TYPE):
        figure, (heads, loads) = stacked_panels(
            names, bars=1, headings=headings, share=0.42, total=False
        )
        _head_bars(heads, parts)
        _load_bars(loads, parts)
        return drawn_as_svg(figure)


def _head_bars(axes: Axes, parts: pd.DataFrame) -> None:
    labels = []
    for number, row in enumerate(parts.to_dict("records")):
        middle = bar_middle(number, 1)
        axes.barh(middle, row["headcount"], height=FILL * BAR, color=INK)
        labels.append(Value(row["headcount"], middle, str(sentences.people(row, "headcount"))))
    write_values(axes, labels, 0.0, float(parts["headcount"].max()))
    zero_line(axes, range(len(parts)), 1)


def _load_bars(axes: Axes, parts: pd.DataFrame) -> None:
    lowest, highest = float(parts["lowest"].iloc[0]), float(parts["highest"].iloc[0])
    labels = []
    for number, row in enumerate(parts.to_dict("records")):
        middle, load, text = bar_middle(number, 1), row["per_manager"], str(sentences.load(row))
        if pd.isna(load):
            labels.append(Value(0.0, middle, text))
            continue
        axes.barh(middle, highest - lowest, left=lowest, height=BAR, color=BAND, zorder=0)
        is_within = row["against_target"] == "within"
        axes.barh(middle, load, height=FILL * BAR / 1.6, color=INK if is_within else MORE)
        labels.append(Value(max(load, highest), middle, text))
    write_values(axes, labels, 0.0, max(highest, parts["per_manager"].fillna(0).max()))
    zero_line(axes, range(len(parts)), 1)


def sick_leave_chart(leave: pd.DataFrame, *, chapter: str) -> Chart | Text:
    """Return a chart of how each unit's total and long-term sick leave have changed."""
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
            leave_column("total_percent", _("All sick leave")),
            leave_column("long_term_percent", _("Long-term")),
        ],
        name=f"{chapter}-sick-leave",
        key=("unit", "period"),
        headline=sentences.sick_leave_headline(leave),
        finding=rows_of(leave),
        caption=with_source(_leave_caption(shown), shown),
        alt=_("Column chart of sick leave and long-term sick leave: {values}."),
        marks=sentences.period_mark,
        as_of=max(shown["period"]),
    )


def _leave_caption(shown: pd.DataFrame) -> str:
    phrases = [
        _(
            "Sick leave in percent of agreed working time (solid, the latest in the text's "
            "colour), and the difference from the period before in percentage points."
        )
    ]
    if not shown.loc[shown["previous_period"].notna(), "comparable"].all():
        phrases.append(_("Periods that are not equally long do not quite compare."))
    if shown["withheld"].any():
        phrases += [WITHHELD, sentences.why_withheld()]
    return " ".join(phrases)


def _columns(shown: pd.DataFrame) -> Figure:
    """Return a figure with two panels side by side for each unit, all on the same scale."""
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
            unit = sentences.unit_name(name)
            canvas.text(0, top - title / 2, unit, va="center", fontweight="bold")
        for left, column, change, heading in panels:
            canvas.text(left * WIDTH, top + TITLE / 2, heading, va="center", fontsize=SMALL)
            bottom = 1 - (top + TITLE + COLUMNS) / height
            axes = figure.add_axes((left, bottom, 0.48, COLUMNS / height))
            axes.set_ylim(0, 1.18 * highest)
            _panel(axes, rows.reset_index(drop=True), column, change)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, column: str, change: str) -> None:
    """Draw one measure of one unit: a column for each period, then the last difference."""
    last = len(rows) - 1
    axes.set_xlim(-0.5, last + (1.6 if last else 0.6))
    axes.axhline(0, color=INK, linewidth=0.8)
    for number, row in enumerate(rows.to_dict("records")):
        value = 0.0 if pd.isna(row[column]) else float(row[column])
        axes.bar(number, value, width=0.62, color=INK if number == last else EARLIER)
        _write(
            axes, (number, value), str(sentences.leave_percent(row, column, has_unit=False)), ABOVE
        )
        _write(axes, (number, 0), _short_period(row["period"]), BELOW)
    difference = rows[change].iloc[-1]
    if last and pd.notna(difference):
        start = float(rows[column].iloc[-1] - difference)
        is_comparable = bool(rows["comparable"].iloc[-1])
        colour = MORE if difference > 0 else LESS
        axes.bar(
            last + 1,
            float(difference),
            bottom=start,
            width=0.3,
            facecolor=colour if is_comparable else "none",
            edgecolor=colour,
            linestyle="-" if is_comparable else "--",
        )
        top = max(start, start + float(difference))
        _write(axes, (last + 1, top), str(sentences.points(difference)), ABOVE)
        _write(axes, (last + 1, 0), _("Difference"), BELOW)


def _write(axes: Axes, point: tuple[float, float], text: str, side: dict[str, Any]) -> None:
    axes.annotate(text, point, textcoords="offset points", ha="center", fontsize=SMALL, **side)


def _short_period(period: str) -> str:
    """Return the name of a period below its column: a year, or its months above their year."""
    if "-" not in period:
        return period
    ends = [date.fromisoformat(f"{month}-01") for month in period.split("/")]
    return f"{locales.DASH.join(map(locales.month, ends))}\n{period[-7:-3]}"
