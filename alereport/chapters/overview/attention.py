"""Where a reader of the whole report should look first. The frames are `analysis.overview`'s."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from alereport.base import language
from alereport.base.language import gettext as _
from alereport.base.language import million, percent, tkr
from alereport.base.markdown import in_swedish, plain, spoken
from alereport.chapters.overview.text import committee_year, gate_says
from alereport.data.datasets import TOTAL
from alereport.exhibits.blocks import block
from alereport.exhibits.display import Displayable, Traced, rows_of, shown

Point = tuple[str, tuple[str, ...]]
"""Words in Markdown, and the rows they were made from."""
Names = dict[Any, str]
"""The committees' names by their short names."""


def where_to_look(
    *,
    changes: pd.DataFrame,
    largest: pd.DataFrame,
    years: pd.DataFrame,
    checked: pd.DataFrame,
    verdicts: pd.DataFrame,
    broken: pd.DataFrame,
    as_of: date,
) -> Displayable:
    """Where a reader should look first, computed.

    Args:
        changes: `changes_by_area`.
        largest: `largest_changes`.
        years: `committee_years`.
        checked: `analysis.gaps.checks` of all plans.
        verdicts: `verdict`.
        broken: `named_breaks`.
        as_of: The day that what is late is late on.
    """
    names: Names = dict(zip(years["committee"], years["name"], strict=True))
    points = [
        *_largest(largest, names),
        *_forecasts(changes, names),
        *_broken(broken, names),
        *_late(years, as_of),
        *_unanswered(checked, names),
        *_warned(verdicts, names),
    ]
    if not points:
        points = [(_("Nothing stands out."), ())]
    return block(
        "where-to-look",
        [f"- {words}" for words, _rows in points],
        [Traced(spoken(words), rows) for words, rows in points if rows],
    )


def _point(what: str, words: str, rows: Sequence[str]) -> Point:
    return f"[{plain(what)}]{{.term}}: {plain(words)}", tuple(rows)


def _largest(largest: pd.DataFrame, names: Names) -> list[Point]:
    if largest.empty:
        return []
    said = []
    for _at, row in largest.iterrows():
        words = tkr(row["change_tkr"], signed=True)
        if pd.notna(row["change_percent"]):
            words += f" ({percent(row['change_percent'], signed=True)})"
        of = f"{names[row['committee']]} {row['plan_year']}"
        said.append(f"{row['name']} ({of}) {words}")
    what = _("The largest changes that compare")
    return [_point(what, "; ".join(said) + ".", rows_of(largest))]


def _forecasts(changes: pd.DataFrame, names: Names) -> list[Point]:
    totals = changes[changes["area"].eq(TOTAL)]
    totals = totals[totals["deviation_tkr"].fillna(0.0).ne(0.0)]
    if totals.empty:
        return []
    row = totals.iloc[totals["deviation_tkr"].abs().argmax()]
    sentence = (
        _("The forecast for {committee} {year} is {difference} over budget.")
        if row["deviation_tkr"] > 0
        else _("The forecast for {committee} {year} is {difference} under budget.")
    )
    words = sentence.format(
        committee=names[row["committee"]],
        year=row["plan_year"] - 1,
        difference=million(abs(row["deviation_tkr"])),
    )
    return [_point(_("Farthest from its budget"), words, row["rows"])]


def _broken(broken: pd.DataFrame, names: Names) -> list[Point]:
    if broken.empty:
        return []
    of = [
        f"{names[committee]} {year} ({language.listing([_broken_area(row) for row in rows])})"
        for (committee, year), rows in (
            (key, of.to_dict("records")) for key, of in broken.groupby(["committee", "year"])
        )
    ]
    what = _("Does not compare with the year before")
    return [_point(what, f"{'; '.join(of)}.", rows_of(broken))]


def _broken_area(row: dict[Hashable, Any]) -> str:
    return _("the total") if row["area"] == TOTAL else str(row["name"])


def _late(years: pd.DataFrame, as_of: date) -> list[Point]:
    late = years[years["overdue"].fillna(0).gt(0)]
    if late.empty:
        return []
    of = [f"{committee_year(row)}: {shown(row['overdue'])}" for _at, row in late.iterrows()]
    what = _("Past its date on {day} and not reported as done").format(day=language.day(as_of))
    return [_point(what, f"{'; '.join(of)}.", rows_of(late))]


UNANSWERED = ("council_goal_without_answer", "request_without_answer")


def _unanswered(checked: pd.DataFrame, names: Names) -> list[Point]:
    lacking = checked[checked["lacking"] & checked["gap"].isin(UNANSWERED)]
    asked = checked["gap"].isin(UNANSWERED).sum()
    if lacking.empty:
        return []
    of = [
        f"{plain(f'{names[committee]} {year}')}: "
        + ", ".join(in_swedish(str(name)) for name in rows["name"])
        for (committee, year), rows in lacking.groupby(["committee", "plan_year"])
    ]
    what = _("The council's goals and requests without an answer, {count} of {asked}").format(
        count=len(lacking), asked=asked
    )
    return [(f"[{plain(what)}]{{.term}}: {'; '.join(of)}.", rows_of(lacking))]


def _warned(verdicts: pd.DataFrame, names: Names) -> list[Point]:
    warned = verdicts[verdicts["state"].isin(["red", "amber"])]
    if warned.empty:
        return []
    of = [
        f"{names[row['committee']]} {row['year']} ({gate_says(row['state'])})"
        for _at, row in warned.iterrows()
    ]
    return [_point(_("What the gate warns of"), f"{'; '.join(of)}.", ())]
