"""A committee's staff: how many they are, how many a manager has, and how many are on sick leave.

People are counted as heads, not as full-time equivalents. Sick leave is in percent of agreed
working time. `Report.sick_leave` is suppressed before it gets here: where `withheld` is true, the
figures are missing, and so is everything that would be reckoned from them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from alereport.data import schemas
from alereport.data.datasets import TOTAL

SOURCE = ["committee", "year", "title", "section"]
"""Which document a row is from and where in it; `year` is the document's."""

ITEMS = ("total", "long_term_share", "women", "men", "age_0_29", "age_30_49", "age_50_plus")
"""The seven figures on sick leave that the law asks for, in its order."""

AIMS = {"sick_leave": "sjukfrånvaro", "turnover": "personalomsättning"}
"""What the staff's measures are about, and how their names begin in the documents."""


def staff_by_unit(personnel: pd.DataFrame, *, target: tuple[int, int]) -> pd.DataFrame:
    """How many each unit has, and how many employees its managers have.

    Args:
        personnel: `Report.personnel`; may be empty. Only its latest year is shown.
        target: The fewest and the most employees a manager is to have.

    Returns:
        One row is one unit in the document's order, then `total` where there are several: `unit`,
        `managers`, `employees` (others than managers), `headcount` (everybody),
        `previous_headcount` (of the latest year before that has the unit) and `previous_year`,
        `per_manager` (employees; of the total, in the units that have managers), `against_target`
        (`below`, `within` or `above`), `lowest` and `highest` (the target), `more_managers` (the
        fewest that would bring a unit above the target into it, missing for others),
        `approximate`, `permanent_only`, `employees_reckoned` (everybody less the managers, where
        the document gives no employees), the source: `committee`, `year`, `title`, `section`, and
        `rows` (of the data it was made from). A number the document does not give is missing.
    """
    latest = personnel[personnel["year"].eq(personnel["year"].max())]
    table = _by_unit(latest)
    before = _by_unit(personnel[personnel["year"].ne(personnel["year"].max())])
    before = before.drop_duplicates("unit", keep="last").set_index("unit")
    table["previous_headcount"] = table["unit"].map(before["headcount"]).astype("float64")
    table["previous_year"] = table["unit"].map(before["year"]).astype("Int64")
    if len(table) > 1:
        table = pd.concat([table, _total(table)], ignore_index=True)
    lowest, highest = target
    against = np.select(
        [table["per_manager"] < lowest, table["per_manager"] > highest],
        ["below", "above"],
        "within",
    )
    known = table["per_manager"].notna()
    needed = np.ceil(table["employees"] / highest) - table["managers"]
    return table.assign(
        against_target=pd.Series(against, index=table.index, dtype="str").where(known),
        more_managers=needed.where((against == "above") & table["unit"].ne(TOTAL)),
        lowest=lowest,
        highest=highest,
    )


def _by_unit(personnel: pd.DataFrame) -> pd.DataFrame:
    """One row is one unit in one year."""
    units = [_unit(rows) for _key, rows in personnel.groupby(["year", "unit"], sort=False)]
    columns = ["unit", "managers", "employees", "headcount", "per_manager"]
    columns += ["approximate", "permanent_only", "employees_reckoned", *SOURCE, "rows"]
    numbers = dict.fromkeys(columns[1:5], "float64")
    return pd.DataFrame(units, columns=columns).astype({**numbers, "year": "Int64"})


def _unit(rows: pd.DataFrame) -> dict[str, Any]:
    heads = rows.groupby("role")["headcount"].sum().astype("float64")
    roles = heads.reindex(["manager", "employee", "all"])
    managers, employees, everybody = (float(heads) for heads in roles)
    reckoned = bool(np.isnan(employees) and not np.isnan(everybody - managers))
    if reckoned:
        employees = everybody - managers
    if np.isnan(everybody):
        everybody = float(roles.sum())
    return {
        "unit": rows["unit"].iloc[0],
        "managers": managers,
        "employees": employees,
        "headcount": everybody,
        "per_manager": employees / managers if managers > 0 else np.nan,
        "approximate": bool(rows["approximate"].any()),
        "permanent_only": bool(rows["permanent_only"].any()),
        "employees_reckoned": reckoned,
        **rows[SOURCE].iloc[0],
        "rows": tuple(sorted(rows.index, key=schemas.place_of)),
    }


