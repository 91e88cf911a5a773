"""What the chapter on the budget opens with: lead, key figures, the plan's reason, commentary."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.chapters.budget import sentences
from alereport.chapters.common import rows
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import key_figure, rows_of
from alereport.exhibits.model import Group, KeyFigure, KeyFigures, Line, Text, nothing
from alereport.exhibits.phrases import Phrase, Words, capitalised, data_text, fill, joined
from alereport.exhibits.values import money


def lead(changes: pd.DataFrame) -> Text:
    """Return what the chapter would say if nothing else were read: how much, and where.

    Why two years are not comparable is told once: by the plan itself, if it explains its total.

    Args:
        changes: `explained.with_reasons`, of one plan.
    """
    total, area = rows.total(changes), sentences.largest_change(changes)
    lines = [Line(key="lead", words=sentences.lead(total), rows=total["rows"])]
    if pd.notna(total["break_reason"]) and pd.isna(total["reason"]):
        reason = data_text(f"{total['break_reason']}.")
        lines.append(Line(key="break", words=reason, rows=total["rows"]))
    elif not sentences.is_broken(total):
        lines += _not_comparable(changes)
    if area is not None:
        against = sentences.opposite_change(changes)
        moving = [row for row in (area, against) if row is not None]
        words = joined([sentences.most(row, total) for row in moving])
        used = rows.in_file_order(each for row in moving for each in row["rows"])
        lines.append(Line(key="most", words=words, rows=used))
    return building.lines("lead", lines, as_of=total["plan_year"], layout="paragraphs")


def explanation(changes: pd.DataFrame) -> Text | Group:
    """Return the plan's own reason why its total changes, or else why its largest change does.

    Args:
        changes: `explained.with_reasons`, of one plan.
    """
    candidates = (rows.total(changes), sentences.largest_change(changes))
    explained = [row for row in candidates if row is not None and pd.notna(row["reason"])]
    if not explained:
        return nothing()
    row = explained[0]
    words = data_text(row["reason"])
    line = building.labelled_line("why", _("The plan's explanation"), words, row["reason_rows"])
    return building.lines("", [line], name="explanation", as_of=row["plan_year"])


def key_figures(
    changes: pd.DataFrame,
    forecast: pd.DataFrame,
    required: pd.DataFrame,
    investments: pd.DataFrame | None = None,
) -> KeyFigures:
    """Return at most four key figures, each with a comparison.

    Args:
        changes: `analysis.change_by_area`.
        forecast: `analysis.forecast_against_budget`.
        required: `requirements.must_save`.
        investments: `analysis.investments_by_item`.
    """
    total, forecast_total = rows.total(changes), rows.total(forecast)
    year, previous = rows.years(total)
    figures = [
        key_figure(
            "budget",
            _("Budget {year}").format(year=year),
            money(total["budget_tkr"], hedge=total["budget_hedge"]),
            _beside(total),
            total["rows"],
        ),
        *_forecast_figure(forecast_total, previous),
        *_must_save_figure(required),
        *_invested_figure(investments, year),
    ]
    return KeyFigures(id="key-figures", as_of=str(year), figures=tuple(figures))


def _beside(total: pd.Series[Any]) -> Phrase:
    has_forecast = pd.notna(total["previous_forecast_tkr"])
    return sentences.beside_forecast(total) if has_forecast else Phrase()


def _forecast_figure(total: pd.Series[Any], previous: int) -> list[KeyFigure]:
    if pd.isna(total["deviation_tkr"]):
        return []
    return [
        key_figure(
            "forecast",
            _("Forecast {year}").format(year=previous),
            money(total["previous_forecast_tkr"], hedge=total["previous_forecast_hedge"]),
            sentences.against_forecast(total),
            total["rows"],
        )
    ]


def _must_save_figure(required: pd.DataFrame) -> list[KeyFigure]:
    if len(required) != 1:
        return []
    row = required.iloc[0]
    note: Words = _("according to the plan")
    if pd.notna(row["change_percent"]) and row["change_percent"] > 0:
        percent = values.percent(row["change_percent"])
        note = fill(_("tightened by {percent}"), percent=percent)
    saving = money(row["amount_tkr"], hedge=row["hedge"])
    return [key_figure("must-save", _("Must be saved"), saving, note, row["rows"])]


def _invested_figure(items: pd.DataFrame | None, year: int) -> list[KeyFigure]:
    """Return what is invested in a year: of all items together, or of the only one."""
    if items is None or items.empty or pd.isna(items.iloc[-1].get(year)):
        return []
    row = items.iloc[-1]
    is_alone = row["item"] != TOTAL
    note: Words = data_text(str(row["item"])) if is_alone else _("according to the plan")
    name = _("Investments {year}").format(year=year)
    cost = money(row[year], hedge=row["hedges"].get(year))
    return [key_figure("invested", name, cost, note, row["rows"])]


def commentary(changes: pd.DataFrame, forecast: pd.DataFrame) -> Text:
    """Return two to three sentences on what explains the total, for where nobody has written."""
    comparable, total = rows.comparable(changes), rows.total(forecast)
    lines = [
        Line(key="composition", words=sentences.composition(changes), rows=rows_of(comparable)),
        Line(key="forecast", words=sentences.forecast(total), rows=total["rows"]),
    ]
    return building.lines("commentary", [*lines, *_not_comparable(changes)])


def _not_comparable(changes: pd.DataFrame) -> list[Line]:
    """Return the sentence on the areas that are not comparable, and why; none if all are."""
    areas = rows.parts(changes)
    broken = areas[areas["break_reason"].notna()]
    if broken.empty:
        return []
    which = fill("{which}.", which=capitalised(sentences.not_comparable(broken)))
    why = [data_text(f"{reason}.") for reason in broken["break_reason"].drop_duplicates()]
    return [Line(key="not-comparable", words=joined([which, *why]), rows=rows_of(broken))]
