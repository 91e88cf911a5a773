"""The words of the board of goals, and its sentences, each with its condition.

A condition takes a row of `board.board`, or counts of its rows.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.goals import terms
from alereport.chapters.goals.board import ORDER, SHOWN, UNJUDGED
from alereport.chapters.goals.follow_up import NOT_REPORTED
from alereport.exhibits import values
from alereport.exhibits.phrases import (
    Phrase,
    Sentence,
    capitalised,
    fill_first,
    fill_plural,
    joined,
    listing,
    message,
    plural,
)
from alereport.exhibits.values import Signal

STATUSES: dict[str, tuple[Signal, str]] = {
    "deviating": ("bad", terms.STATUSES["deviating"]),
    "not_started": ("still", terms.STATUSES["not_started"]),
    "in_progress": ("moving", terms.STATUSES["in_progress"]),
    "submitted": ("handed", terms.STATUSES["submitted"]),
    "done": ("good", terms.STATUSES["done"]),
    UNJUDGED: ("unknown", message("cannot be judged")),
    NOT_REPORTED: ("unsaid", terms.STATUSES[NOT_REPORTED]),
}
"""The sign and the name of each status of the board, in its order."""

SINCE = (
    Sentence(
        "kept",
        message("reported in {reported}"),
        lambda row: row["change"] == "kept",
    ),
    Sentence(
        "new",
        message("was not reported in {when}"),
        lambda row: row["change"] == "changed" and row["previous_status"] == "not_reported",
    ),
    Sentence(
        "changed",
        message("in {when}: {before}"),
        lambda row: row["change"] == "changed",
    ),
    Sentence(
        "same",
        message("the same as in {when}"),
        lambda row: row["change"] == "same" and row["status"] != UNJUDGED,
    ),
)
"""What has become of a goal since the document before; nothing of one without."""

COUNTED = {
    "deviating": plural("one is off plan", "{count} are off plan"),
    "not_started": plural("one is not started", "{count} are not started"),
    "in_progress": plural("one is in progress", "{count} are in progress"),
    "submitted": plural("one has a proposal submitted", "{count} have a proposal submitted"),
    "done": plural("one is done", "{count} are done"),
    UNJUDGED: plural("one cannot be judged", "{count} cannot be judged"),
    "not_reported": plural("one is not reported", "{count} are not reported"),
}
"""How many have each status."""

LEAD = (
    Sentence(
        "with-activities",
        message("Of the {count} goals, assignments and activities on {day}, {parts}."),
        lambda facts: facts["count"] > 1 and facts["others"],
    ),
    Sentence(
        "goals",
        message("Of the {count} goals and assignments on {day}, {parts}."),
        lambda facts: facts["count"] > 1,
    ),
    Sentence("one", message("Of the plan, on {day}, {parts}."), lambda facts: facts["count"] == 1),
)
"""How the goals stand by the latest report."""

LATE = (
    Sentence(
        "late",
        plural("The time has passed for one of them.", "The time has passed for {count} of them."),
        lambda late: late > 0,
    ),
)
"""How many were to be done by the day of the report, and are neither done nor handed in."""

TURNED = (
    Sentence(
        "turned",
        plural(
            "One has another status than in {when}.",
            "{count} have another status than in {when}.",
        ),
        lambda turned: turned > 0,
    ),
)
"""How many have another status than in the report before."""


def name(status: str) -> str:
    """Return the name of a status in the current language."""
    words = STATUSES[status][1]
    return _(words)


def month(day: Any) -> str:
    """Return the month of a report's last day, such as `april 2025`."""
    return locales.period(f"{day:%Y-%m}")


def since(row: Mapping[Hashable, Any]) -> Phrase:
    """Return what has become of a goal since the document before; empty where there is none."""
    has_before = pd.notna(row["previous_as_of"])
    return fill_first(
        SINCE,
        row,
        before=name(row["previous_status"]) if has_before else "",
        when=month(row["previous_as_of"]) if has_before else "",
        reported=month(row["reported"]) if pd.notna(row["reported"]) else "",
    )


def lead(board: pd.DataFrame) -> Phrase:
    """Return how many have each status, how many are late, and how many have another one now."""
    if board.empty:
        return Phrase()
    parts = [
        fill_plural(*COUNTED[status], len(rows), _places(rows))
        for status in ORDER
        if len(rows := board[board["status"].eq(status)])
    ]
    facts = {"count": len(board), "others": int((~board["level"].isin(SHOWN)).sum())}
    late = board[board["is_late"]]
    return joined(
        [
            fill_first(
                LEAD,
                facts,
                count=values.count(len(board), _places(board)),
                day=locales.day(board["as_of"].iloc[0].date()),
                parts=listing(parts),
            ),
            fill_first(LATE, len(late), count=values.count(len(late), _places(late))),
            _turned(board),
        ]
    )


def _turned(board: pd.DataFrame) -> Phrase:
    turned = board[board["change"].eq("changed")]
    when = "" if turned.empty else month(turned["previous_as_of"].max())
    words = fill_first(
        TURNED, len(turned), count=values.count(len(turned), _places(turned)), when=when
    )
    return capitalised(words)


def _places(rows: pd.DataFrame) -> list[str]:
    """Return the row of the data of each goal, to count them by."""
    return [str(place) for place in rows.index]
