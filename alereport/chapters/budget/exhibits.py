"""What the chapter on the budget shows beside its charts. The frames are those of `analysis`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.languages import OF_THE_DATA
from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.budget.analysis import CELLS
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import change_percent, of_plan
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, Record, key_figure, numbers, rows_of, sentence
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Table, Text, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.phrases import Words, in_swedish, joined, say
from alereport.exhibits.values import Cell, million


def lead(changes: pd.DataFrame) -> Text:
    """The one sentence that would do if nothing else were read."""
    total = rows.total(changes)
    said = [Line(key="lead", words=sentences.lead(total), rows=total["rows"])]
    if pd.notna(total["break_reason"]) and locales.is_spoken(OF_THE_DATA):
        reason = in_swedish(f"{total['break_reason']}.")  # The data hold it in Swedish only.
        said.append(Line(key="break", words=reason, rows=total["rows"]))
    return building.lines("lead", said, as_of=total["plan_year"], layout="paragraphs")


def key_figures(changes: pd.DataFrame, forecast: pd.DataFrame) -> KeyFigures:
    """Four figures, each with what it is compared with."""
    total, expected = rows.total(changes), rows.total(forecast)
    year, previous = rows.years(total)
    figures = [
        key_figure(
            "budget",
            _("Budget {year}").format(year=year),
            million(total["budget_tkr"]),
            sentences.against_budget(total, previous),
            total["rows"],
        ),
        *_forecast_figure(expected, previous),
        _largest_area(changes),
        *_largest_change(changes),
    ]
    return KeyFigures(id="key-figures", as_of=str(year), figures=tuple(figures))


def _forecast_figure(expected: pd.Series[Any], previous: int) -> list[KeyFigure]:
    if pd.isna(expected["deviation_tkr"]):
        return []
    return [
        key_figure(
            "forecast",
            _("Forecast {year}").format(year=previous),
            million(expected["previous_forecast_tkr"]),
            sentences.against_forecast(expected, previous),
            expected["rows"],
        )
    ]


def _largest_area(changes: pd.DataFrame) -> KeyFigure:
    area = rows.most(rows.parts(changes), "budget_tkr")
    named: Words = str(area["name"])
    if pd.notna(area["share_percent"]):
        share = values.percent(area["share_percent"], decimals=0)
        named = say("{area}, {share}", area=named, share=share)
    budget = million(area["budget_tkr"])
    return key_figure("largest-area", _("Largest area"), budget, named, area["rows"])


def _largest_change(changes: pd.DataFrame) -> list[KeyFigure]:
    comparable = rows.comparable(changes)
    if comparable.empty or not comparable["change_tkr"].any():
        return []
    most = comparable.iloc[comparable["change_tkr"].abs().argmax()]
    whole = len(comparable) == len(rows.parts(changes))
    name = _("Largest change") if whole else _("Largest comparable change")
    change = million(most["change_tkr"], signed=True)
    return [key_figure("largest-change", name, change, str(most["name"]), most["rows"])]


def commentary(changes: pd.DataFrame, forecast: pd.DataFrame) -> Text:
    """Two to four sentences on what explains the total and what stands out."""
    comparable, total = rows.comparable(changes), rows.total(forecast)
    said = [
        Line(key="composition", words=sentences.composition(changes), rows=rows_of(comparable)),
        Line(key="extremes", words=sentences.extremes(changes), rows=rows_of(comparable)),
        Line(key="forecast", words=sentences.forecast(total), rows=total["rows"]),
    ]
    broken = rows.parts(changes)
    broken = broken[broken["break_reason"].notna()]
    if not broken.empty:
        year, previous = rows.years(broken.iloc[0])
        between = _("Not comparable between {previous} and {year}: {areas}.")
        areas = locales.listing(broken["name"].tolist())
        unlike = say(between, areas=areas, previous=previous, year=year)
        said.append(Line(key="not-comparable", words=unlike, rows=rows_of(broken)))
    return building.lines("commentary", said)


def what_is_missing(
    changes: pd.DataFrame, investments: pd.DataFrame, series: pd.DataFrame | None = None
) -> Text:
    """What the plan does not say, and what does not compare, each with its reason.

    Args:
        changes: See the module.
        investments: `Report.investments`.
        series: `analysis.series`, whose breaks of earlier years are named too.
    """
    broken = changes[changes["break_reason"].notna()]
    points = [_break(row, str(row["name"])) for row in broken.to_dict("records")]
    if series is not None:
        earlier = series[series["break_reason"].notna() & series["year"].lt(series["plan_year"])]
        points += [
            _break(row, f"{row['name']}, {row['year']}") for row in earlier.to_dict("records")
        ]
    if changes[[*CELLS]].isna().any(axis=None):
        amounts = _("Some amounts are missing in the plan and are shown as a dash.")
        points.append(sentence("amounts", amounts))
    if investments.empty:
        points.append(sentence("investments", _("The source has no investment plan.")))
    nothing_is = _("Nothing is missing, and every area compares with the year before.")
    return building.points("missing", points or [sentence("nothing", nothing_is)])


def _break(row: Record, term: str) -> Line:
    key = building.key_of(row, ["area", "year"] if "year" in row else "area")
    return building.named(f"break/{key}", term, in_swedish(f"{row['break_reason']}."))


def sign_convention() -> Text:
    """How the amounts of the chapter are read, said once."""
    said = _(
        "Amounts are net cost in SEK thousand: a larger number is a larger cost. A change with a "
        "plus costs more and one with a minus less; neither is good or bad in itself. Efficiency "
        "requirements are negative."
    )
    return building.note("sign-convention", said)


def change_by_area(changes: pd.DataFrame) -> Table:
    """The plan's budget beside the year before; one row is one area, the total last."""
    year = int(changes["plan_year"].iloc[0])
    columns = [
        building.texts("name", _("Area")),
        numbers("previous_forecast_tkr", _("Forecast {year}").format(year=year - 1), unit="tkr"),
        numbers("previous_budget_tkr", _("Budget {year}").format(year=year - 1), unit="tkr"),
        numbers("budget_tkr", _("Budget {year}").format(year=year), unit="tkr"),
        numbers("change_tkr", _("Change"), unit="tkr", signed=True, basis="derived"),
        Column("change_percent", _("Change, %"), change_percent),
        Column("share_percent", _("Share"), lambda row: values.percent(row["share_percent"])),
    ]
    known = of_plan(changes, "by-area", _("Budget {year} by area, net cost in SEK thousand."))
    return building.table(changes, columns, key="area", total=True, **known)


