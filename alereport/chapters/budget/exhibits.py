"""Tables, key figures and text of the chapter on the budget; the frames are from its analyses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.budget import asking
from alereport.chapters.budget.analysis import CELLS
from alereport.chapters.budget.columns import amounts, break_notes, year_amount
from alereport.chapters.common.sentences import plan_labels
from alereport.data.datasets import TOTAL
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Table, Text, nothing
from alereport.exhibits.notes import mark
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    data_text,
    fill_first,
    message,
    phrase,
)
from alereport.exhibits.values import Cell, money

YEARLY = (
    Sentence(
        "each-year",
        message("{item}: {amount} a year {first}{dash}{last}."),
        lambda facts: facts["amounts"] == 1 and facts["years"] > 1 and not facts["without"],
    ),
)
"""Of how many amounts an investment has, in how many years, and in how many it has none."""


def sign_convention() -> Text:
    """Return the note on how to read the chapter's amounts."""
    text = _("Plus means that the area costs more, minus that it costs less.")
    return building.note("sign-convention", text)


def change_by_area(changes: pd.DataFrame) -> Table:
    """Return the table of the budget against the year before, one row an area, the total last.

    A break that the plan itself explains has its reason in `reasons`, and no footnote here.

    Args:
        changes: `explained.with_reasons`, of one plan.
    """
    year = int(changes["plan_year"].iloc[0])
    unexplained = changes.loc[changes["reason"].isna(), "break_reason"].dropna()
    breaks = unexplained.drop_duplicates().tolist()
    columns = [
        building.texts("name", _("Area")),
        amounts("budget_tkr", _("Budget {year}").format(year=year)).first(),
        Column("change_tkr", _("Change"), partial(_change, breaks)).first(),
        Column("change_percent", _("Change, %"), _change_percent).first(),
        amounts("previous_budget_tkr", _("Budget {year}").format(year=year - 1)),
        Column("share_percent", _("Share"), _share),
    ]
    notes: list[Phrase] = break_notes(breaks)
    if changes[[*CELLS]].isna().any(axis=None):
        missing = _("Some amounts are missing in the plan and are shown as a dash.")
        notes.append(phrase(missing))
    labels = plan_labels(changes, "by-area", _("Budget {year} by area, net cost in SEK thousand."))
    return building.table(changes, columns, key="area", total=True, **labels | {"notes": notes})


def reasons(changes: pd.DataFrame) -> Table | Group:
    """Return the table of the plan's own reasons beside the areas' changes.

    The reason for the total stands in the lead. The exhibit is empty where the plan's reasons are
    not in the data.

    Args:
        changes: `explained.with_reasons`, of one plan.
    """
    areas = changes[changes["area"].ne(TOTAL)]
    shown = areas[areas["reason"].notna() | areas["unexplained"]]
    if shown.empty:
        return nothing()
    sections = shown["reason_section"].dropna().unique()
    heading = _("The plan's explanation")
    if len(sections) == 1:
        heading = _("The plan's explanation, section {section}").format(section=sections[0])
    columns = [
        building.texts("name", _("Area")),
        Column("change_tkr", _("Change"), partial(_change, [])).first(),
        Column("reason", heading, partial(_reason, len(sections) > 1), figures=False).first(),
    ]
    caption = _("What the plan says of each area's budget for {year}, SEK thousand.")
    return building.table(shown, columns, key="area", **plan_labels(shown, "reasons", caption))


def _change(breaks: Sequence[str], row: FrameRow) -> Cell:
    """Return an area's change; the word for a break where the two years are not comparable."""
    if pd.notna(row["break_reason"]):
        reason = row["break_reason"]
        note = mark(breaks.index(reason) + 1) if reason in breaks else ""
        return values.not_comparable(_("break")).model_copy(update={"mark": note})
    hedge = row["change_hedge"] if isinstance(row["change_hedge"], str) else ""
    return values.amount(row["change_tkr"], unit="tkr", signed=True, basis="derived", hedge=hedge)


