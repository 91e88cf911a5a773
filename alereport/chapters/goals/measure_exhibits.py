"""The measures of a plan's goals, shown; `progress` is from `measures.progress`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.goals import labels, measure_sentences
from alereport.chapters.goals.measures import has_number
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of, texts
from alereport.exhibits.model import Group, Line, Table
from alereport.exhibits.phrases import Phrase
from alereport.exhibits.values import Cell

MEASURE = ("measure", "target_year")
"""The columns that identify a target of a measure."""
FEWEST_ROWS = 3
"""The fewest targets that are a table; fewer are sentences."""


def targets(progress: pd.DataFrame) -> Group:
    """Return what the measures are to reach.

    Those with a value to compare with come first, each as a sentence; three or more with a number
    alone are a table; of those in words only the direction is said.
    """
    has_point = progress[["start_value", "latest_value"]].notna().any(axis="columns")
    is_numbered = has_number(progress)
    numbered, in_words = progress[is_numbered], progress[~is_numbered & ~has_point]
    alone = progress[is_numbered & ~has_point]
    is_table = len(alone) >= FEWEST_ROWS
    shown = progress[has_point | (is_numbered & (not is_table))]
    points = [
        Line(key=building.key_of(row, MEASURE), words=_points(row), rows=row["rows"])
        for row in shown.to_dict("records")
    ]
    found = {
        **_lines(measure_sentences.targets(numbered), numbered),
        **_lines(measure_sentences.directions(in_words), in_words),
        "whose": Line(key="whose", words=measure_sentences.whose(progress), rows=rows_of(progress)),
    }
    if not is_table:
        return building.group(building.points("", [*points, *found.values()], name="targets"))
    return building.group(
        building.points("", points, name="measures-followed"),
        _numbered(alone),
        building.points("", found.values(), name="targets"),
    )


def _lines(found: Mapping[str, Phrase], frame: pd.DataFrame) -> dict[str, Line]:
    rows = rows_of(frame)
    return {key: Line(key=key, words=words, rows=rows) for key, words in found.items()}


def _points(row: FrameRow) -> Phrase:
    """Return a sentence with the start, the latest outturn and the target of a measure."""
    if row["unit"] == "%":
        row = {**row, "unit": _("per cent")}
    bounds = {">=": row["target_low"], "<=": row["target_high"]}
    ends = {sign: end for sign, end in bounds.items() if pd.notna(end)}
    numbers = list(dict.fromkeys(ends.values()))
    target: dict[str, Any] = {
        "comparator": next(iter(ends)) if len(ends) == 1 else "",
        "hedge": row["target_hedge"],
        "upper": numbers[1] if len(numbers) > 1 else None,
    }
    cells = {
        "start": _value(row["start_value"], row, year=row["start_year"]),
        "latest": _value(row["latest_value"], row, year=_when(row)),
        "target": _value(next(iter(numbers), None), row, year=row["target_year"], **target),
    }
    return measure_sentences.points(row, cells)


def _when(row: FrameRow) -> Any:
    """Return the year of the latest outturn, or until when it goes if it is of a part of it."""
    if not row["latest_until"]:
        return row["latest_year"]
    return _("until {period}").format(period=locales.period(row["latest_until"]))


def _numbered(numbered: pd.DataFrame) -> Table | Group:
    columns = [
        texts("name", _("Measure")),
        texts("unit", _("Unit")),
        Column("target_low", _("At least"), partial(_bound, "target_low")),
        Column("target_high", _("At most"), partial(_bound, "target_high")),
        Column("target_year", _("Target year"), _target_year),
    ]
    caption = _("Measures in the plan for {year} whose target has a number, without an outturn.")
    return labels.table(numbered, columns, "measures", caption, key=MEASURE)


def _bound(column: str, row: FrameRow) -> Cell:
    return _value(row[column], row, has_unit=False, hedge=row["target_hedge"])


def _value(value: Any, row: FrameRow, *, year: Any = pd.NA, **fields: Any) -> Cell:
    """Return a number of a measure with at most two decimals, and its year; silent for NaN."""
    if pd.isna(value):
        return values.silent()
    options = {
        "unit": row["unit"] if pd.notna(row["unit"]) else "",
        "has_unit": True,
        "decimals": max(
            values.decimals_needed(end, 2) for end in (value, fields.get("upper") or value)
        ),
        "year": "" if pd.isna(year) else str(year),
        **fields,
    }
    return values.amount(value, **options)


def _target_year(row: FrameRow) -> Cell:
    return values.silent() if pd.isna(row["target_year"]) else values.year(row["target_year"])
