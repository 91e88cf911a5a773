"""Tables of measures. The frames are those of `analysis.measures`."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.chapters.goals import no_goals
from alereport.chapters.goals import words as goal_words
from alereport.exhibits import sources
from alereport.exhibits.display import Column, Displayable, table


def numbered_measures(progress: pd.DataFrame) -> Displayable:
    """The measures whose target has a number; one row is one measure and target year."""
    numbered = progress[progress[["target_low", "target_high"]].notna().any(axis="columns")]
    if numbered.empty:
        return no_goals.no_numbered_targets()
    columns = [
        Column(_("Measure"), figures=False),
        Column(_("Start")),
        Column(_("Latest outturn")),
        Column(_("Target")),
        Column(_("Status"), figures=False),
    ]
    rows = [
        [
            str(row["name"]),
            _point(row, "start"),
            _point(row, "latest"),
            _target(row),
            _status(row),
        ]
        for row in numbered.to_dict("records")
    ]
    caption = _("Measures in the plan for {year} whose target has a number; year in brackets.")
    return _table(numbered, "measures", columns, rows, caption)


def measures_in_words(progress: pd.DataFrame) -> Displayable:
    """The measures whose target has no number; one row is one measure and target year."""
    in_words = progress[progress[["target_low", "target_high"]].isna().all(axis="columns")]
    if in_words.empty:
        return no_goals.no_targets_in_words()
    directions = {"increase": _("increase"), "decrease": _("decrease")}
    columns = [
        Column(_("Measure"), figures=False),
        Column(_("Of the goal or task"), figures=False),
        Column(_("Target"), figures=False),
        Column(_("Status"), figures=False),
    ]
    rows = [
        [
            str(row["name"]),
            str(row["goal_name"]),
            ", ".join(directions.get(each, _("in words")) for each in row["comparators"])
            + (f" ({row['target_year']})" if pd.notna(row["target_year"]) else language.DASH),
            _status(row),
        ]
        for row in in_words.to_dict("records")
    ]
    caption = _("Measures in the plan for {year} whose target has no number; year in brackets.")
    return _table(in_words, "measures-in-words", columns, rows, caption)


def _point(row: dict[Hashable, Any], which: str) -> str:
    value, year = row[f"{which}_value"], row[f"{which}_year"]
    if pd.isna(value):
        return language.DASH
    return f"{goal_words.with_unit(goal_words.measured(value), row['unit'])} ({year})"


def _target(row: dict[Hashable, Any]) -> str:
    written = goal_words.target(row["target_low"], row["target_high"], row["unit"])
    return f"{written} ({row['target_year']})"


def _status(row: dict[Hashable, Any]) -> str:
    words = goal_words.progress(row["status"])
    return _("{status}, the year has passed").format(status=words) if row["late"] else words


def _table(
    of: pd.DataFrame, name: str, columns: list[Column], rows: list[list[str]], caption: str
) -> Displayable:
    first = of.iloc[0]
    return table(
        columns,
        rows,
        caption=f"{caption.format(year=first['plan_year'])} {sources.source(of)}",
        label=f"{first['committee']}-{first['plan_year']}-{name}",
        made_from=tuple(of["rows"]),
    )
