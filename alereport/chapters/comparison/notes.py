"""What stands under the charts of an indicator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from alereport.chapters.comparison import about_sentences as sentences
from alereport.exhibits import building
from alereport.exhibits.building import rows_of
from alereport.exhibits.model import Line, Text

OF_ONE = {sentence.key for sentence in sentences.ABOUT_INDICATOR}
"""The sentences about one indicator, which are said of each although they are alike."""


def reservations(spread: pd.DataFrame) -> tuple[Text, dict[str, Text]]:
    """Return what must be known of all indicators, said once, and what of each, by its name.

    It is the sign, the direction, who has no value, and what is preliminary.

    Args:
        spread: `analysis.spread`.
    """
    lines = {str(name): _lines(rows) for name, rows in spread.groupby("indicator", sort=False)}
    shared = _shared(list(lines.values()))
    return _text(shared.values(), "all"), {
        name: _text((line for line in of_one if str(line) not in shared), name)
        for name, of_one in lines.items()
    }


def _lines(spread: pd.DataFrame) -> list[Line]:
    first, rows = spread.iloc[0], rows_of(spread)
    return [
        *building.marks_of_rows(spread, sentences.missing, key=("indicator", "year")),
        Line(key="preliminary", words=sentences.preliminary(spread), rows=rows),
        *(Line(key=key, words=words, rows=rows) for key, words in sentences.about(first).items()),
    ]


def _shared(lines: Sequence[Sequence[Line]]) -> dict[str, Line]:
    """Return the lines that are true of each of several indicators in the same words."""
    first, *others = lines
    alike = {
        str(line): [line, *(each for other in others for each in other if str(each) == str(line))]
        for line in first
        if str(line) and line.key not in OF_ONE
    }
    return {
        words: found[0].model_copy(update={"rows": _rows(found)})
        for words, found in alike.items()
        if 1 < len(lines) == len(found)
    }


def _rows(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row for line in lines for row in line.rows))


def _text(lines: Iterable[Line], name: str) -> Text:
    return building.lines("report-note", lines, name=f"about-{name.lower()}")
