"""What is said of the forecasts' own record; the frames are from `record`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common.sentences import part_in_words
from alereport.chapters.outturn.record import FEWEST
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    fill,
    fill_each,
    fill_first,
    listing,
    message,
)

USUAL = (
    Sentence(
        "own",
        message(
            "The outturn usually differs from the forecast as of {month} by {low} to {high} per "
            "cent of the year's budget (n = {errors}, the committee's own forecasts)."
        ),
        lambda row: row["errors"] >= FEWEST,
    ),
)
"""How far from a forecast its year usually ends, of one month's errors."""
FEW = (
    Sentence(
        "few",
        message(
            "Too few earlier forecasts can be compared with their outturn to tell how far from "
            "them the year usually ends: {counts}."
        ),
        lambda months: months > 0,
    ),
)
"""That too little is known of the forecasts of so many months."""
NONE_YET = (
    Sentence(
        "none",
        message("No earlier forecast can be compared with its outturn yet."),
        lambda errors: errors == 0,
    ),
)
"""That nothing is known, of how many errors are."""
LATEST = (
    Sentence(
        "range",
        message(
            "The forecast as of {day} is {forecast}; after such a forecast the year usually ends "
            "between {low} and {high}."
        ),
        lambda row: pd.notna(row["low_tkr"]),
    ),
    Sentence(
        "alone",
        message("The forecast as of {day} is {forecast}."),
        lambda row: pd.isna(row["low_tkr"]),
    ),
)
"""Where the latest forecast says that the year ends, and where it usually does."""
HEADLINE = (
    Sentence(
        "one",
        message("{year} cost more than the forecast as of {month}"),
        lambda counts: counts["over"] == counts["years"] == 1,
    ),
    Sentence(
        "not-one",
        message("{year} cost no more than the forecast as of {month}"),
        lambda counts: counts["over"] == 0 and counts["years"] == 1,
    ),
    Sentence(
        "all",
        message("Every year cost more than the forecast as of {month}"),
        lambda counts: counts["over"] == counts["years"],
    ),
    Sentence(
        "none",
        message("No year cost more than the forecast as of {month}"),
        lambda counts: counts["over"] == 0,
    ),
    Sentence(
        "some",
        message("{part} years cost more than the forecast as of {month}"),
        lambda counts: 0 < counts["over"] < counts["years"],
    ),
)
"""How many years cost more than a forecast, of those that are known."""
NOTES = (
    Sentence(
        "sign",
        message("Plus means that the year cost more than the forecast."),
        lambda facts: facts["errors"] > 0,
    ),
    Sentence(
        "range",
        message(
            "Eight of ten outturns are expected within a usual range, if the forecasts miss as "
            "they have done: it is a prediction interval by Student's t."
        ),
        lambda facts: facts["ranges"] > 0,
    ),
    Sentence(
        "broken",
        message("{broken} is not comparable with the year before, and is not counted."),
        lambda facts: facts["broken"] == 1,
    ),
    Sentence(
        "broken-years",
        message("{broken} are not comparable with the year before, and are not counted."),
        lambda facts: facts["broken"] > 1,
    ),
    Sentence(
        "restated",
        message(
            "Documents give different outturns of {restated}; that of the latest document is taken."
        ),
        lambda facts: facts["restated"] > 0,
    ),
)
"""How the table is to be read, and what is not counted."""


def usual(row: Mapping[Any, Any]) -> Phrase:
    """Return how far from a committee's forecasts of one month the year usually ends.

    Args:
        row: A row of `record.ranges`.
    """
    ends = {
        end: values.percent(row[f"{end}_percent"], signed=True, has_unit=False, basis="estimated")
        for end in ("low", "high")
    }
    return fill_first(
        USUAL,
        row,
        **ends,
        month=locales.month_name(int(row["month"])),
        errors=values.amount(row["errors"], basis="derived"),
    )


def few(usual: pd.DataFrame) -> Phrase:
    """Return of which months too few forecasts can be compared; empty if of none.

    Args:
        usual: `record.ranges`.
    """
    known = usual[usual["errors"].gt(0) & usual["errors"].lt(FEWEST)]
    counts = [
        fill(
            _("{count} as of {month}"),
            count=values.count(int(row["errors"])),
            month=locales.month_name(int(row["month"])),
        )
        for row in known.to_dict("records")
    ]
    return fill_first(FEW, len(counts), counts=listing(counts))


def none_yet(errors: int) -> Phrase:
    """Return that no forecast can be compared yet; empty if some can."""
    return fill_first(NONE_YET, errors)


def latest(row: Mapping[Any, Any]) -> Phrase:
    """Return the latest forecast, and where such a year usually ends.

    Args:
        row: A row of `record.open_forecasts`.
    """
    return fill_first(
        LATEST,
        row,
        day=locales.day(row["as_of"].date()),
        forecast=values.money(row["forecast_tkr"], hedge=row["forecast_hedge"]),
        low=values.million(row["low_tkr"], basis="estimated"),
        high=values.million(row["high_tkr"], basis="estimated"),
    )


def headline(known: pd.DataFrame) -> Phrase:
    """Return how many years cost more than the forecast of the last month that reports cover.

    Args:
        known: `record.forecasts` whose error is known; not empty.
    """
    month = int(known["month"].max())
    of_month = known[known["month"].eq(month)]
    over = of_month[of_month["error_tkr"].gt(0)]
    return fill_first(
        HEADLINE,
        {"over": len(over), "years": len(of_month)},
        month=locales.month_name(month),
        year=str(of_month["year"].iloc[0]),
        part=part_in_words(over, of_month),
    )


def notes(made: pd.DataFrame, usual_ranges: pd.DataFrame) -> list[Phrase]:
    """Return how the table of forecasts is to be read, and what is left out of the range."""
    broken = made.loc[made["break_reason"].notna(), "year"]
    restated = made.loc[made["restated"], "year"]
    facts = {
        "errors": int(made["error_percent"].notna().sum()),
        "ranges": int(usual_ranges["low_percent"].notna().sum()),
        "broken": broken.nunique(),
        "restated": restated.nunique(),
    }
    years = {
        name: locales.listing([str(year) for year in each.drop_duplicates()])
        for name, each in (("broken", broken), ("restated", restated))
    }
    return list(fill_each(NOTES, facts, **years).values())
