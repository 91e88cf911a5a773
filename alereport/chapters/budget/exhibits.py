"""Tables, key figures and text of the chapter on the budget; the frames are from `analysis`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.budget.analysis import CELLS
from alereport.chapters.common import rows
from alereport.chapters.common.sentences import change_percent, plan_labels
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, key_figure, numbers, rows_of, sentence
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Table, Text, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.phrases import Words, data_text, fill, joined
from alereport.exhibits.values import Cell, million

Note = TypeVar("Note", Text, Group)
"""What stands in the place of a table without rows."""


def lead(changes: pd.DataFrame) -> Text:
    """Return the most important sentence of the chapter."""
    total = rows.total(changes)
    lines = [Line(key="lead", words=sentences.lead(total), rows=total["rows"])]
    if pd.notna(total["break_reason"]):
        reason = data_text(f"{total['break_reason']}.")
        lines.append(Line(key="break", words=reason, rows=total["rows"]))
    return building.lines("lead", lines, as_of=total["plan_year"], layout="paragraphs")


def key_figures(changes: pd.DataFrame, forecast: pd.DataFrame) -> KeyFigures:
    """Return at most four key figures, each with a comparison."""
    total, forecast_total = rows.total(changes), rows.total(forecast)
    year, previous = rows.years(total)
    figures = [
        key_figure(
            "budget",
            _("Budget {year}").format(year=year),
            million(total["budget_tkr"]),
            sentences.against_budget(total, previous),
            total["rows"],
        ),
        *_forecast_figure(forecast_total, previous),
        _largest_area(changes),
        *_largest_change(changes),
    ]
    return KeyFigures(id="key-figures", as_of=str(year), figures=tuple(figures))


def _forecast_figure(total: pd.Series[Any], previous: int) -> list[KeyFigure]:
    if pd.isna(total["deviation_tkr"]):
        return []
    return [
        key_figure(
            "forecast",
            _("Forecast {year}").format(year=previous),
            million(total["previous_forecast_tkr"]),
            sentences.against_forecast(total, previous),
            total["rows"],
        )
    ]


def _largest_area(changes: pd.DataFrame) -> KeyFigure:
    area = rows.largest(rows.parts(changes), "budget_tkr")
    note: Words = str(area["name"])
    if pd.notna(area["share_percent"]):
        share = values.percent(area["share_percent"], decimals=0)
        note = fill("{area}, {share}", area=note, share=share)
    budget = million(area["budget_tkr"])
    return key_figure("largest-area", _("Largest area"), budget, note, area["rows"])


def _largest_change(changes: pd.DataFrame) -> list[KeyFigure]:
    comparable = rows.comparable(changes)
    if comparable.empty or not comparable["change_tkr"].any():
        return []
    largest = comparable.iloc[comparable["change_tkr"].abs().argmax()]
    all_compare = len(comparable) == len(rows.parts(changes))
    name = _("Largest change") if all_compare else _("Largest comparable change")
    change = million(largest["change_tkr"], signed=True)
    return [key_figure("largest-change", name, change, str(largest["name"]), largest["rows"])]


def commentary(changes: pd.DataFrame, forecast: pd.DataFrame) -> Text:
    """Return two to four sentences on what explains the total and what is exceptional."""
    comparable, total = rows.comparable(changes), rows.total(forecast)
    lines = [
        Line(key="composition", words=sentences.composition(changes), rows=rows_of(comparable)),
        Line(key="extremes", words=sentences.extremes(changes), rows=rows_of(comparable)),
        Line(key="forecast", words=sentences.forecast(total), rows=total["rows"]),
    ]
    broken = rows.parts(changes)
    broken = broken[broken["break_reason"].notna()]
    if not broken.empty:
        year, previous = rows.years(broken.iloc[0])
        template = _("Not comparable between {previous} and {year}: {areas}.")
        areas = locales.listing(broken["name"].tolist())
        words = fill(template, areas=areas, previous=previous, year=year)
        lines.append(Line(key="not-comparable", words=words, rows=rows_of(broken)))
    return building.lines("commentary", lines)


def what_is_missing(
    changes: pd.DataFrame, investments: pd.DataFrame, series: pd.DataFrame | None = None
) -> Text:
    """List what the plan leaves out, and what is not comparable with the reason.

    Args:
        changes: `analysis.change_by_area`.
        investments: `Report.investments`.
        series: `analysis.series`; its breaks in earlier years are listed too.
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
    complete = _("Nothing is missing, and every area compares with the year before.")
    return building.points("missing", points or [sentence("nothing", complete)])


def _break(row: FrameRow, term: str) -> Line:
    key = building.key_of(row, ["area", "year"] if "year" in row else "area")
    return building.labelled_line(f"break/{key}", term, data_text(f"{row['break_reason']}."))


