"""The charts of the comparison: strips of dots by year, and the group's small panels."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import kolada
from alereport.chapters.comparison import sentences
from alereport.chapters.comparison.analysis import changes
from alereport.chapters.comparison.cells import decimals_of, figure
from alereport.chapters.comparison.exhibits import NAME, spread_columns
from alereport.chapters.comparison.notes import reservations
from alereport.charts.marks import Band, Dot, Draw, Mark, Panel, Row, Tick, Words
from alereport.charts.rows import rows_chart
from alereport.charts.small_panels import Point, SmallPanel, small_panels
from alereport.exhibits import building
from alereport.exhibits import values as values_of
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Chart, Group, Text
from alereport.exhibits.phrases import Phrase, fill
from alereport.exhibits.sources import Captioned

PADDING = 0.03
"""Of the span of all values, on both sides of a strip."""
PANELS, PANEL_HEIGHT = 5, 44
"""How many small panels stand side by side, and the pixels from the lowest value to the highest:
two such charts fit on a printed page."""


def strips(values: pd.DataFrame, spread: pd.DataFrame, *, own: str, name: str) -> Group:
    """Return a strip of dots a year of each indicator, with what must be known of it.

    Args:
        values: `analysis.compared`.
        spread: `analysis.spread`.
        own: The code of the own municipality.
        name: Its name.
    """
    of_all, of_each = reservations(spread)
    parts: list[Chart | Text] = [of_all] if of_all.lines else []
    for indicator, rows in spread.groupby("indicator", sort=False):
        of_indicator = values[values["indicator"].eq(indicator)]
        parts += [_strip(of_indicator, rows, own, name), of_each[str(indicator)]]
    return building.group(*parts)


def _strip(values: pd.DataFrame, spread: pd.DataFrame, own: str, name: str) -> Chart:
    first = spread.iloc[0]
    caption = _(
        "{label}, {unit}. A ring is a municipality, the filled dot is {name}; the grey area goes "
        "from the lower to the upper quartile, and the line is the median."
    ).format(label=first["label"], unit=first["unit"], name=name)
    return building.chart(
        _strips(values, spread, own, name),
        spread,
        spread_columns(name),
        name=f"{NAME}-{str(first['indicator']).lower()}",
        key=("indicator", "year"),
        headline=sentences.headline(first, name),
        finding=first["rows"],
        caption=Captioned(caption, kolada.source(spread, as_they_are=False)),
        alt=_("A strip of dots for each year: {values}."),
        marks=lambda row: sentences.mark(row, name),
        as_of=first["year"],
    )


def _strips(values: pd.DataFrame, spread: pd.DataFrame, own: str, name: str) -> Draw:
    low, high = float(values["value"].min()), float(values["value"].max())
    room = PADDING * ((high - low) or 1.0)
    decimals = decimals_of(spread["unit"].iloc[0])
    scale = _("{low} to {high} {unit}").format(
        low=locales.number(low, decimals),
        high=locales.number(high, decimals),
        unit=spread["unit"].iloc[0],
    )
    known = spread.to_dict("records")
    named = (
        [Row("", (_own_name(known[0], name, (low + high) / 2), []))]
        if pd.notna(known[0]["own"])
        else []
    )
    rows = [Row(_year(row), (_dots(values, row, own), [Words(_own_value(row))])) for row in known]
    return rows_chart(
        [*named, *rows],
        [
            Panel(scale, share=5, low=low - room, high=high + room, axis=False),
            Panel(name, axis=False),
        ],
    )


def _own_name(row: FrameRow, name: str, middle: float) -> list[Mark]:
    """Return the name by the own dot of the first year, on the side that has more room."""
    own = float(row["own"])
    return [Words(name, start=own if own < middle else 2 * own - middle, end=own)]


def _dots(values: pd.DataFrame, row: FrameRow, own: str) -> list[Mark]:
    """Return the marks of a year."""
    of_year = values[values["year"].eq(row["year"])]
    marks: list[Mark] = []
    if pd.notna(row["median"]):
        marks += [Band(row["lower_quartile"], row["upper_quartile"]), Tick(row["median"])]
    others = of_year[of_year["municipality"].ne(own)]
    marks += [Dot(float(value)) for value in others["value"]]
    if pd.notna(row["own"]):
        marks += [Dot(row["own"], "solid")]
    return marks


def _own_value(row: FrameRow) -> str:
    value = row["own"]
    return locales.DASH if pd.isna(value) else locales.number(value, decimals_of(row["unit"]))


def _year(row: FrameRow) -> str:
    return f"{row['year']}{' p' if row['preliminary'] else ''}"


def groups(values: pd.DataFrame, *, own: str, name: str) -> Group:
    """Return small panels of each indicator, one a municipality on one scale, unsmoothed.

    The own one comes first, then the others by name.

    Args:
        values: `analysis.compared`.
        own: The code of the own municipality.
        name: Its name.
    """
    indicators = values.groupby("indicator", sort=False)
    return building.group(*(_group(rows, own, name) for _indicator, rows in indicators))


def _group(values: pd.DataFrame, own: str, name: str) -> Chart:
    panels = _by_municipality(values, own)
    first, years = values.iloc[0], sorted(set(values["year"]))
    low, high = float(values["value"].min()), float(values["value"].max())
    decimals = decimals_of(first["unit"])
    caption = _(
        "{label} by municipality, {unit}, {first} to {last}. All on one scale, from {low} to "
        "{high} and not from zero."
    )
    drawn = [_panel(row, years, low) for row in panels.to_dict("records")]
    return building.chart(
        small_panels(drawn, columns=PANELS, as_lines=True, tallest=PANEL_HEIGHT),
        panels,
        [building.texts("name", _("Municipality")), *(_of_year(year) for year in years)],
        name=f"{NAME}-{str(first['indicator']).lower()}-group",
        key="municipality",
        headline=sentences.change_headline(values, changes(values, own), name),
        caption=Captioned(
            caption.format(
                label=first["label"],
                unit=first["unit"],
                first=years[0],
                last=years[-1],
                low=locales.number(low, decimals),
                high=locales.number(high, decimals),
            ),
            kolada.source(values, as_they_are=False),
        ),
        alt=_("A small line chart for each municipality: {values}."),
        marks=lambda row: _line(row, years),
        as_of=years[-1],
    )


def _by_municipality(values: pd.DataFrame, own: str) -> pd.DataFrame:
    """Return one row a municipality with its values by year, and the rows behind each."""
    wide = values.pivot(index="municipality", columns="year", values="value")
    behind = values.pivot(index="municipality", columns="year", values="rows")
    table = wide.assign(
        unit=values["unit"].iloc[0],
        name=values.drop_duplicates("municipality").set_index("municipality")["name"],
        by_year=pd.Series(
            {code: dict(row) for code, row in behind.iterrows()}, behind.index, dtype="object"
        ),
        rows=values.groupby("municipality")["rows"].agg(
            lambda found: tuple(dict.fromkeys(row for each in found for row in each))
        ),
    ).reset_index()
    table["is_other"] = table["municipality"].ne(own)
    return table.sort_values(["is_other", "name"], ignore_index=True)


def _of_year(year: int) -> Column:
    def cell(row: FrameRow) -> Any:
        rows = row["by_year"][year]
        shown = figure(row, year).model_copy(update={"has_unit": False})
        return shown.model_copy(update={"rows": rows if isinstance(rows, tuple) else ()})

    return Column(str(year), str(year), cell)


def _panel(row: FrameRow, years: list[int], low: float) -> SmallPanel:
    """Return a municipality's line, above the lowest value of the group."""
    known = [year for year in years if pd.notna(row[year])]
    ends = {known[0], known[-1]}
    decimals = decimals_of(row["unit"])
    return SmallPanel(
        str(row["name"]),
        [
            Point(
                str(year),
                None if pd.isna(row[year]) else float(row[year]) - low,
                locales.number(row[year], decimals) if year in ends else "",
                "earlier" if row["is_other"] else "solid",
            )
            for year in years
        ],
    )


