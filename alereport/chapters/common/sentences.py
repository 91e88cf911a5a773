"""Phrases that several chapters use, and the names and captions of exhibits of a plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.base import locales
from alereport.base.locales import gettext as _
from alereport.chapters.common import rows
from alereport.exhibits import sources
from alereport.exhibits.phrases import Phrase, Words, fill
from alereport.exhibits.values import Cell, amount, count, not_comparable, percent


def in_words(value: Cell) -> Words:
    """Return a value for running text: a percentage with the word for it, others as they are."""
    if value.unit != "%" or not value.is_number:
        return value
    number = value.model_copy(update={"has_unit": False})
    return fill(_("{number} per cent"), number=number)


def part(number: int, total: int) -> Phrase:
    """Return a number out of a total as a figure, such as `3 av 7`."""
    return _part(amount(number, basis="derived"), amount(total, basis="derived"))


def part_in_words(part: pd.DataFrame, whole: pd.DataFrame) -> Phrase:
    """Return rows out of all rows in a sentence, such as `tre av sju` or `3 av 33`."""
    cells = [count(len(each), rows.of_each(each)) for each in (part, whole)]
    if cells[1].words == locales.number(len(whole)):
        cells = [cell.model_copy(update={"words": ""}) for cell in cells]
    return _part(*cells)


def _part(number: Cell, total: Cell) -> Phrase:
    return fill(_("{part} of {whole}"), part=number, whole=total)


def change_percent(row: Any) -> Cell:
    """Return a change in percent, or the word for a break if the two years are not comparable."""
    if pd.notna(row["break_reason"]):
        return not_comparable(_("break"))
    return percent(row["change_percent"], signed=True)


def plan_labels(
    frame: pd.DataFrame, exhibit: str, caption: str, *, source: str = "", **gaps: object
) -> dict[str, Any]:
    """Return the name, the caption and the year of an exhibit of the newest plan in a frame.

    Args:
        frame: The frame that the exhibit shows.
        exhibit: The exhibit's name within the chapter.
        caption: The caption, with a gap for the `{year}`.
        source: The source line; by default that of the frame's rows.
        gaps: The values of other gaps in the caption.
    """
    year = int(frame["plan_year"].max())
    return {
        "name": f"{frame['committee'].iloc[0]}-{year}-{exhibit}",
        "caption": sources.Captioned(
            caption.format(year=year, **gaps), source or sources.source(frame)
        ),
        "as_of": year,
    }
