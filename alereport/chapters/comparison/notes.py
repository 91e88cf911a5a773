"""What stands under the charts of an indicator."""

from __future__ import annotations

import pandas as pd

from alereport.chapters.comparison import about_sentences as sentences
from alereport.exhibits import building
from alereport.exhibits.building import rows_of
from alereport.exhibits.model import Line, Text


def reservations(spread: pd.DataFrame) -> Text:
    """Return what must be known of an indicator: its sign, its direction, and who has no value.

    Args:
        spread: `analysis.spread`, of one indicator.
    """
    first, rows = spread.iloc[0], rows_of(spread)
    lines = [
        *(Line(key=key, words=words, rows=rows) for key, words in sentences.about(first).items()),
        *building.marks_of_rows(spread, sentences.missing, key=("indicator", "year")),
        Line(key="preliminary", words=sentences.preliminary(spread), rows=rows),
    ]
    return building.lines("report-note", lines, name=f"about-{str(first['indicator']).lower()}")