def _line(row: FrameRow, years: list[int]) -> Phrase:
    known = [year for year in years if pd.notna(row[year])]
    first, last = known[0], known[-1]
    return fill(
        _("{name} {first_value} {first}, {last_value} {last}"),
        name=str(row["name"]),
        first=str(first),
        last=str(last),
        first_value=figure(row, first),
        last_value=figure(row, last),
    )


def alone(values: pd.DataFrame, *, name: str) -> Group:
    """Return the own values of each indicator that no others are there to compare with.

    Args:
        values: `analysis.alone`.
        name: The municipality's name.
    """
    indicators = values.groupby("indicator", sort=False)
    return building.group(*(_alone(rows, name) for _indicator, rows in indicators))


def _alone(values: pd.DataFrame, name: str) -> Chart:
    ordered = values.sort_values("year", ignore_index=True)
    first, last = ordered.iloc[0], ordered.iloc[-1]
    caption = _("{label} in {name}, {unit}.")
    points = [
        Point(str(row["year"]), float(row["value"]), str(_own(row)), "solid")
        for row in ordered.to_dict("records")
    ]
    return building.chart(
        small_panels([SmallPanel(name, points)], columns=1),
        ordered,
        [
            Column("year", _("Year"), lambda row: values_of.year(row["year"]), figures=False),
            Column("value", str(first["unit"]), _own),
        ],
        name=f"{NAME}-{str(first['indicator']).lower()}",
        key=("indicator", "year"),
        headline=fill(
            _("{label} in {name}: {value} {year}"),
            label=str(last["label"]),
            name=name,
            value=figure(last, "value"),
            year=str(last["year"]),
        ),
        finding=rows_of(ordered.tail(1)),
        caption=Captioned(
            caption.format(label=first["label"], name=name, unit=first["unit"]),
            kolada.source(ordered, as_they_are=not first["turned"]),
        ),
        alt=_("Columns by year: {values}."),
        marks=lambda row: fill("{year} {value}", year=str(row["year"]), value=figure(row, "value")),
        as_of=last["year"],
    )


def _own(row: FrameRow) -> Any:
    return figure(row, "value").model_copy(update={"has_unit": False})
