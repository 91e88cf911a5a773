"""The sentences on how a year moved from one report to the next; see `movement.moves`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.chapters.common import rows
from alereport.chapters.outturn.sentences import deviation, net
from alereport.data.datasets import TOTAL
from alereport.exhibits.phrases import Phrase, Sentence, fill_first, in_sentence, message
from alereport.exhibits.values import money

Facts = Any

STEP = (
    Sentence(
        "worse",
        message(
            "The deviation is worse than in the report until {before}: now {now}, then {then}."
        ),
        lambda facts: facts["moved_tkr"] < 0,
    ),
    Sentence(
        "better",
        message(
            "The deviation is better than in the report until {before}: now {now}, then {then}."
        ),
        lambda facts: facts["moved_tkr"] > 0,
    ),
    Sentence(
        "rounded",
        message(
            "The deviation is as in the report until {before}, to the nearest {unit}: now {now}, "
            "then {then}."
        ),
        lambda facts: facts["moved_tkr"] == 0 and facts["from_over_tkr"] != facts["over_tkr"],
    ),
    Sentence(
        "same",
        message("The deviation is as in the report until {before}: {now}."),
        lambda facts: facts["moved_tkr"] == 0,
    ),
)
"""How the total's deviation moved from one report to the next; `moved_tkr` is plus if less is
spent over the budget."""

AREA_STEP = (
    Sentence(
        "worse",
        message("The largest worsening is in {area}: now {now}, then {then}."),
        lambda facts: facts["moved_tkr"] < 0,
    ),
    Sentence(
        "better",
        message("The largest improvement is in {area}: now {now}, then {then}."),
        lambda facts: facts["moved_tkr"] > 0,
    ),
)
"""The area whose deviation moved most in the direction of the total's."""

BUDGET_STEP = (
    Sentence(
        "raised",
        message("Meanwhile the year's budget was raised by {change}, to {budget}."),
        lambda facts: facts["raised_tkr"] > 0,
    ),
    Sentence(
        "lowered",
        message("Meanwhile the year's budget was lowered by {change}, to {budget}."),
        lambda facts: facts["raised_tkr"] < 0,
    ),
)
"""How the budget that the reports print changed from one to the next."""


def step(total: Facts) -> Phrase:
    """Return how the total's deviation moved since the report before; empty if it is unknown."""
    if pd.isna(total["moved_tkr"]):
        return Phrase()
    unit = max(total["rounded_to_tkr"], total["from_rounded_to_tkr"])
    return fill_first(
        STEP,
        {
            "moved_tkr": total["moved_tkr"],
            "over_tkr": -total["deviation_tkr"],
            "from_over_tkr": -total["from_deviation_tkr"],
        },
        before=locales.day(total["from_as_of"]),
        now=deviation(total),
        then=deviation(total, prefix="from_"),
        unit=money(unit),
    )


def area_step(moved: pd.DataFrame, total: Facts) -> Phrase:
    """Return the area whose deviation moved most in the direction of the total's, if any."""
    areas = moved[moved["area"].ne(TOTAL) & moved["moved_tkr"].notna()]
    same = areas[areas["moved_tkr"].mul(total["moved_tkr"]).gt(0).fillna(value=False)]
    if same.empty:
        return Phrase()
    most = rows.furthest(same, "moved_tkr")
    return fill_first(
        AREA_STEP,
        {"moved_tkr": most["moved_tkr"]},
        area=in_sentence(str(most["name"])),
        now=deviation(most),
        then=deviation(most, prefix="from_"),
    )


def budget_step(total: Facts) -> Phrase:
    """Return how the budget of the year changed since the report before; empty if it did not."""
    raised = total["budget_tkr"] - total["from_budget_tkr"]
    unit = max(total["rounded_to_tkr"], total["from_rounded_to_tkr"])
    if pd.isna(raised) or (unit > 1 and abs(raised) <= unit):
        return Phrase()
    return fill_first(
        BUDGET_STEP,
        {"raised_tkr": raised},
        change=money(raised),
        budget=net(total["budget_tkr"], hedge=total["budget_hedge"]),
    )
