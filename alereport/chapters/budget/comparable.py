"""The part of a committee's budget that compares over the years, where its total does not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from alereport.base.errors import ParamsError, nearest
from alereport.chapters.budget.analysis import computed_hedge, series
from alereport.chapters.common.rows import ABOUT, SOURCE, in_file_order
from alereport.data.datasets import TOTAL

YEARS = 5
"""The most years that are looked back."""
MOST = 0.5
"""The share of the latest budget that the areas that compare make up at least."""
COLUMNS = [
    *("area", "name", "requirement", "first_year", "last_year", "first_tkr", "last_tkr"),
    *("first_hedge", "last_hedge", "change_tkr", "change_hedge", "change_percent"),
    *(*SOURCE, "first_title", "first_section", "rows"),
]
BESIDE = (
    *("committee", "area", "name", "year", "budget_tkr", "budget_hedge", "previous_year"),
    *("change_tkr", "change_percent", "compares", "break_reason", "requirement"),
    *("title", "section", "rows"),
)
SIDE_BY_SIDE = "comparable.side_by_side"
"""What names the committees and years that are put side by side."""


def comparable_total(budgets: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Compare the areas without a break between an earlier plan's year and the latest plan's.

    The earlier plan is the oldest of the last five years from which the areas that compare make
    up at least half of the latest budget.

    Args:
        budgets: `Report.budgets`, of one committee.
        breaks: `Report.breaks`, of the same committee.

    Returns:
        One row is one area in the order of the latest plan, their sum (`total`) last: `area`,
        `name`, `requirement`, `first_year`, `last_year`, `first_tkr`, `last_tkr`, `change_tkr`,
        the hedge of each, `change_percent` (of the absolute first amount; missing where that is
        zero), the source columns of the last amount, `first_title`, `first_section` and `rows`.
        Empty where no two plans compare.
    """
    areas = _most_comparable(budgets, breaks)
    if areas.empty:
        return pd.DataFrame(columns=COLUMNS)
    comparing = areas[areas["compares"]]
    return pd.concat([comparing, _sum(comparing)], ignore_index=True)[COLUMNS]