def _change_percent(row: FrameRow) -> Cell:
    """Return an area's change in percent; of a requirement, how much it is tightened or eased."""
    if pd.notna(row["break_reason"]):
        return values.blank()
    if not row["requirement"] or pd.isna(row["change_percent"]) or not row["change_percent"]:
        return values.percent(row["change_percent"], signed=True)
    tightened = row["budget_tkr"] < row["previous_budget_tkr"]
    words = _("tightened by {percent}") if tightened else _("eased by {percent}")
    cell = values.percent(abs(row["change_percent"]))
    return cell.model_copy(update={"words": words.format(percent=cell)})


def _share(row: FrameRow) -> Cell:
    of_all = row["requirement"] or (row["area"] == TOTAL and pd.isna(row["share_percent"]))
    return values.blank() if of_all else values.percent(row["share_percent"])


def _reason(with_section: bool, row: FrameRow) -> Cell:
    if pd.isna(row["reason"]):
        return values.silent(_("no explanation in the source text"))
    text = str(row["reason"])
    if with_section:
        text += " " + _("(section {section})").format(section=row["reason_section"])
    return values.named(text).model_copy(update={"rows": row["reason_rows"]})


def questions_to_ask(questions: pd.DataFrame) -> Text | Group:
    """Return the list of the questions that the figures raise; empty if they raise none.

    Args:
        questions: `questions.questions`.
    """
    asked = asking.lines(questions)
    if not asked:
        return nothing()
    return building.points("questions", asked, as_of=int(questions["year"].iloc[0]))


def investments(items: pd.DataFrame) -> Table | Text | Group:
    """Return the table of investments, or a sentence where each year has the same amount.

    Args:
        items: `analysis.investments_by_item`; the exhibit is empty if it is.
    """
    if items.empty:
        return nothing()
    years = [column for column in items.columns if isinstance(column, int)]
    if len(items) == 1 and (words := _yearly_investment(items.iloc[0], years)):
        line = Line(key="each-year", words=words, rows=items.iloc[0]["rows"])
        return building.lines("investments", [line], as_of=years[0])
    caption = _("Investment plan {first}{dash}{last}, expenditure in SEK thousand.")
    years_in_caption = {"first": years[0], "dash": locales.DASH, "last": years[-1]}
    labels = plan_labels(items, "investments", caption, **years_in_caption) | {"as_of": years[0]}
    columns = [
        Column("item", _("Investment"), _item, figures=False),
        *(Column(str(year), str(year), partial(_invested, year)) for year in years),
        Column("total_tkr", _("Total"), partial(_invested, "total_tkr")),
    ]
    is_total = items["item"].iloc[-1] == TOTAL
    return building.table(items, columns, key="item", total=is_total, **labels)


def _yearly_investment(item: pd.Series[Any], years: Sequence[Any]) -> Phrase:
    """Return an investment that is of the same amount each year; empty for another."""
    amounts = item[years]
    return fill_first(
        YEARLY,
        {
            "amounts": amounts.dropna().nunique(),
            "years": len(years),
            "without": int(amounts.isna().sum()),
        },
        item=data_text(str(item["item"])),
        amount=money(item[years[0]], hedge=item["hedges"].get(years[0])),
        first=years[0],
        dash=locales.DASH,
        last=years[-1],
    )


def _invested(column: int | str, row: FrameRow) -> Cell:
    hedge = row["hedges"].get(column, "")
    return values.amount(row[column], unit="tkr", hedge=hedge)


def _item(row: FrameRow) -> Cell:
    if row["item"] == TOTAL:
        return values.words(_("Total"))
    return values.named(row["item"])


def series_table(series: pd.DataFrame) -> Table | Group:
    """Return the series as a table: one row is one area, the total last; breaks are footnotes.

    The exhibit is empty if there are no more years than one plan has.
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
        Column(f"{column}/{year}", heading, partial(year_amount, year, column, reasons))
        for year, column, heading in amounts
    ]
    latest = {f"budget_tkr/{year}" for year in sorted(series["year"].unique())[-2:]}
    columns = [each.first() if each.key in latest else each for each in columns]
    columns = [building.texts("name", _("Area")), *columns]
    caption = _("Budgets and forecasts over the years, net cost in SEK thousand.")
    notes = break_notes(reasons)
    labels = plan_labels(series, "series", caption) | {"notes": notes}
    return building.table(pd.DataFrame(areas), columns, key="area", total=True, **labels)
