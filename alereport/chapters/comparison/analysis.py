"""A municipality's indicators beside those of others.

The group is the municipalities that the snapshot has, the own one among them. Quartiles and medians
are by linear interpolation between the ordered values (Hyndman and Fan's method 7, Excel's
QUARTILE.INC), unweighted: each municipality counts as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alereport.chapters.common import kolada
from alereport.chapters.common.rows import behind, in_file_order

FEWEST = 4
"""So many municipalities must have a value for a median and quartiles to be computed."""
OF_INDICATOR = ["indicator", "label", "title", "unit", "direction", "turned"]
"""The columns that say what an indicator is."""


def values(comparison: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return what Kolada has of everybody, an indicator at a time.

    Args:
        comparison: `Overall.comparison`, of one snapshot or several: the latest counts.
        indicators: `Overall.comparison_indicators`, in the order they are shown.

    Returns:
        One row is one municipality in one year: `indicator`, `label` (the municipality's own),
        `title` (Kolada's), `unit`, `direction` (`lower`, `higher` or `none`), `turned` (whether
        every value of it has a minus sign, which is then left out), `municipality` (its code),
        `name`, `year`, `value`, `preliminary`, `fetched` and `rows`.
    """
    rows = kolada.latest(comparison).reset_index(names="row")
    known = indicators.reset_index(names="indicator_row").rename_axis("place").reset_index()
    table = rows.merge(known, on="indicator").sort_values(["place", "year"], kind="stable")
    value = table["value"].astype("float64")
    turned = value.lt(0).groupby(table["indicator"]).transform("all")
    both = zip(table["row"], table["indicator_row"], strict=True)
    places = [in_file_order(each) for each in both]
    shown = table.assign(
        value=value.mask(turned, -value),
        turned=turned,
        name=table["municipality_name"],
        preliminary=table["status"].eq("preliminary"),
        rows=pd.Series(places, table.index, dtype="object"),
    )
    columns = [*OF_INDICATOR, "municipality", "name", "year", "value", "preliminary", "fetched"]
    return shown[[*columns, "rows"]].reset_index(drop=True)


def name_of(values: pd.DataFrame, own: str, *, otherwise: str) -> str:
    """Return the municipality's name in Kolada, or another where it has no value there."""
    names = values.loc[values["municipality"].eq(own), "name"]
    return str(names.iloc[0]) if len(names) else otherwise


