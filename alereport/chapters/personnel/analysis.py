"""A committee's staff: the number of employees, employees per manager, and sick leave.

People are counted as heads, not as full-time equivalents. Sick leave is in percent of agreed
working time. Figures are already withheld in `Report.sick_leave`: if `withheld` is true, they are
missing, and so is everything that would be calculated from them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alereport.chapters.common.rows import in_file_order, rows_by_key
from alereport.data.datasets import TOTAL

ITEMS = ("total", "long_term_share", "women", "men", "age_0_29", "age_30_49", "age_50_plus")
"""The seven figures on sick leave that the law requires, in its order."""

AIMS = {"sick_leave": "sjukfrånvaro", "turnover": "personalomsättning"}
"""The subjects of the measures on staff, and how the names begin in the documents."""


def staff_by_unit(personnel: pd.DataFrame, *, target: tuple[int, int]) -> pd.DataFrame:
    """Return the number of employees in each unit, and how many there are per manager.

    Args:
        personnel: `Report.personnel`; may be empty. Only its latest year is shown.
        target: The lowest and the highest number of employees that a manager should have.

    Returns:
        One row is one unit in the document's order, then `total` if there are several: `unit`,
        `managers`, `employees` (without managers), `headcount` (everybody), `previous_headcount`
        (of the latest earlier year that has the unit) and `previous_year`, `per_manager`
        (employees; in the total only units with managers), `against_target` (`below`, `within` or
        `above`), `lowest` and `highest` (the target), `more_managers` (how many more a unit above
        the target needs to reach it; missing for others), `approximate`, `permanent_only`,
        `employees_calculated` (true if they are everybody less the managers, since the document
        has no number of employees), the source: `committee`, `year`, `title`, `section`, and
        `rows` (of the data it was made from). Numbers that the document does not have are missing.
    """
    latest = personnel[personnel["year"].eq(personnel["year"].max())]
    table = _by_unit(latest)
    earlier = _by_unit(personnel[personnel["year"].ne(personnel["year"].max())])
    earlier = earlier.drop_duplicates("unit", keep="last").set_index("unit")
    table["previous_headcount"] = table["unit"].map(earlier["headcount"]).astype("float64")
    table["previous_year"] = table["unit"].map(earlier["year"]).astype("Int64")
    if len(table) > 1:
        table = pd.concat([table, _total(table)], ignore_index=True)
    lowest, highest = target
    against = np.select(
        [table["per_manager"] < lowest, table["per_manager"] > highest],
        ["below", "above"],
        "within",
    )
    has_managers = table["per_manager"].notna()
    more_managers = np.ceil(table["employees"] / highest) - table["managers"]
    return table.assign(
        against_target=pd.Series(against, index=table.index, dtype="str").where(has_managers),
        more_managers=more_managers.where((against == "above") & table["unit"].ne(TOTAL)),
        lowest=lowest,
        highest=highest,
    )


def _by_unit(personnel: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each unit and year."""
    key, flags = ["unit", "year"], ["approximate", "permanent_only"]
    table = personnel.drop_duplicates(key).set_index(key)[["committee", "title", "section"]]
    flagged = personnel.assign(approximate=personnel["hedge"].notna())
    table[flags] = flagged.groupby(key)[flags].any().astype("bool")
    heads = personnel.pivot_table("headcount", key, "role", aggfunc="sum").astype("float64")
    roles = heads.reindex(table.index, columns=["manager", "employee", "all"])
    managers, employees, everybody = (roles[role] for role in roles)
    others = employees.fillna(everybody - managers)
    return table.assign(
        managers=managers,
        employees=others,
        headcount=everybody.fillna(roles.sum(axis="columns")),
        per_manager=(others / managers).where(managers > 0),
        employees_calculated=employees.isna() & others.notna(),
        rows=rows_by_key(personnel, key, table.index),
    ).reset_index()


