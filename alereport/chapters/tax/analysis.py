"""What the municipality's money goes to: of a hundred kronor, of an income, and per inhabitant.

The areas' costs are gross: fees and grants for an area are not taken off, and the areas that are
known may not be all. What fees pay for whole, such as water, stands apart: no tax goes there.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common import kolada, terms
from alereport.chapters.common.rows import in_file_order
from alereport.data.datasets import TOTAL

TAX_RATE = "N00901"
"""Kolada's id of the municipality's tax rate, in kronor of a hundred."""
INCOMES = (250_000, 350_000, 500_000)
"""The taxable incomes of a year that the table has, in kronor."""
PER_INHABITANT = ["counted", "inhabitants", "per_inhabitant"]
"""The columns of `terms.per_inhabitant`."""


def areas(costs: pd.DataFrame) -> pd.DataFrame:
    """Return the areas of the latest year with what each takes of a hundred kronor.

    Args:
        costs: `Overall.municipal_costs`: one row is one area in one year.

    Returns:
        One row is one area, the largest first and those that fees pay for last: `area`, `name`,
        `year`, `cost_mkr`, `by_fees`, `of_hundred` (kronor of a hundred of the areas that tax
        pays for; missing for the others), `of_rows` (of all those areas), `source`, `read` and
        `rows`.
    """
    latest = costs[costs["year"].eq(costs["year"].max())]
    table = latest.assign(
        cost_mkr=latest["gross_cost_mkr"].astype("float64"),
        by_fees=latest["by_fees"].astype("bool"),
        rows=pd.Series([(str(row),) for row in latest.index], latest.index, dtype="object"),
    )
    taxed = table["cost_mkr"].mask(table["by_fees"])
    of_rows: Any = tuple(str(row) for row in latest.index[taxed.notna()])
    table = table.assign(
        of_hundred=100 * taxed / taxed.sum(),
        of_rows=pd.Series([of_rows] * len(table), table.index, dtype="object"),
    )
    columns = ["area", "name", "year", "cost_mkr", "by_fees", "of_hundred", "of_rows"]
    columns += ["source", "read"]
    ordered = table.sort_values(["by_fees", "cost_mkr", "area"], ascending=[True, False, True])
    return ordered[[*columns, "rows"]].reset_index(drop=True)


def net_areas(
    comparison: pd.DataFrame, indicators: pd.DataFrame, roles: pd.DataFrame, *, own: str
) -> pd.DataFrame:
    """Return what each area takes of a hundred kronor of all net cost, by Kolada's indicators.

    Args:
        comparison: `Overall.comparison`, of one snapshot or several: the latest counts.
        indicators: `Overall.comparison_indicators`.
        roles: `Overall.comparison_roles`, which say what is a part of what; may be empty.
        own: The municipality's code, such as `1440`.

    Returns:
        One row is one area in the latest year that has them, and last what they leave of the whole
        (`rest`): `area`, `name` (missing for the rest), `unit`, `year`, `cost` (in the unit),
        `of_hundred`, `fetched` and `rows`. Empty where the snapshot has no parts.
    """
    latest = kolada.latest(comparison)
    mine = latest[latest["municipality"].eq(own)].reset_index(names="row")
    table = mine.merge(indicators, on="indicator").merge(roles, "left", on="indicator")
    parts = table[table["part_of"].notna()]
    parts = parts[parts["year"].eq(parts["year"].max())]
    whole = table[table["indicator"].isin(parts["part_of"]) & table["year"].isin(parts["year"])]
    columns = ["area", "name", "unit", "year", "cost", "of_hundred", "fetched", "rows"]
    if len(whole) != 1:
        return pd.DataFrame(columns=columns)
    everything = whole.iloc[0]
    costs = parts["value"].astype("float64").abs()
    areas = parts.assign(area=parts["indicator"], name=parts["label"], cost=costs)
    areas["rows"] = pd.Series([(row,) for row in areas["row"]], areas.index, dtype="object")
    rest = {
        **everything[["unit", "year", "fetched"]],
        "area": "rest",
        "name": None,
        "cost": abs(float(everything["value"])) - costs.sum(),
        "rows": in_file_order([everything["row"], *areas["row"]]),
    }
    found = pd.concat([areas, pd.DataFrame([rest])], ignore_index=True)
    return found.assign(of_hundred=100 * found["cost"] / abs(float(everything["value"])))[columns]


def year(areas: pd.DataFrame) -> int:
    """Return the year of the areas' costs; zero if there are none."""
    return int(areas["year"].max()) if len(areas) else 0


