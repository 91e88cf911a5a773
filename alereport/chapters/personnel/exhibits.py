"""The texts and key figures of the chapter on staff. The frames are those of `analysis`.

`units` is `staff_by_unit`, `leave` is `sick_leave_by_period`, `earlier` is `latest_before` and
`said` is `said_of_staff`; `year` is that of the report, and `by` is who says what the aim for
managers is, if there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.personnel import cells, sentences
from alereport.exhibits import building
from alereport.exhibits.building import key_figure, rows_of, sentence
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Text, nothing
from alereport.exhibits.phrases import Words, data_text, fill

MOST_SAID = 1
"""How much of what a plan without figures says about its staff is in the lead."""


def lead(
    units: pd.DataFrame,
    leave: pd.DataFrame,
    earlier: pd.DataFrame,
    said: pd.DataFrame,
    *,
    by: Mapping[str, str] | None,
    year: int,
) -> Text:
    """Return the main finding in one or two sentences; of a plan without figures, what it says."""
    lines = []
    if not units.empty:
        words = sentences.staff(units, locales.for_reader(by) if by else "")
        lines.append(Line(key="staff", words=words, rows=rows_of(units)))
    if (row := sentences.leading_row(leave)) is not None:
        lines.append(Line(key="sick-leave", words=sentences.sick_leave(row), rows=row["rows"]))
    if not lines:
        words = sentences.nothing(year, earlier)
        lines.append(Line(key="nothing", words=words, rows=rows_of(earlier)))
        lines += [
            Line(key=f"said/{number}", words=data_text(row["text"]), rows=row["rows"])
            for number, row in enumerate(said.head(MOST_SAID).to_dict("records"), 1)
        ]
    return building.lines("lead", lines, as_of=year)


def key_figures(leave: pd.DataFrame) -> KeyFigures | Group:
    """Return sick leave beside that of an equally long period before; empty without one."""
    row = sentences.leading_row(leave)
    if row is None or not row["comparable"]:
        return nothing()
    return KeyFigures(id="key-figures", figures=tuple(_leave_figures(row)))


def _leave_figures(row: pd.Series[Any]) -> list[KeyFigure]:
    unit = cells.in_a_sentence(row["unit"])
    figures = {
        "total_percent": (_("Sick leave, {unit}").format(unit=unit), "change_points"),
        "long_term_percent": (_("Long-term sick leave"), "long_term_change_points"),
    }
    return [
        key_figure(column, name, cells.leave_percent(row, column), _since(row, change), row["rows"])
        for column, (name, change) in figures.items()
        if pd.notna(row[column])
    ]


def _since(row: pd.Series[Any], change: str) -> Words:
    """Return the period of a figure, with the change since the previous period if it is known."""
    if pd.isna(row[change]):
        return cells.period(row["period"])
    return fill(
        _("{period}; {change} percentage points since {then}"),
        period=cells.period(row["period"]),
        change=cells.points(row[change]),
        then=cells.period(row["previous_period"]),
    )


def commentary(leave: pd.DataFrame) -> Text | Group:
    """Return how long-term sick leave has changed; empty if no two periods compare."""
    lines = [
        Line(key=f"sick-leave/{row['unit']}", words=words, rows=row["rows"])
        for row in leave.groupby("unit").tail(1).to_dict("records")
        if (words := sentences.long_term(row))
    ]
    return building.lines("commentary", lines) if lines else nothing()


def definitions(leave: pd.DataFrame) -> Text | Group:
    """Return what sick leave is a share of: by the law and in Kolada, and of long-term leave here.

    Empty without figures on sick leave.
    """
    if leave.empty:
        return nothing()
    law, kolada = (sentence(key, _(said)) for key, said in sentences.DEFINITIONS.items())
    lines = [law, kolada]
    row = sentences.leading_row(leave)
    if row is not None and (words := sentences.long_term_part(row)):
        lines.insert(1, Line(key="long-term", words=words, rows=row["rows"]))
    return building.lines("report-note", lines, name="definitions")


def what_is_missing(units: pd.DataFrame, leave: pd.DataFrame) -> Text | Group:
    """Return a list of what a plan with figures on staff leaves out.

    Empty if it has no figures at all: the lead says so.
    """
    if units.empty and leave.empty:
        return nothing()
    points = [Line(key=key, words=words) for key, words in sentences.missing(units, leave).items()]
    said = [point for point in points if point.words]
    return building.points("missing", said) if said else nothing()


def what_is_withheld(leave: pd.DataFrame) -> Text | Group:
    """Return how many figures on sick leave are withheld, and why; empty if none is."""
    words = sentences.withheld(leave)
    return building.lines("withheld", [Line(key="withheld", words=words)]) if words else nothing()