def _total(units: pd.DataFrame) -> pd.DataFrame:
    managed = units[units["per_manager"].notna()]
    managers = managed["managers"].sum()
    comparable = len(set(units["previous_year"])) == 1 and units["previous_headcount"].notna().all()
    row = {
        **units.iloc[0],
        "unit": TOTAL,
        **units[["managers", "employees", "headcount"]].sum(min_count=1),
        "per_manager": managed["employees"].sum() / managers if managers else np.nan,
        **units[["approximate", "permanent_only", "employees_calculated"]].any(),
        "rows": in_file_order(place for places in units["rows"] for place in places),
        "previous_headcount": units["previous_headcount"].sum() if comparable else np.nan,
        "previous_year": units["previous_year"].iloc[0] if comparable else None,
    }
    return pd.DataFrame([row]).astype(units.dtypes.to_dict())


def certainty(personnel: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the headcount the document itself calls approximate.

    Args:
        personnel: `Report.personnel`; may be empty. Only its latest year counts.

    Returns:
        One row, or none: `figures`, `approximate_figures`, `approximate_percent` (of the figures),
        `headcount`, `approximate_headcount` (of units with an approximate figure),
        `approximate_headcount_percent`, and `rows`.
    """
    latest = personnel[personnel["year"].eq(personnel["year"].max())]
    if latest.empty:
        return pd.DataFrame()
    units = _by_unit(latest)
    approximate = int(latest["hedge"].notna().sum())
    heads = units["headcount"].sum()
    approximate_heads = units.loc[units["approximate"], "headcount"].sum()
    return pd.DataFrame(
        {
            "figures": [len(latest)],
            "approximate_figures": [approximate],
            "approximate_percent": [100 * approximate / len(latest)],
            "headcount": [heads],
            "approximate_headcount": [approximate_heads],
            "approximate_headcount_percent": [100 * approximate_heads / heads if heads else np.nan],
            "rows": [in_file_order(latest.index)],
        }
    )


def sick_leave_by_period(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return how the sick leave of each unit has changed.

    Args:
        sick_leave: `Report.sick_leave`; may be empty. Only whole units count, not their groups.

    Returns:
        One row is one unit in one period, the unit `total` (the committee) last: `unit`, `period`,
        `total_percent`, `long_term_percent`, `short_percent` (the rest), `long_term_part_percent`
        (the long-term share of all sick leave); `previous_period`, `change_points` and
        `long_term_change_points` (percentage points since then; missing for the first period), and
        `comparable` (whether the two periods are equally long); `withheld`, `change_withheld`
        (whether either of the two periods is), `employees`, the source: `committee`, `year`,
        `title`, `section`, and `rows`. If several documents state a period, the last one counts.
    """
    units = _whole_units(sick_leave)
    previous = units.assign(row=units.index).groupby("unit").shift()
    rows = [
        in_file_order(places if pd.notna(places[1]) else places[:1])
        for places in zip(units.index, previous["row"], strict=True)
    ]
    total, long_term = units["total_percent"], units["long_term_percent"]
    columns = ["unit", "period", "total_percent", "long_term_percent", "withheld", "employees"]
    return (
        units[[*columns, "committee", "title", "section"]]
        .assign(
            short_percent=total - long_term,
            long_term_part_percent=(100 * long_term / total).where(total > 0),
            previous_period=previous["period"],
            change_points=total - previous["total_percent"],
            long_term_change_points=long_term - previous["long_term_percent"],
            change_withheld=previous["period"].notna()
            & (units["withheld"] | previous["withheld"].eq(True)),
            comparable=units["period"].map(_months).eq(previous["period"].map(_months)),
            rows=pd.Series(rows, units.index, dtype="object"),
        )
        .reset_index(drop=True)
    )


def not_comparable(leave: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `sick_leave_by_period` whose change is between unequal periods."""
    return leave[leave["change_points"].notna() & ~leave["comparable"].astype(bool)]


def _months(period: Any) -> int:
    """Return how many months a period has; zero where there is none."""
    if pd.isna(period):
        return 0
    first, _slash, last = str(period).partition("/")
    if not last:
        return 1 if "-" in first else 12
    months = [int(end[:4]) * 12 + int(end[5:]) for end in (first, last)]
    return months[1] - months[0] + 1


def _whole_units(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the last row of each unit and period, in order, with the committee last."""
    units = sick_leave[sick_leave["group"].eq(TOTAL)]
    units = units.drop_duplicates(["unit", "period"], keep="last")
    place = units.groupby("unit", sort=False).ngroup().mask(units["unit"].eq(TOTAL), len(units))
    return units.assign(place=place).sort_values(["place", "period"], kind="stable")


def statutory_sick_leave(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return the seven figures on sick leave that the law on municipal accounts requires.

    Lag (2018:597) om kommunal bokföring och redovisning, chapter 11; earlier lag (1997:614) om
    kommunal redovisning, chapter 4, section 1 a.

    Args:
        sick_leave: `Report.sick_leave`; may be empty.

    Returns:
        One row is one unit in one period that has any figure by sex, by age or of 60 days or more,
        the latest period first: `unit`, `period`, the columns of `ITEMS` (percent of the group's
        agreed working time; `long_term_share` is the share of the sick leave that is of 60 days or
        more), `withheld` (the withheld items), the source: `committee`, `title`, `section`, and
        `rows`; empty if no document has any.
    """
    columns = ["unit", "period", *ITEMS, "withheld", "committee", "title", "section", "rows"]
    figures = [
        _statutory_figures(rows)
        for _key, rows in sick_leave.groupby(["unit", "period"], sort=False)
        if rows["group"].ne(TOTAL).any() or rows["long_term_share_percent"].notna().any()
    ]
    table = pd.DataFrame(figures, columns=columns).astype(dict.fromkeys(ITEMS, "Float64"))
    return table.sort_values("period", ascending=False, kind="stable", ignore_index=True)


def _statutory_figures(rows: pd.DataFrame) -> dict[str, Any]:
    groups = rows.drop_duplicates("group", keep="last").set_index("group")
    figures = groups["total_percent"].reindex(ITEMS)
    withheld = set(groups.index[groups["withheld"].astype(bool)])
    if TOTAL in groups.index:
        figures["long_term_share"] = groups["long_term_share_percent"][TOTAL]
    if TOTAL in withheld:
        withheld.add("long_term_share")
    return {
        **figures,
        "withheld": tuple(item for item in ITEMS if item in withheld),
        **rows[["unit", "period", "committee", "title", "section"]].iloc[-1],
        "rows": in_file_order(rows.index),
    }


def staff_aims(measures: pd.DataFrame) -> pd.DataFrame:
    """Return the plan's targets for sick leave and staff turnover, with the baseline and outturn.

    Args:
        measures: `Report.measures`; may be empty.

    Returns:
        One row is one measure: `about` (a key of `AIMS`), `measure`, `name`, `unit`, `better`,
        `baseline`, `outturn`, `target` (numbers if the plan has them) and `comparator` (of the
        target), the source: `title`, `section`, and `rows`.
    """
    columns = ["about", "measure", "name", "unit", "better", "baseline", "outturn", "target"]
    columns += ["comparator", "title", "section", "rows"]
    aims = [
        {"about": about, **_aim(rows)}
        for about, beginning in AIMS.items()
        for _measure, rows in measures[
            measures["name"].astype(str).str.casefold().str.startswith(beginning)
        ].groupby("measure", sort=False)
    ]
    return pd.DataFrame(aims, columns=columns)


def _aim(rows: pd.DataFrame) -> dict[str, Any]:
    latest = rows.drop_duplicates("kind", keep="last").set_index("kind")
    values = latest["value"].reindex(["baseline", "outturn", "target"])
    targets = rows[rows["kind"].eq("target")]
    return {
        **rows[["measure", "name", "unit", "better", "title", "section"]].iloc[0],
        **values,
        "comparator": targets["comparator"].iloc[-1] if len(targets) else None,
        "rows": in_file_order(rows.index),
    }
