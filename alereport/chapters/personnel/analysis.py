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
from alereport.data.registers import REPORTS
from alereport.privacy import sums

ITEMS = ("total", "long_term_share", "women", "men", "age_0_29", "age_30_49", "age_50_plus")
"""The seven figures on sick leave that the law requires, in its order."""

STAFF_WORDS = r"personal|sjukfranvaro"
"""What short names of assignments and risks have in them if they are about staff."""
FIGURES = ("title", "section", "rows")
"""The columns of `latest_before`."""


def of_year(rows: pd.DataFrame, documents: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return the rows until the year's plan if that has any of them, else none.

    A plan that has no figures of its own shows none of an older plan as if they were its own, and
    none of the reports that follow it or an earlier plan up.
    """
    of_year = documents[documents["year"].eq(year)]
    reports = documents.loc[documents["kind"].isin(REPORTS), "document"]
    known = rows[~rows["document"].isin(reports)]
    return known if known["document"].isin(of_year["document"]).any() else known.iloc[:0]


def staff_of_year(personnel: pd.DataFrame, documents: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Return how many people the plans until the year's have, of which units are added up.

    An evaluation that counts the same people in the same year is left out: they are no more people.

    Args:
        personnel: `Report.personnel`; may be empty.
        documents: `Report.documents`.
        year: The year of the report.
    """
    plans = documents.loc[documents["kind"].eq("plan"), "document"]
    return of_year(personnel[personnel["document"].isin(plans)], documents, year=year)


def latest_before(*figures: pd.DataFrame, documents: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return where the latest figures of earlier years stand.

    Args:
        figures: `Report.personnel` and `Report.sick_leave`.
        documents: `Report.documents`.
        year: The year of the report.

    Returns:
        One row is one row of the data in the latest document before the year that has any:
        `title`, `section` and `rows`; empty if none has.
    """
    earlier = documents[documents["year"].lt(year)].sort_values("year")
    found = pd.concat([frame[["document", "title", "section"]] for frame in figures])
    stated = earlier.loc[earlier["document"].isin(found["document"]), "document"]
    latest = found[found["document"].isin(stated.tail(1))]
    rows = pd.Series([(str(row),) for row in latest.index], latest.index, dtype="object")
    return latest.assign(rows=rows)[[*FIGURES]]


def said_of_staff(explanations: pd.DataFrame) -> pd.DataFrame:
    """Return what a plan says in words about its staff: risks, and comments on assignments.

    Args:
        explanations: `Report.explanations`.

    Returns:
        One row is one explanation, the risks first: `kind`, `text`, `title`, `section`, `rows`.
    """
    kinds = explanations["kind"].isin(["comment", "risk"])
    about_staff = explanations["explanation"].str.contains(STAFF_WORDS)
    found = explanations[kinds & about_staff].sort_values("kind", ascending=False, kind="stable")
    rows = pd.Series([(str(row),) for row in found.index], found.index, dtype="object")
    return found.assign(rows=rows)[["kind", "text", "title", "section", "rows"]]


def staff_by_unit(personnel: pd.DataFrame, *, target: tuple[int, int] | None) -> pd.DataFrame:
    """Return the number of employees in each unit, and how many there are per manager.

    Args:
        personnel: `Report.personnel`; may be empty. Only its latest year is shown.
        target: The lowest and the highest number of employees that a manager should have;
            None if there is no aim.

    Returns:
        One row is one unit in the document's order, then `total` if there are several: `unit`,
        `managers`, `employees` (without managers), `headcount` (everybody), `previous_headcount`
        (of the latest earlier year that has the unit) and `previous_year`, `per_manager`
        (employees; in the total only units with managers), `above_target` (false where no manager
        is stated: fewer than the target is no deviation), `lowest` and `highest` (the target),
        `approximate`, `permanent_only`, `employees_calculated` (true if they are everybody less
        the managers, since the document has no number of employees), the source: `committee`,
        `year`, `title`, `section`, and `rows` (of the data it was made from). Numbers that the
        document does not have, and a target that nobody has decided, are missing.
    """
    latest = personnel[personnel["year"].eq(personnel["year"].max())]
    table = _by_unit(latest)
    earlier = _by_unit(personnel[personnel["year"].ne(personnel["year"].max())])
    earlier = earlier.drop_duplicates("unit", keep="last").set_index("unit")
    table["previous_headcount"] = table["unit"].map(earlier["headcount"]).astype("float64")
    table["previous_year"] = table["unit"].map(earlier["year"]).astype("Int64")
    if len(table) > 1:
        table = pd.concat([table, _total(table)], ignore_index=True)
    lowest, highest = target or (np.nan, np.nan)
    return table.assign(
        above_target=table["per_manager"].gt(highest).fillna(value=False).astype("bool"),
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


def sick_leave_by_period(sick_leave: pd.DataFrame) -> pd.DataFrame:
    """Return how the sick leave of each unit has changed.

    Args:
        sick_leave: `Report.sick_leave`; may be empty. Only whole units count, not their groups.

    Returns:
        One row is one unit in one period, the unit `total` (the committee) last: `unit`, `period`,
        `total_percent`, `long_term_percent`, `long_term_part_percent` (the long-term share of all
        sick leave); `previous_period`, `previous_percent` and `previous_long_term_percent`,
        `comparable` (whether the two periods are equally long), `change_points` and
        `long_term_change_points` (percentage points since then; missing for the first period and
        where the two do not compare); `withheld`, `change_withheld` (whether either of the two
        periods is), `employees`, `base` (what the document says that the percentages are of), the
        source: `committee`, `year`, `title`, `section`, and `rows`.
        If several documents state a period, the last one counts.
    """
    units = _whole_units(sick_leave)
    previous = units.assign(row=units.index).groupby("unit").shift()
    rows = [
        in_file_order(places if pd.notna(places[1]) else places[:1])
        for places in zip(units.index, previous["row"], strict=True)
    ]
    total, long_term = units["total_percent"], units["long_term_percent"]
    comparable = units["period"].map(_months).eq(previous["period"].map(_months))
    columns = ["unit", "period", "total_percent", "long_term_percent", "withheld"]
    return (
        units[[*columns, "employees", "committee", "title", "section"]]
        .assign(
            base=base_of_total(units),
            long_term_part_percent=(100 * long_term / total).where(total > 0),
            previous_period=previous["period"],
            previous_percent=previous["total_percent"],
            previous_long_term_percent=previous["long_term_percent"],
            comparable=comparable,
            change_points=(total - previous["total_percent"]).where(comparable),
            long_term_change_points=(long_term - previous["long_term_percent"]).where(comparable),
            change_withheld=comparable & (units["withheld"] | previous["withheld"].eq(True)),
            rows=pd.Series(rows, units.index, dtype="object"),
        )
        .reset_index(drop=True)
    )


def base_of_total(sick_leave: pd.DataFrame) -> pd.Series[Any]:
    """Return what a document says that its percentages are of; beside a share it is the share's."""
    return sick_leave["base"].where(sick_leave["long_term_share_percent"].isna())


def _months(period: Any) -> int:
    """Return how many months a period has; zero where there is none."""
    return len(sums.months(str(period)))


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
        more), `base` (what the document says that it is a share of; missing where it does not),
        `withheld` (the withheld items), the source: `committee`, `title`, `section`, and `rows`;
        empty if no document has any.
    """
    columns = ["unit", "period", *ITEMS, "base", "withheld"]
    columns += ["committee", "title", "section", "rows"]
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
        "base": next(iter(rows["base"].dropna()), None),
        "rows": in_file_order(rows.index),
    }
