"""The questions to ask about a budget, in words, each with the condition under which it is asked.

The summary of a committee's year and the front page ask them too.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.budget.sentences import in_percent
from alereport.exhibits.model import Line
from alereport.exhibits.phrases import Sentence, fill_first, in_sentence, message
from alereport.exhibits.values import money

NOTABLE = 5.0
"""Per cent: a deviation from the budget that is worth asking about."""

QUESTIONS = (
    Sentence(
        "more-than-forecast",
        message(
            "The forecast for {previous} is {over} ({over_percent}) under budget. Why is the "
            "budget for {year} still {above} ({above_percent}) above the forecast?"
        ),
        lambda row: (
            row["compares"]
            and row["over_percent"] <= -NOTABLE
            and row["above_forecast_percent"] >= NOTABLE
        ),
    ),
    Sentence(
        "saving-not-booked",
        message(
            "The forecast for {previous} is over budget, and {unbooked} of it is a saving that "
            "the forecast does not have. Where is the saving of {saving} for {year} to be made?"
        ),
        lambda row: row["over_tkr"] > 0 and row["unbooked_tkr"] > 0 and row["must_save_tkr"] > 0,
    ),
    Sentence(
        "overspent-not-raised",
        message(
            "The forecast for {name} in {previous} is {over} ({over_percent}) over budget, and the "
            "budget for {year} is no larger. How is the money to be enough?"
        ),
        lambda row: (
            row["compares"] and row["over_percent"] >= NOTABLE and row["area_change_tkr"] <= 0
        ),
    ),
    Sentence(
        "saving-without-decrease",
        message(
            "The plan asks for savings of {saving}, but nothing decreases in its table. Where is "
            "the saving to be made?"
        ),
        lambda row: row["compares"] and row["must_save_tkr"] > 0 and row["decreases_tkr"] == 0,
    ),
    Sentence(
        "saving-not-placed",
        message(
            "The plan asks for savings of {saving}, but the decreases in its table come to "
            "{decreases}. Where is the saving to be made?"
        ),
        lambda row: row["compares"] and row["must_save_tkr"] > row["decreases_tkr"] > 0,
    ),
    Sentence(
        "increase-unexplained",
        message(
            "The largest increase is for {name}, {change}. The text that the report is based on "
            "does not say why. What is the money for?"
        ),
        lambda row: row["unexplained"] and row["area_change_tkr"] > 0,
    ),
    Sentence(
        "decrease-unexplained",
        message(
            "The largest decrease is for {name}, {change}. The text that the report is based on "
            "does not say why. What is to be dropped?"
        ),
        lambda row: row["unexplained"] and row["area_change_tkr"] < 0,
    ),
)
"""The questions by the key in a row of `questions.questions`, and whether that row asks it."""


def lines(questions: pd.DataFrame) -> list[Line]:
    """Return the questions that are asked, each with its rows.

    Args:
        questions: `questions.questions`.
    """
    sentences = {sentence.key: sentence for sentence in QUESTIONS}
    asked = [
        Line(
            key=row["question"],
            words=fill_first([sentences[row["question"]]], row, **_gaps(row)),
            rows=row["rows"],
        )
        for row in questions.to_dict("records")
    ]
    return [line for line in asked if line.words]


def _gaps(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "year": int(row["year"]),
        "previous": int(row["year"]) - 1,
        "name": in_sentence(str(row["name"])) if isinstance(row["name"], str) else "",
        "over": money(row["over_tkr"]),
        "over_percent": in_percent(row["over_percent"]),
        "above": money(row["above_forecast_tkr"]),
        "above_percent": in_percent(row["above_forecast_percent"]),
        "unbooked": money(row["unbooked_tkr"]),
        "saving": money(row["must_save_tkr"], hedge=row["hedge"]),
        "decreases": money(row["decreases_tkr"]),
        "change": money(row["area_change_tkr"]),
    }