def _total(units: pd.DataFrame) -> pd.DataFrame:
    managed = units[units["per_manager"].notna()]
    managers = managed["managers"].sum()
    same = len(set(units["previous_year"])) == 1 and units["previous_headcount"].notna().all()
    row = {
        "unit": TOTAL,
        "managers": units["managers"].sum(min_count=1),
        "employees": units["employees"].sum(min_count=1),
        "headcount": units["headcount"].sum(),
        "per_manager": managed["employees"].sum() / managers if managers else np.nan,
        "approximate": units["approximate"].any(),
        "permanent_only": units["permanent_only"].any(),
        "employees_reckoned": units["employees_reckoned"].any(),
        **units[SOURCE].iloc[0],
        "rows": _all_rows(units),
        "previous_headcount": units["previous_headcount"].sum() if same else np.nan,
        "previous_year": units["previous_year"].iloc[0] if same else None,
    }
    return pd.DataFrame([row]).astype(units.dtypes.to_dict())


def _all_rows(frame: pd.DataFrame) -> tuple[str, ...]:
    """The rows of the data that all rows of an analysis were made from, each once."""
    found = {place for rows in frame["rows"] for place in rows}
    return tuple(sorted(found, key=schemas.place_of))


def certainty(personnel: pd.DataFrame) -> pd.DataFrame:
    """How much of the headcount the document itself calls approximate.

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
    unsure = int(latest["approximate"].sum())
    heads = units["headcount"].sum()
    of_unsure = units.loc[units["approximate"], "headcount"].sum()
    return pd.DataFrame(
        {
            "figures": [len(latest)],
            "approximate_figures": [unsure],
            "approximate_percent": [100 * unsure / len(latest)],
            "headcount": [heads],
            "approximate_headcount": [of_unsure],
            "approximate_headcount_percent": [100 * of_unsure / heads if heads else np.nan],
            "rows": [tuple(sorted(latest.index, key=schemas.place_of))],
        }
    )


def sick_leave_by_period(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """How the sick leave of each unit has developed.

    Args:
        sick_leave: `Report.sick_leave`; may be empty. Only whole units count, not their groups.

    Returns:
        One row is one unit in one period, the unit `total` (the committee) last: `unit`, `period`,
        `total_percent`, `long_term_percent`, `short_percent` (the rest), `long_term_part_percent`
        (how much of all sick leave is long-term); `previous_period`, `change_points` and
        `long_term_change_points` (percentage points since then; missing for the first period), and
        `comparable` (whether the two periods are equally long); `withheld`, `change_withheld`
        (whether either of the two periods is), `employees`, the source: `committee`, `year`,
        `title`, `section`, and `rows`. Of a period that several documents state, the last one.
    """
    whole = _whole_units(sick_leave)
    compared = ["period", "total_percent", "long_term_percent", "withheld"]
    before = whole.groupby("unit")[compared].shift()
    own = whole.index.to_series()
    earlier = own.groupby(whole["unit"]).shift()
    made_from = [
        tuple(sorted({str(place) for place in places if pd.notna(place)}, key=schemas.place_of))
        for places in zip(own, earlier, strict=True)
    ]
    total, long_term = whole["total_percent"], whole["long_term_percent"]
    kept = ["unit", "period", "total_percent", "long_term_percent", "withheld", "employees"]
    return (
        whole[[*kept, "committee", "title", "section"]]
        .assign(
            short_percent=total - long_term,
            long_term_part_percent=(100 * long_term / total).where(total > 0),
            previous_period=before["period"],
            change_points=total - before["total_percent"],
            long_term_change_points=long_term - before["long_term_percent"],
            change_withheld=before["period"].notna()
            & (whole["withheld"] | before["withheld"].eq(True)),
            comparable=whole["period"].str.len().eq(before["period"].str.len()),
            rows=pd.Series(made_from, index=whole.index, dtype=object),
        )
        .reset_index(drop=True)
    )


def _whole_units(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """The last row of each unit and period, in order; the committee comes last."""
    whole = sick_leave[sick_leave["group"].eq(TOTAL)]
    whole = whole.drop_duplicates(["unit", "period"], keep="last")
    order = {unit: place for place, unit in enumerate(whole["unit"].drop_duplicates())}
    place = whole["unit"].map({**order, TOTAL: len(order)})
    return whole.assign(place=place).sort_values(["place", "period"], kind="stable")


def statutory_sick_leave(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """The seven figures on sick leave that the law on municipal accounts asks for.

    Lag (2018:597) om kommunal bokföring och redovisning, chapter 11; before it lag (1997:614) om
    kommunal redovisning, chapter 4, section 1 a.

    Args:
        sick_leave: `Report.sick_leave`; may be empty.

    Returns:
        One row is one unit in one period for which any figure by sex, age or of 60 days or more is
        stated, the latest period first: `unit`, `period`, the columns of `ITEMS` (percent of the
        group's agreed working time; `long_term_share` is the part of the sick leave that is of 60
        days or more), `withheld` (which of them are), the source: `committee`, `title`, `section`,
        and `rows`; empty where no document states any.
    """
    columns = ["unit", "period", *ITEMS, "withheld", "committee", "title", "section", "rows"]
    split = sick_leave["group"].ne(TOTAL) | sick_leave["long_term_share_percent"].notna()
    stated = sick_leave[split].groupby(["unit", "period"]).size().index
    found = [
        _seven(rows)
        for key, rows in sick_leave.groupby(["unit", "period"], sort=False)
        if key in stated
    ]
    table = pd.DataFrame(found, columns=columns).astype(dict.fromkeys(ITEMS, "Float64"))
    return table.sort_values("period", ascending=False, kind="stable", ignore_index=True)


def _seven(rows: pd.DataFrame) -> dict[str, Any]:
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
        "rows": tuple(sorted(rows.index, key=schemas.place_of)),
    }


def staff_aims(measures: pd.DataFrame) -> pd.DataFrame:
    """What the plan aims at for sick leave and staff turnover, and what it states of how they are.

    Args:
        measures: `Report.measures`; may be empty.

    Returns:
        One row is one measure: `about` (a key of `AIMS`), `measure`, `name`, `unit`, `better`,
        `baseline`, `outturn`, `target` (numbers where the plan has them) and `comparator` (of the
        target), the source: `title`, `section`, and `rows`.
    """
    columns = ["about", "measure", "name", "unit", "better", "baseline", "outturn", "target"]
    columns += ["comparator", "title", "section", "rows"]
    found = [
        {"about": about, **_aim(rows)}
        for about, beginning in AIMS.items()
        for _measure, rows in measures[
            measures["name"].astype(str).str.casefold().str.startswith(beginning)
        ].groupby("measure", sort=False)
    ]
    return pd.DataFrame(found, columns=columns)


def _aim(rows: pd.DataFrame) -> dict[str, Any]:
    latest = rows.drop_duplicates("kind", keep="last").set_index("kind")
    values = latest["value"].reindex(["baseline", "outturn", "target"])
    targets = rows[rows["kind"].eq("target")]
    return {
        **rows[["measure", "name", "unit", "better", "title", "section"]].iloc[0],
        **values,
        "comparator": targets["comparator"].iloc[-1] if len(targets) else None,
        "rows": tuple(sorted(rows.index, key=schemas.place_of)),
    }