def compared(values: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the indicators that enough municipalities have to be compared."""
    return values[_known(values).ge(FEWEST)]


def alone(values: pd.DataFrame, own: str) -> pd.DataFrame:
    """Return the own rows of the indicators that too few municipalities have to be compared."""
    return values[_known(values).lt(FEWEST) & values["municipality"].eq(own)]


def _known(values: pd.DataFrame) -> pd.Series[int]:
    """Return of each row how many municipalities have its indicator in any year."""
    return values.groupby("indicator")["municipality"].transform("nunique")


def spread(values: pd.DataFrame, own: str) -> pd.DataFrame:
    """Return where the own value lies among those of the group, year by year.

    Args:
        values: `compared`.
        own: The code of the own municipality, such as `1440`.

    Returns:
        One row is one indicator in one year, the latest year first: the columns of `OF_INDICATOR`,
        `year`, `own` (missing if the own municipality has none), `n` (how many have a value), `of`
        (how many the group has), `lowest`, `lower_quartile`, `median`, `upper_quartile`, `highest`
        (missing where fewer than `FEWEST` have one), `missing` (the names of those that have none),
        `preliminary` (whether any value is), `fetched` and `rows`.
    """
    found = [
        _spread(rows, of_indicator, own)
        for _indicator, of_indicator in values.groupby("indicator", sort=False)
        for _year, rows in sorted(of_indicator.groupby("year"), reverse=True)
    ]
    columns = [*OF_INDICATOR, "year", "own", "n", "of", "lowest", "lower_quartile", "median"]
    columns += ["upper_quartile", "highest", "missing", "preliminary", "fetched", "rows"]
    return pd.DataFrame(found, columns=columns)


def _spread(rows: pd.DataFrame, of_indicator: pd.DataFrame, own: str) -> dict[str, Any]:
    ordered = rows.sort_values("municipality")
    points = ordered["value"].quantile([0, 0.25, 0.5, 0.75, 1], interpolation="linear").tolist()
    if len(ordered) < FEWEST:
        points = [float("nan")] * len(points)
    names = ["lowest", "lower_quartile", "median", "upper_quartile", "highest"]
    everybody = of_indicator.drop_duplicates("municipality").sort_values("name")
    absent = everybody[~everybody["municipality"].isin(ordered["municipality"])]
    is_own = ordered["municipality"].eq(own)
    return {
        **ordered.iloc[0][[*OF_INDICATOR, "year", "fetched"]],
        "own": ordered.loc[is_own, "value"].squeeze() if is_own.any() else float("nan"),
        "n": len(ordered),
        "of": len(everybody),
        **dict(zip(names, points, strict=True)),
        "missing": tuple(absent["name"]),
        "preliminary": bool(ordered["preliminary"].any()),
        "rows": behind(ordered),
    }


def changes(values: pd.DataFrame, own: str) -> pd.DataFrame:
    """Return the own change over the years beside the changes of the group.

    Args:
        values: `compared`.
        own: See `spread`.

    Returns:
        One row is one indicator, from the first to the last year that the own municipality has:
        the columns of `OF_INDICATOR`, `first`, `last`, `own_change` with `own_rows` (its two
        values), `median_change`, `lower_quartile` and `upper_quartile` (of the changes of those
        with both years, each in the indicator's unit), `n` (how many have both), `of`,
        `preliminary`, `fetched` and `rows`.
    """
    found = []
    for _indicator, rows in values.groupby("indicator", sort=False):
        years = rows.loc[rows["municipality"].eq(own), "year"]
        if len(set(years)) > 1:
            found.append(_change(rows, own, (int(years.min()), int(years.max()))))
    columns = [*OF_INDICATOR, "first", "last", "own_change", "own_rows", "median_change"]
    columns += ["lower_quartile", "upper_quartile", "n", "of", "preliminary", "fetched", "rows"]
    return pd.DataFrame(found, columns=columns)


def _change(rows: pd.DataFrame, own: str, years: tuple[int, int]) -> dict[str, Any]:
    ends = rows[rows["year"].isin(years)].sort_values(["municipality", "year"])
    by_year = ends.pivot(index="municipality", columns="year", values="value")
    change = (by_year[years[1]] - by_year[years[0]]).dropna()
    lower, median, upper = change.quantile([0.25, 0.5, 0.75], interpolation="linear")
    both = ends[ends["municipality"].isin(change.index)]
    return {
        **rows.iloc[0][[*OF_INDICATOR, "fetched"]],
        "first": years[0],
        "last": years[1],
        "own_change": change[own],
        "own_rows": behind(ends[ends["municipality"].eq(own)]),
        "median_change": median,
        "lower_quartile": lower,
        "upper_quartile": upper,
        "n": len(change),
        "of": rows["municipality"].nunique(),
        "preliminary": bool(both["preliminary"].any()),
        "rows": behind(both),
    }


def beside(values: pd.DataFrame, printed: pd.DataFrame, own: str) -> pd.DataFrame:
    """Return the municipality's own figures that are easily taken for some of Kolada's.

    Args:
        values: `values`.
        printed: `Overall.municipal_figures`.
        own: See `spread`.

    Returns:
        One row is one figure: `indicator`, `label` and `unit` (of the indicator that it is not),
        `name`, `year`, `value`, `of_kolada` (the own value of that indicator in the same year,
        missing if there is none), `source` and `rows`.
    """
    named = values.drop_duplicates("indicator")[["indicator", "label", "unit"]]
    mine = values.loc[values["municipality"].eq(own), ["indicator", "year", "value", "rows"]]
    mine = mine.rename(columns={"value": "of_kolada"})
    table = printed.reset_index(names="row").merge(named, on="indicator")
    table = table.merge(mine, "left", on=["indicator", "year"])
    rows = [
        in_file_order([row, *(others if isinstance(others, tuple) else ())])
        for row, others in zip(table["row"], table["rows"], strict=True)
    ]
    columns = ["indicator", "label", "unit", "name", "year", "value", "of_kolada", "source"]
    return table[columns].assign(rows=pd.Series(rows, table.index, dtype="object"))


def weights(roles: pd.DataFrame) -> dict[str, float]:
    """Return how much each indicator counts when those most alike are found; see `similar`.

    Args:
        roles: `Overall.comparison_roles`; may be empty.
    """
    counted = roles.dropna(subset=["likeness_weight"])
    pairs = zip(counted["indicator"], counted["likeness_weight"], strict=True)
    return {str(indicator): float(weight) for indicator, weight in pairs}


def similar(
    values: pd.DataFrame, own: str, *, weights: Mapping[str, float], count: int = 7
) -> pd.DataFrame:
    """Return the municipalities that are most like the own one by some indicators.

    RKA finds "liknande kommuner" by, among others, reference cost and population; it does not
    publish a formula. This one: in the latest year, each indicator is divided by its standard
    deviation in the group, so that none counts for its unit, and the distance is the weighted sum
    of the differences from the own municipality. Those that lack an indicator are left out.

    Args:
        values: `values`.
        own: See `spread`.
        weights: How much each indicator counts, by its id; together 1.
        count: How many are returned.

    Returns:
        One row is one municipality, the most alike first: `municipality`, `name`, a column for each
        indicator with its value, `distance` and `rows`. Those equally far are in the order of their
        codes. Empty where the own municipality lacks an indicator.
    """
    rows = values[values["indicator"].isin(weights)]
    latest = rows[rows["year"].eq(rows.groupby("indicator")["year"].transform("max"))]
    wide = latest.pivot(index="municipality", columns="indicator", values="value").dropna()
    if not weights or own not in wide.index or set(weights) - set(wide):
        return pd.DataFrame(columns=["municipality", "name", *weights, "distance", "rows"])
    deviation = wide.std(ddof=0).where(lambda each: each > 0, 1.0)
    apart = ((wide - wide.loc[own]).abs() / deviation).mul(pd.Series(weights)).sum(axis="columns")
    names = latest.drop_duplicates("municipality").set_index("municipality")["name"]
    rows_of = pd.Series(
        {code: behind(found) for code, found in latest.groupby("municipality")}, dtype="object"
    )
    table = wide.assign(name=names, distance=apart, rows=rows_of).drop(index=own).reset_index()
    ordered = table.sort_values(["distance", "municipality"], ignore_index=True).head(count)
    return ordered[["municipality", "name", *weights, "distance", "rows"]]
