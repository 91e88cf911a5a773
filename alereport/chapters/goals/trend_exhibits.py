"""The measures of a plan with what its reports tell of them; `outturns` is `trends.outturns`."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.rows import of_each
from alereport.chapters.common.sentences import plan_labels
from alereport.chapters.goals.measure_sentences import names_in_sentence
from alereport.chapters.goals.trends import Point
from alereport.exhibits import building, sources, values
from alereport.exhibits.building import Column, FrameRow, rows_of
from alereport.exhibits.model import Group, Line, Table
from alereport.exhibits.phrases import Sentence, capitalised, fill_first, message, plural
from alereport.exhibits.values import Cell

TRENDS = {
    "better": message("better"),
    "worse": message("worse"),
    "unchanged": message("unchanged"),
}
"""The names of what has become of a value since the one before it."""
WAYS = {"increase": message("to rise"), "decrease": message("to fall")}
"""The names of targets without a number."""

REACHED = (
    Sentence("unsure", message("cannot be judged"), lambda row: pd.isna(row["reached"])),
    Sentence(
        "reached-so-far",
        message("reached so far"),
        lambda row: row["reached"] and row["is_so_far"],
    ),
    Sentence("reached", message("reached"), lambda row: row["reached"]),
    Sentence("not-yet", message("not yet reached"), lambda row: not row["is_over"]),
    Sentence("not-reached", message("not reached"), lambda row: row["is_over"]),
)
"""What is said of the target of a measure with an outturn, on the day of the report."""

WITHOUT = (
    Sentence(
        "without",
        plural(
            "The reports give no outturn of the measure {names}.",
            "The reports give no outturn of {count} of the measures: {names}.",
        ),
        lambda count: count > 0,
    ),
)
"""Which measures of the plan the reports leave out."""
DECIMALS = 2


def outturns(outturns: pd.DataFrame, without: pd.DataFrame) -> Group:
    """Return each measure with its start, outturns and target, and which have no outturn.

    Args:
        outturns: See the module.
        without: `trends.without_outturn`.
    """
    words = fill_first(
        WITHOUT,
        len(without),
        count=values.count(len(without), of_each(without)),
        names=names_in_sentence(without["name"]),
    )
    line = Line(key="without-outturn", words=words, rows=rows_of(without))
    said = building.lines("", [line], name="without-outturn")
    return building.group(*([] if outturns.empty else [_table(outturns)]), *([said] * bool(words)))


def _table(outturns: pd.DataFrame) -> Table:
    days = sorted({day for reported in outturns["reported"] for day in reported})
    columns = [
        Column("name", _("Measure"), _name, figures=False),
        Column("start", _("Start"), lambda row: _value(row["start"], row)),
        *(Column(f"{day:%Y-%m-%d}", _heading(day), partial(_of_day, day)).first() for day in days),
        Column("target", _("Target"), _target).first(),
        *(
            [Column("trend", _("Latest change"), _trend, figures=False)]
            * bool(outturns["trend"].any())
        ),
        Column("reached", _("Target reached"), _reached, figures=False),
    ]
    latest = locales.day(outturns["as_of"].max().date())
    caption = _("The measures of the plan for {year} with an outturn, as reported until {day}.")
    places = pd.DataFrame(outturns["places"].explode().tolist(), columns=["title", "section"])
    source = sources.source(places)
    named = plan_labels(outturns, "outturns", caption, source=source, day=latest)
    return building.table(outturns, columns, key="measure", **named)


def _heading(day: pd.Timestamp) -> str:
    """Return the month of a report's last day; of the last day of a year, the year."""
    if (day.month, day.day) == (12, 31):
        return _("All of {year}").format(year=day.year)
    return str(capitalised(locales.period(f"{day:%Y-%m}")))


def _name(row: FrameRow) -> Cell:
    """Return a measure's name, with what its percentages are of where the documents say so."""
    if pd.isna(row["basis"]):
        return values.named(row["name"])
    words = _("{name} (of {basis})").format(name=row["name"], basis=row["basis"])
    return values.named(row["name"]).model_copy(update={"words": words})


def _of_day(day: pd.Timestamp, row: FrameRow) -> Cell:
    return _value(row["reported"].get(day), row)


def _value(point: Point | None, row: FrameRow) -> Cell:
    """Return a value with its hedge, and its unit and year where they are not those expected."""
    if point is None:
        return values.silent()
    is_of_plan = point is row["start"]
    year = point.year if is_of_plan and pd.notna(point.year) else ""
    return _number(
        point.value, point.measured[0], upper=point.upper, hedge=point.hedge, year=str(year)
    ).model_copy(update={"rows": point.rows})


def _number(value: float, unit: str, **fields: Any) -> Cell:
    ends = (value, value if fields.get("upper") is None else fields["upper"])
    decimals = max(values.decimals_needed(end, DECIMALS) for end in ends)
    return values.amount(value, unit=unit, has_unit=True, decimals=decimals, **fields)


def _target(row: FrameRow) -> Cell:
    if way := WAYS.get(row["target_words"]):
        return values.words(_(way))
    low, high = row["target_low"], row["target_high"]
    ends = {sign: end for sign, end in ((">=", low), ("<=", high)) if pd.notna(end)}
    if not ends:
        return values.silent()
    numbers = list(dict.fromkeys(ends.values()))
    unit: str = "" if pd.isna(row["unit"]) else str(row["unit"])
    is_later = row["target_year"] != row["plan_year"]
    return _number(
        numbers[0],
        unit,
        upper=numbers[1] if len(numbers) > 1 else None,
        comparator=next(iter(ends)) if len(ends) == 1 else "",
        hedge=row["target_hedge"],
        year=str(row["target_year"]) if is_later else "",
    )


def _trend(row: FrameRow) -> Cell:
    """Return whether the latest value is better than the one before, and by how much."""
    name = TRENDS.get(row["trend"])
    if name is None:
        return values.silent()
    trend = _(name)
    if not row["change"]:
        return values.words(trend)
    decimals = values.decimals_needed(row["change"], DECIMALS)
    change = values.amount(row["change"], signed=True, decimals=decimals, basis="derived")
    return Cell(value=trend, words=_("{trend} ({change})").format(trend=trend, change=change))


def _reached(row: FrameRow) -> Cell:
    last_day = pd.Timestamp(int(row["target_year"]), 12, 31)
    facts = {**row, "is_over": row["as_of"] >= last_day}
    return values.words(str(fill_first(REACHED, facts)))