def investments(items: pd.DataFrame) -> Table | Text:
    """The investment plan; one row is one item. Says so where the plan has none."""
    if items.empty:
        return building.note("no-investments", _("The source has no investment plan."))
    years = [column for column in items.columns if isinstance(column, int)]
    caption = _("Investment plan {first}{dash}{last}, expenditure in SEK thousand.")
    ends = {"first": years[0], "dash": locales.DASH, "last": years[-1]}
    known = of_plan(items, "investments", caption, **ends) | {"as_of": years[0]}
    columns = [
        Column("item", _("Investment"), _item, figures=False),
        *(numbers(year, str(year), unit="tkr") for year in years),
        numbers("total_tkr", _("Total"), unit="tkr"),
    ]
    is_total = items["item"].iloc[-1] == TOTAL
    return building.table(items, columns, key="item", total=is_total, **known)


def _item(row: Record) -> Cell:
    if row["item"] == TOTAL:
        return values.words(_("Total"))
    return values.quoted(row["item"])


def efficiency_requirements(earmarks: pd.DataFrame) -> Table | Text:
    """The efficiency requirements the plan's text names. Says so where it names none."""
    said = _("The plan's text names no efficiency requirements.")
    none = building.note("no-efficiency-requirements", said)
    caption = _("Efficiency requirements that the plan's text names, net cost in SEK thousand.")
    return _earmarks(earmarks[earmarks["kind"].eq("efficiency")], "efficiency", caption, none)


def ventures(earmarks: pd.DataFrame) -> Table | Text:
    """The ventures the plan's text names. Says so where it names none."""
    none = building.note("no-ventures", _("The plan's text names no ventures."))
    caption = _("Ventures that the plan's text names, net cost in SEK thousand.")
    return _earmarks(earmarks[earmarks["kind"].eq("venture")], "ventures", caption, none)


def _earmarks(earmarks: pd.DataFrame, exhibit: str, caption: str, none: Text) -> Table | Text:
    if earmarks.empty:
        return none
    columns = [
        building.quotes("item", _("What")),
        Column("amount_tkr", _("Amount"), _earmarked),
        Column("area", _("Area"), _area_of, figures=False),
        Column("as_printed", _("As printed"), _as_printed, figures=False),
    ]
    return building.table(earmarks, columns, key="item", **of_plan(earmarks, exhibit, caption))


def _earmarked(row: Record) -> Cell:
    if pd.isna(row["amount_tkr"]):
        return values.silent(_("no amount"))
    hedge = "about" if row["approximate"] else ""
    return values.amount(row["amount_tkr"], unit="tkr", hedge=hedge)


def _area_of(row: Record) -> Cell:
    return values.silent() if pd.isna(row["name"]) else values.words(row["name"])


def _as_printed(row: Record) -> Cell:
    return values.quoted(f"”{row['as_printed']}”")


def series_table(series: pd.DataFrame) -> Table | Group:
    """The series as a table: one row is one area, the total last; breaks are footnotes.

    Nothing where there are no more years than those of one plan, of which the chart says why.
    """
    if series["year"].nunique() <= 2:
        return nothing()
    reasons = series["break_reason"].dropna().drop_duplicates().tolist()
    amounts = [
        (year, column, heading.format(year=year))
        for year in series["year"].drop_duplicates()
        for column, heading in (
            ("forecast_tkr", _("Forecast {year}")),
            ("budget_tkr", _("Budget {year}")),
        )
        if series.loc[series["year"].eq(year), column].notna().any()
    ]
    areas = [
        {"area": area, "name": years["name"].iloc[0], "rows": rows_of(years)}
        | {"years": years.set_index("year").to_dict("index")}
        for area, years in series.groupby("area", sort=False)
    ]
    columns = [
        building.texts("name", _("Area")),
        *(
            Column(f"{column}/{year}", heading, partial(_of_year, year, column, reasons))
            for year, column, heading in amounts
        ),
    ]
    caption = _("Budgets and forecasts over the years, net cost in SEK thousand.")
    notes = [joined([mark(at), in_swedish(f"{reason}.")]) for at, reason in enumerate(reasons, 1)]
    known = of_plan(series, "series", caption) | {"notes": notes}
    return building.table(pd.DataFrame(areas), columns, key="area", total=True, **known)


def _of_year(year: int, column: str, reasons: Sequence[str], area: Record) -> Cell:
    """An area's amount of a year, marked where it does not compare with the year before."""
    row = area["years"][year]
    is_marked = pd.notna(row["break_reason"]) and column == "budget_tkr"
    note = mark(reasons.index(row["break_reason"]) + 1) if is_marked else ""
    return values.amount(row[column], unit="tkr").model_copy(update={"mark": note})
