"""The sentences of the chapter on the quality of the data, and when each of them is true."""

from __future__ import annotations

import pandas as pd

from alereport.exhibits.phrases import Phrase, Sentence, Words, capitalised, fill_first, message
from alereport.exhibits.values import amount, count

LEAD = (
    Sentence(
        "failed",
        message(
            "The data have not passed, so the figures that rest on them are not published. Rows "
            "that break a rule that must hold: {failed}. Files that cannot be read: {unread}."
        ),
        lambda total: total["failed"] or total["unread"],
    ),
    Sentence(
        "deviations",
        message(
            "Every check that must hold has passed. {accepted} known deviations are "
            "explained below."
        ),
        lambda total: total["accepted"] > 1,
    ),
    Sentence(
        "one-deviation",
        message("Every check that must hold has passed. One known deviation is explained below."),
        lambda total: total["accepted"] == 1,
    ),
    Sentence("passed", message("Every check that must hold has passed.")),
)

NUMBERS = (
    Sentence(
        "all-match",
        message(
            "All {count} numbers in the analyst's texts match rows of the data: equal, rounded, or "
            "a sum, difference, share or change of rows. The numbers in computed sentences are "
            "compared with the rows they name in the same way, when the report is published."
        ),
        lambda facts: facts["count"] and facts["matched"] == facts["count"],
    ),
    Sentence(
        "some-match",
        message(
            "{matched} of the {count} numbers in the analyst's texts match rows of the data: "
            "equal, rounded, or a sum, difference, share or change of rows. The others are "
            "known to be right, or stand among what deviates. The numbers in computed sentences "
            "are compared with the rows they name in the same way, when the report is published."
        ),
        lambda facts: facts["matched"] < facts["count"],
    ),
)

CHECKED = {
    "source": message(
        "Every figure comes from a document, or is computed from such figures. The data name the "
        "document and the section of each."
    ),
    "checks": message(
        "Before anything is published, a program checks every row: that the parts add up to the "
        "printed total, that two plans do not give different amounts for the same thing, that "
        "dates, units and names are possible. One check that must hold and fails stops the report."
    ),
    "seals": message(
        "Each file must be read against its document before the report is published. Any later "
        "change stops the report until somebody has reviewed it and said why."
    ),
    "limits": message(
        "No check sees two amounts that have changed places and keep their total; only the "
        "comparison with the document does. Where the document itself is wrong, so is the figure."
    ),
}
"""What is checked, and what no check can detect."""


def numbers(found: pd.DataFrame) -> Phrase:
    """Return how many of the numbers in the analyst's texts match rows; empty if there are none."""
    facts = {"count": len(found), "matched": int(found["matches"].sum())}
    cells = {name: amount(number, basis="derived") for name, number in facts.items()}
    return fill_first(NUMBERS, facts, **cells)


def lead(total: pd.Series[int]) -> Phrase:
    """Return whether the data have passed."""
    cells: dict[str, Words] = {
        str(name): amount(number, basis="derived") for name, number in total.items()
    }
    return fill_first(LEAD, total, **cells | {"accepted": capitalised(count(total["accepted"]))})
