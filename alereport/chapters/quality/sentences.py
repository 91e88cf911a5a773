"""The sentences of the chapter on the quality of the data, and when each of them is true."""

from __future__ import annotations

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits.phrases import Phrase, Sentence, fill, fill_first, fill_plural, message
from alereport.exhibits.values import count

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
        "passed",
        message(
            "All {files} data files have passed: of {checks} checks none that must hold fails, "
            "and {accepted} known deviations may stand, each with its reason."
        ),
    ),
)

TRUST = {
    "source": message(
        "Every figure is carried over from a document of {municipality}, and a slip is easily "
        "made. So each row says in which section of which document it stands."
    ),
    "checks": message(
        "Before anything is published, a program asks of every row what an auditor would ask: "
        "that the parts add up to the printed total, that two plans do not give different "
        "amounts for the same thing, that dates, units and names are possible."
    ),
    "severity": message(
        "A check that must hold stops publishing when it fails. A warning is published, and "
        "stands here. A deviation may stand only with a written reason, and only for as long "
        "as the row is as it was when it was accepted."
    ),
    "seals": message(
        "When a file has been read against its document it is sealed. Any change after that "
        "shows, also one that breaks no rule, and stops publishing until somebody has "
        "reviewed it and said why."
    ),
    "limits": message(
        "What no check of the data can tell: two amounts that have changed places and keep "
        "their total, or a row that was left out. Those are found by the comparison with the "
        "document and by the review. And where the document itself is wrong, so is the figure."
    ),
}
"""Why a reader can trust the figures, and what no check can detect."""


def lead(total: pd.Series[int]) -> Phrase:
    """Return the main finding in one sentence."""
    return fill_first(LEAD, total, **{str(name): count(number) for name, number in total.items()})


def corrected(corrections: pd.DataFrame) -> Phrase:
    """Return how many files have been corrected after they were first reviewed."""
    if corrections.empty:
        return fill(_("No reviewed file has been corrected so far."))
    return fill_plural(
        "{count} correction has been made since the first review; each is in the table.",
        "{count} corrections have been made since the first review; each is in the table.",
        len(corrections),
    )