def sign_convention() -> Text:
    """Return the note on how to read the chapter's amounts."""
    text = _(
        "Amounts are net cost in SEK thousand: a larger number is a larger cost. A change with a "
        "plus costs more and one with a minus less; neither is good or bad in itself. Efficiency "
        "requirements are negative."
    )
    return building.note("sign-convention", text)


def change_by_area(changes: pd.DataFrame) -> Table:
    """Return the table of the budget against the year before, one row an area, the total last."""
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
    labels = plan_labels(changes, "by-area", _("Budget {year} by area, net cost in SEK thousand."))
    return building.table(changes, columns, key="area", total=True, **labels)


def investments(items: pd.DataFrame) -> Table | Text:
    """Return the table of investments, one row an item, or a note that the plan has none."""
    if items.empty:
        return building.note("no-investments", _("The source has no investment plan."))
    years = [column for column in items.columns if isinstance(column, int)]
    caption = _("Investment plan {first}{dash}{last}, expenditure in SEK thousand.")
    years_in_caption = {"first": years[0], "dash": locales.DASH, "last": years[-1]}
    labels = plan_labels(items, "investments", caption, **years_in_caption) | {"as_of": years[0]}
    columns = [
        Column("item", _("Investment"), _item, figures=False),
        *(numbers(year, str(year), unit="tkr") for year in years),
        numbers("total_tkr", _("Total"), unit="tkr"),
    ]
    is_total = items["item"].iloc[-1] == TOTAL
    return building.table(items, columns, key="item", total=is_total, **labels)


def _item(row: FrameRow) -> Cell:
    if row["item"] == TOTAL:
        return values.words(_("Total"))
    return values.named(row["item"])


def efficiency_requirements(earmarks: pd.DataFrame) -> Table | Text:
    """Return the table of efficiency requirements, or a note that the plan's text names none."""
    text = _("The plan's text names no efficiency requirements.")
    note = building.note("no-efficiency-requirements", text)
    caption = _("Efficiency requirements that the plan's text names, net cost in SEK thousand.")
    return _earmarks(earmarks[earmarks["kind"].eq("efficiency")], "efficiency", caption, note)


def ventures(earmarks: pd.DataFrame) -> Table | Text:
    """Return the table of ventures, or a note that the plan's text names none."""
    note = building.note("no-ventures", _("The plan's text names no ventures."))
    caption = _("Ventures that the plan's text names, net cost in SEK thousand.")
    return _earmarks(earmarks[earmarks["kind"].eq("venture")], "ventures", caption, note)


def savings_made(earmarks: pd.DataFrame) -> Table | Group:
    """Return the table of savings already made; empty if the plan's text names none."""
    caption = _("Savings already made that the plan's text names, net cost in SEK thousand.")
    made = earmarks[earmarks["kind"].eq("saving_made")]
    return _earmarks(made, "savings-made", caption, nothing())


def _earmarks(earmarks: pd.DataFrame, exhibit: str, caption: str, note: Note) -> Table | Note:
    if earmarks.empty:
        return note
    columns = [
        building.texts("item", _("What")),
        Column("amount_tkr", _("Amount"), _amount),
        Column("area", _("Area"), _area_name, figures=False),
        Column("as_printed", _("As printed"), _as_printed, figures=False),
    ]
    return building.table(earmarks, columns, key="item", **plan_labels(earmarks, exhibit, caption))


def _amount(row: FrameRow) -> Cell:
    if pd.isna(row["amount_tkr"]):
        return values.silent(_("no amount"))
    hedge = "" if pd.isna(row["hedge"]) else row["hedge"]
    return values.amount(row["amount_tkr"], unit="tkr", hedge=hedge)


def _area_name(row: FrameRow) -> Cell:
    return values.silent() if pd.isna(row["name"]) else values.words(row["name"])


def _as_printed(row: FrameRow) -> Cell:
    return values.quoted(f"”{row['as_printed']}”")


def series_table(series: pd.DataFrame) -> Table | Group:
    """Return the series as a table: one row is one area, the total last; breaks are footnotes.

    The exhibit is empty if there are no more years than one plan has; the chart then says why.
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
            Column(f"{column}/{year}", heading, partial(_year_amount, year, column, reasons))
            for year, column, heading in amounts
        ),
    ]
    caption = _("Budgets and forecasts over the years, net cost in SEK thousand.")
    notes = [
        joined([mark(number), data_text(f"{reason}.")]) for number, reason in enumerate(reasons, 1)
    ]
    labels = plan_labels(series, "series", caption) | {"notes": notes}
    return building.table(pd.DataFrame(areas), columns, key="area", total=True, **labels)


def _year_amount(year: int, column: str, reasons: Sequence[str], area: FrameRow) -> Cell:
    """Return an area's amount of a year, with a footnote mark if the budget has a break."""
    row = area["years"][year]
    is_marked = pd.notna(row["break_reason"]) and column == "budget_tkr"
    note = mark(reasons.index(row["break_reason"]) + 1) if is_marked else ""
    return values.amount(row[column], unit="tkr").model_copy(update={"mark": note})
