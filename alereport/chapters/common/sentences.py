"""Words that several chapters say, and what their exhibits of a plan are known by."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base.locales import gettext as _
from alereport.exhibits import sources
from alereport.exhibits.phrases import Phrase, Words, say
from alereport.exhibits.values import Cell, count, not_comparable, percent


def with_percent(change: Cell, row: Any, *, signed: bool = False) -> Words:
    """A change, and how much that is in percent where the two years compare.

    Args:
        change: The change as an amount.
        row: A row with its `change_percent`.
        signed: A plus or minus is written.
    """
    share = row["change_percent"]
    if pd.isna(share):
        return change
    shown = percent(share if signed else abs(share), signed=signed)
    return say("{change} ({percent})", change=change, percent=shown)


def part(some: int, whole: int) -> Phrase:
    """How many of all."""
    return say(_("{part} of {whole}"), part=count(some), whole=count(whole))


def change_percent(row: Any) -> Cell:
    """A change in percent; the word for a break where the two years do not compare."""
    if pd.notna(row["break_reason"]):
        return not_comparable(_("break"))
    return percent(row["change_percent"], signed=True)


def of_plan(
    frame: pd.DataFrame, exhibit: str, caption: str, *, source: str = "", **gaps: object
) -> dict[str, Any]:
    """What an exhibit of the newest plan in a frame is known by, its caption and its year.

    Args:
        frame: What it shows.
        exhibit: What it is known by within the chapter.
        caption: What it shows, with a gap for the `{year}`.
        source: Where the rows come from; by default what the frame says.
        gaps: What fills other gaps of the caption.
    """
    year = int(frame["plan_year"].max())
    return {
        "name": f"{frame['committee'].iloc[0]}-{year}-{exhibit}",
        "caption": f"{caption.format(year=year, **gaps)} {source or sources.source(frame)}",
        "as_of": year,
    }


def checked(state: str | None, seal: str) -> str:
    """What the gate and the review say of a data file, in a table's cell.

    Args:
        state: What its rules gave it, such as `green`; nothing where it is gone.
        seal: Whether it is as it was sealed.
    """
    states = {
        "green": _("passed"),
        "amber": _("passed with warnings"),
        "red": _("failed"),
        "unread": _("cannot be read"),
    }
    seals = {
        "changed": _("changed since the review"),
        "never": _("not yet reviewed"),
        "gone": _("missing since the review"),
    }
    return ", ".join(filter(None, [states.get(state or ""), seals.get(seal)]))