def rate(comparison: pd.DataFrame, *, own: str, year: int) -> pd.DataFrame:
    """Return the municipality's tax rate in a year: one row, or none.

    Args:
        comparison: `Overall.comparison`, of one snapshot or several: the latest counts.
        own: The municipality's code, such as `1440`.
        year: The year.

    Returns:
        `year`, `rate` (kronor of a hundred), `fetched` and `rows`.
    """
    latest = kolada.latest(comparison)
    is_of = latest["indicator"].eq(TAX_RATE) & latest["municipality"].eq(own)
    found = latest[is_of & latest["year"].eq(year)]
    rows = pd.Series([(str(row),) for row in found.index], found.index, dtype="object")
    table = found.assign(rate=found["value"].astype("float64"), rows=rows)
    return table[["year", "rate", "fetched", "rows"]].reset_index(drop=True)


def of_incomes(areas: pd.DataFrame, rate: pd.DataFrame) -> pd.DataFrame:
    """Return what of the municipal tax on each of `INCOMES` goes to each area that tax pays for.

    The tax is the taxable income times the rate; the region's tax is not in it.

    Args:
        areas: `areas`.
        rate: `rate`.

    Returns:
        One row is one area, and `total` last: `area`, `name`, `year`, `of_hundred`, a column for
        each income with kronor a year, and `rows`. Empty without areas or rate.
    """
    taxed = areas[~areas["by_fees"]]
    columns = ["area", "name", "year", "of_hundred", *map(str, INCOMES), "rows"]
    if taxed.empty or rate.empty:
        return pd.DataFrame(columns=columns)
    by_rate = rate.iloc[0]
    total = {
        "area": TOTAL,
        "name": "",
        "year": taxed["year"].iloc[0],
        "of_hundred": 100.0,
        "rows": in_file_order([*by_rate["rows"], *(row for rows in taxed["rows"] for row in rows)]),
    }
    table = pd.concat([taxed, pd.DataFrame([total])], ignore_index=True)
    for income in INCOMES:
        tax = income * by_rate["rate"] / 100
        table[str(income)] = tax * table["of_hundred"] / 100
    return table[columns]


def per_inhabitant(
    budget: pd.DataFrame, population: pd.DataFrame, committees: pd.DataFrame
) -> pd.DataFrame:
    """Return each committee's latest budget in kronor per inhabitant and year.

    Args:
        budget: `Overall.budget`.
        population: `Overall.population`: one row is the inhabitants on 31 December of a year.
        committees: `Overall.committees`.

    Returns:
        One row is one committee in the order of the register: `committee`, `name`, `year` (of the
        budget), `budget_tkr`, `inhabitants` (on 31 December of the year before) and
        `counted` (that year), `per_inhabitant` (kronor; missing where the population is), the
        source: `title`, `section`, and `rows`.
    """
    whole = budget[budget["area"].eq(TOTAL) & budget["kind"].eq("budget")]
    own = whole[whole["amount_year"].eq(whole["plan_year"])]
    latest = own.sort_values("plan_year").drop_duplicates("committee", keep="last")
    table = latest.reset_index(names="row").drop(columns="name", errors="ignore")
    people = [
        terms.per_inhabitant(amount, year=int(year), population=population)
        for amount, year in zip(table["amount_tkr"], table["plan_year"], strict=True)
    ]
    rows = [
        in_file_order((str(row), *each["people_rows"]))
        for row, each in zip(table["row"], people, strict=True)
    ]
    table = table.assign(
        year=table["plan_year"],
        budget_tkr=table["amount_tkr"],
        **{
            name: pd.Series([each[name] for each in people], table.index) for name in PER_INHABITANT
        },
        rows=pd.Series(rows, table.index, dtype="object"),
    )
    columns = ["committee", "name", "year", "budget_tkr", *PER_INHABITANT]
    named = committees[["committee", "name"]].merge(table, on="committee")
    return named[[*columns, "title", "section", "rows"]]
