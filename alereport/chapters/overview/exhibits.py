"""What the report holds of the whole municipality: every plan in a line, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from alereport.base import locales
from alereport.chapters.overview import sentences
from alereport.exhibits import building
from alereport.exhibits.model import Line, Text


def contents(documents: pd.DataFrame, others: Sequence[Mapping[str, str]]) -> Text:
    """Return what the report is made from, and which committees are not in it.

    Args:
        documents: `Overall.documents`.
        others: `Municipality.other_committees`.
    """
    names = [locales.for_reader(name) for name in others]
    places = tuple(map(str, documents.index))
    lines = [
        Line(key="contents", words=sentences.contents(documents), rows=places),
        Line(key="evaluations", words=sentences.evaluations(documents), rows=places),
        Line(key="others", words=sentences.others(names)),
    ]
    return building.lines("contents", lines)