def left_out(budgets: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Return the areas that `comparable_total` leaves out; empty where that is empty.

    Returns:
        One row is one area with a budget in its first or last year: `area`, `name`,
        `first_year`, `last_year`, `first_tkr` and `last_tkr` (missing where the plan has none),
        `break_reason` (missing where the area only begins or ends), the source columns of the
        break, and `rows`.
    """
    areas = _most_comparable(budgets, breaks)
    if areas.empty:
        return pd.DataFrame(columns=[*COLUMNS, "break_reason"])
    return areas[~areas["compares"]].reset_index(drop=True)


def _most_comparable(budgets: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Return the areas of the first pair of years that compares, see `_areas`; empty if none."""
    pairs = _pairs_of_years(budgets)
    table = series(budgets, breaks) if pairs else pd.DataFrame()
    for first, last in pairs:
        areas = _areas(table, budgets, breaks, (first, last))
        compared = areas.loc[areas["compares"], "last_tkr"].sum()
        if compared >= MOST * areas["last_tkr"].sum() > 0:
            return areas
    return pd.DataFrame()


def _pairs_of_years(budgets: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the years of earlier plans, the oldest first, each with the latest plan's."""
    years = sorted(int(year) for year in budgets["plan_year"].unique())
    return [(year, years[-1]) for year in years[:-1] if year > years[-1] - YEARS]


def _areas(
    all_years: pd.DataFrame, budgets: pd.DataFrame, breaks: pd.DataFrame, years: tuple[int, int]
) -> pd.DataFrame:
    """Return the areas with a budget in either year, and whether the two years compare.

    Args:
        all_years: From `analysis.series`.
        years: The first and the last year.
    """
    first, last = years
    table = all_years[all_years["area"].ne(TOTAL) & all_years["year"].between(first, last)]
    before, now = (
        table[table["year"].eq(year)].drop_duplicates("area").set_index("area")
        for year in (first, last)
    )
    broken = table[table["break_reason"].notna() & table["year"].gt(first)]
    reasons = broken.drop_duplicates("area", keep="last").set_index("area")["break_reason"]
    areas = now[["name", "requirement", *SOURCE]].assign(
        first_year=first,
        last_year=last,
        first_tkr=before["budget_tkr"],
        last_tkr=now["budget_tkr"],
        first_hedge=before["budget_hedge"],
        last_hedge=now["budget_hedge"],
        first_title=before["title"],
        first_section=before["section"],
        break_reason=reasons.reindex(now.index),
        rows=_rows(budgets, breaks, now.index, first, last),
    )
    areas = areas[areas[["first_tkr", "last_tkr"]].notna().any(axis="columns")].reset_index()
    has_both = areas[["first_tkr", "last_tkr"]].notna().all(axis="columns")
    return _with_change(areas.assign(compares=has_both & areas["break_reason"].isna()))


def _rows(
    budgets: pd.DataFrame, breaks: pd.DataFrame, areas: pd.Index[str], first: int, last: int
) -> pd.Series[Any]:
    """Return the rows of the data behind each area: its two budgets, and its breaks between."""
    ends = budgets[budgets["kind"].eq("budget") & budgets["amount_year"].isin([first, last])]
    ends = ends[ends["plan_year"].eq(ends["amount_year"])]
    between = breaks[breaks["year"].gt(first) & breaks["year"].le(last)]
    rows = pd.concat([ends["area"], between["area"]])
    found = [in_file_order(rows.index[rows.eq(area)]) for area in areas]
    return pd.Series(found, index=areas, dtype="object")


def _sum(areas: pd.DataFrame) -> pd.DataFrame:
    """Return the row of the areas' sum."""
    rows = in_file_order(row for rows in areas["rows"] for row in rows)
    total = areas.iloc[:1].assign(
        area=TOTAL,
        name=None,
        first_tkr=areas["first_tkr"].sum(),
        last_tkr=areas["last_tkr"].sum(),
        requirement=False,
        first_hedge=ABOUT if areas["first_hedge"].notna().any() else None,
        last_hedge=ABOUT if areas["last_hedge"].notna().any() else None,
        rows=pd.Series([rows], areas.index[:1], dtype="object"),
    )
    return _with_change(total)


def _with_change(areas: pd.DataFrame) -> pd.DataFrame:
    change = areas["last_tkr"] - areas["first_tkr"]
    base = areas["first_tkr"].abs().replace(0.0, np.nan)
    hedge = computed_hedge(areas, "first_hedge", "last_hedge")
    return areas.assign(change_tkr=change, change_hedge=hedge, change_percent=100 * change / base)


def side_by_side(
    budgets: pd.DataFrame,
    breaks: pd.DataFrame,
    *,
    committees: Collection[str] = (),
    years: Collection[int] = (),
) -> pd.DataFrame:
    """Put the budgets of some committees and years side by side.

    A year is compared with the one before it among `years`. A change is told only where the two
    compare: where a break stands between them, `change_tkr` and `change_percent` are missing and
    `break_reason` says why.

    Args:
        budgets: `Overall.budgets` for several committees, or `Report.budgets` for one.
        breaks: `Overall.breaks` or `Report.breaks`.
        committees: The committees' short names, in their order; by default all.
        years: The years; by default all that a plan has a budget for.

    Returns:
        One row is one area of a committee in one year: `committee`, `area`, `name`, `year`,
        `budget_tkr` (missing where no plan has it), `budget_hedge`, `previous_year`, `change_tkr`,
        `change_percent` (of the absolute earlier budget), `compares` (whether a change can be
        told), `break_reason`, `requirement`, `title` and `section` of the plan, and `rows`. The
        areas of a committee are in the order of its latest plan, its total last.

    Raises:
        ParamsError: A committee has no budget, or no chosen committee has one for a year.
    """
    known = budgets["committee"].drop_duplicates().tolist()
    chosen = list(committees) or known
    if missing := [name for name in chosen if name not in known]:
        raise ParamsError(
            SIDE_BY_SIDE,
            f"the committee {missing[0]} has no budget in the data",
            f"some of {', '.join(known)}{nearest(missing[0], known)}",
            "correct committees, or load them with report.load_municipality",
        )
    tables = [
        series(budgets[budgets["committee"].eq(name)], breaks[breaks["committee"].eq(name)])
        for name in chosen
    ]
    found = pd.concat(tables)
    with_budget = sorted({int(year) for year in found.loc[found["budget_tkr"].notna(), "year"]})
    if unknown := [year for year in years if year not in with_budget]:
        raise ParamsError(
            SIDE_BY_SIDE,
            f"no plan has a budget for {unknown[0]}",
            f"years among {', '.join(map(str, with_budget))}",
            "correct years",
        )
    shown = sorted(years) or with_budget
    areas = (area for table in tables for _key, area in table.groupby("area", sort=False))
    beside = [_beside(area, shown) for area in areas]
    return pd.concat(beside, ignore_index=True)[[*BESIDE]]


def _beside(area: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Return the chosen years of an area of `series`, each beside the chosen one before it."""
    of_area = area.set_index("year")
    known = area.iloc[-1]
    rows = of_area.reindex(pd.Index(years, name="year")).reset_index()
    before = rows["budget_tkr"].shift()
    previous = pd.Series([None, *years[:-1]], dtype="Int64")
    pairs = zip([years[0], *years[:-1]], years, strict=True)
    reasons = pd.Series([_last_reason(of_area, *pair) for pair in pairs], dtype="str")
    compares = before.notna() & rows["budget_tkr"].notna() & reasons.isna()
    change = (rows["budget_tkr"] - before).where(compares)
    return rows.assign(
        **{column: known[column] for column in ("committee", "area", "name", "requirement")},
        rows=rows["rows"].map(lambda found: found if isinstance(found, tuple) else ()),
        previous_year=previous,
        change_tkr=change,
        change_percent=100 * change / before.abs().replace(0.0, np.nan),
        compares=compares,
        break_reason=reasons,
    )


def _last_reason(area: pd.DataFrame, first: int, last: int) -> str | None:
    """Return why an area does not compare between two years; None where it does."""
    between = area.loc[(area.index > first) & (area.index <= last), "break_reason"].dropna()
    return None if between.empty else str(between.iloc[-1])
