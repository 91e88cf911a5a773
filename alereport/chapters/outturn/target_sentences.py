"""The sentences on the targets of a year, each with its condition."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.chapters.common import quoted
from alereport.chapters.common.sentences import in_words
from alereport.chapters.outturn.targets import with_target
from alereport.exhibits.phrases import Phrase, Sentence, fill_first, message
from alereport.exhibits.values import count

AGAINST_TARGET = (
    Sentence(
        "reached",
        message(
            "{indicator}: {value} in {year}, against the target of {target}. The target was "
            "reached."
        ),
        lambda row: pd.notna(row["reached"]) and bool(row["reached"]),
    ),
    Sentence(
        "not-reached",
        message(
            "{indicator}: {value} in {year}, against the target of {target}. The target was not "
            "reached."
        ),
        lambda row: pd.notna(row["reached"]) and not row["reached"],
    ),
    Sentence("unsure", message("{indicator}: {value} in {year}; the target was {target}.")),
)

LEAD = (
    Sentence(
        "no-report",
        message("No report in the sources follows {year} up."),
        lambda facts: not facts["reports"],
    ),
    Sentence(
        "nothing",
        message("No report on {year} has an outturn, a forecast or a key figure to quote."),
        lambda facts: not facts["figures"],
    ),
    Sentence("one-target", "{only}", lambda facts: facts["aimed"] == 1),
    Sentence(
        "targets",
        message("{reached} of {aimed} targets for {year} were reached."),
        lambda facts: facts["aimed"] and facts["known"] == facts["aimed"],
    ),
    Sentence("not-all-known", message("The figures for {year} are in the table.")),
)


def against_target(row: Any) -> Phrase:
    """Return a figure against its target, and whether that was reached."""
    return fill_first(
        AGAINST_TARGET,
        row,
        indicator=row["indicator"],
        value=in_words(quoted.figure("value", row)),
        target=in_words(quoted.figure("target", row)),
        year=int(row["year"]),
    )


def lead(figures: pd.DataFrame, reports: pd.DataFrame, year: int) -> Phrase:
    """Return whether the year's targets were reached."""
    aimed = with_target(figures)
    return fill_first(
        LEAD,
        {
            "reports": len(reports),
            "figures": len(figures),
            "aimed": len(aimed),
            "known": aimed["reached"].notna().sum(),
        },
        only="" if aimed.empty else against_target(aimed.iloc[0]),
        reached=count(int(aimed["reached"].fillna(value=False).sum())),
        aimed=count(len(aimed)),
        year=year,
    )
