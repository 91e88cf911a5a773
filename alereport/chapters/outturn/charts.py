"""The chart of a year's path, from the plan's budget to its outturn; see `accounts.path`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.outturn import sentences
from alereport.charts.canvas import Look
from alereport.charts.marks import Bar, Draw, Mark, Panel, Row, Words
from alereport.charts.rows import rows_chart
from alereport.exhibits import building, values
from alereport.exhibits.building import Column, FrameRow
from alereport.exhibits.model import Chart, Group, nothing
from alereport.exhibits.phrases import Phrase, Sentence, fill, fill_first, in_sentence, message
from alereport.exhibits.sources import with_source
from alereport.exhibits.values import Cell

LOOKS: dict[str, Look] = {
    "plan": "outline",
    "amended": "outline",
    "forecast": "hatch",
    "outturn": "solid",
}
"""How a budget, a forecast and an outturn look in every chart."""
HEADLINE = (
    Sentence(
        "moved",
        message("{last}: {deviation}; {first}: {earlier}"),
        lambda facts: facts["reports"] > 1 and facts["differs"],
    ),
    Sentence(
        "as-before",
        message("{last}: {deviation}, as in every report"),
        lambda facts: facts["reports"] > 1,
    ),
    Sentence("one", message("{last}: {deviation}"), lambda facts: facts["reports"] == 1),
    Sentence("budget", message("No report has a forecast or an outturn of the whole year")),
)
"""What the path ends with, of how many reports there are and whether they differ."""


def path(steps: pd.DataFrame, *, chapter: str, year: int) -> Chart | Group:
    """Draw the year's path, and how far each forecast and the outturn are from the budget.

    The exhibit is empty where there are no two steps.

    Args:
        steps: `accounts.path`.
        chapter: The report, such as `ks-2024`.
        year: The year.
    """
    if len(steps) < 2:
        return nothing()
    shown = steps.assign(key=_keys(steps), name=[_name(row) for row in steps.to_dict("records")])
    caption = _(
        "Budget, forecasts and outturn for {year}, and the deviation from the budget that each "
        "report prints, SEK thousand."
    ).format(year=year)
    columns = [
        building.texts("name", _("Step")),
        Column("amount_tkr", _("Net cost"), _amount),
        Column("deviation_tkr", _("Deviation"), _deviation),
    ]
    return building.chart(
        _drawn(shown),
        shown,
        columns,
        name=f"{chapter}-path",
        key="key",
        headline=_headline(shown),
        caption=with_source(caption, shown),
        alt=_("Bar chart of the year's path in SEK thousand: {values}."),
        marks=_mark,
        as_of=year,
    )


def _keys(steps: pd.DataFrame) -> list[str]:
    """Return the key of each step: what it is, and of a report its day."""
    days = steps["as_of"].dt.strftime("%Y-%m-%d")
    is_report = steps["step"].isin(("forecast", "outturn"))
    return [*(steps["step"] + ("-" + days).where(is_report, ""))]


def _name(row: FrameRow) -> str:
    names = {
        "plan": _("The plan's budget"),
        "amended": _("Budget after decisions until {day}"),
        "forecast": _("Forecast {day}"),
        "outturn": _("Outturn {day}"),
    }
    day: str = locales.day(row["as_of"]) if pd.notna(row["as_of"]) else ""
    return names[row["step"]].format(day=day)


def _amount(row: FrameRow) -> Cell:
    hedge = row["hedge"] if isinstance(row["hedge"], str) else ""
    return values.amount(row["amount_tkr"], unit="tkr", hedge=hedge)


def _deviation(row: FrameRow) -> Cell:
    return values.amount(row["deviation_tkr"], unit="tkr", signed=True, basis="derived")


def _drawn(steps: pd.DataFrame) -> Draw:
    rows = [
        Row(str(row["name"]), ([_bar(row)], _difference(row))) for row in steps.to_dict("records")
    ]
    return rows_chart(rows, [Panel(_("SEK thousand"), 2), Panel(_("Deviation"))])


def _bar(row: FrameRow) -> Bar:
    return Bar(float(row["amount_tkr"]), str(_amount(row)), LOOKS[row["step"]])


def _difference(row: FrameRow) -> tuple[Mark, ...]:
    """Return the bar of a deviation: what is over the budget in the colour of more."""
    if pd.isna(row["deviation_tkr"]):
        return () if row["step"] in {"plan", "amended"} else (Words(locales.DASH),)
    deviation = float(row["deviation_tkr"])
    return (Bar(deviation, str(_deviation(row)), "more" if deviation < 0 else "less"),)


def _headline(steps: pd.DataFrame) -> Phrase:
    told = steps[steps["deviation_tkr"].notna()]
    first, last = (told.iloc[place] if len(told) else steps.iloc[place] for place in (0, -1))
    return fill_first(
        HEADLINE,
        {"reports": len(told), "differs": len(set(told["deviation_tkr"])) > 1},
        last=str(last["name"]),
        deviation=_in_words(last),
        first=in_sentence(str(first["name"])),
        earlier=_in_words(first),
    )


def _in_words(row: FrameRow | pd.Series[Any]) -> Phrase:
    return sentences.deviation({**row, "budget_hedge": None})


def _mark(row: FrameRow) -> Phrase:
    """Describe a step's bars."""
    amount = _amount(row).model_copy(update={"has_unit": True})
    if pd.isna(row["deviation_tkr"]):
        return fill("{name} {amount}", name=str(row["name"]), amount=amount)
    deviation = _in_words(pd.Series(dict(row)))
    return fill(
        "{name} {amount}, {deviation}", name=str(row["name"]), amount=amount, deviation=deviation
    )
