"""Conditions on each row by itself."""

from __future__ import annotations

import pandas as pd

from alereport.base.printable import unprintable
from alereport.data import expressions
from alereport.gate.conditions.base import Condition, expectation, is_true

BROKEN = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffd]|[ÃÂ][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|├|^\s|\s$|  "
)
"""Signs of a cell read in another encoding than it was written in, or of stray spaces."""


@expectation("ExpectRowsToSatisfy")
class RowsSatisfy(Condition):
    """An expression over the row's columns is true.

    Attributes:
        condition: See `expressions`; it counts as true where a cell is empty.
        column: The column, or columns, that a failure shows.
        asked: What the row should hold, in words.
        when: The rows it applies to; None means all.
    """

    expects = "{asked}"

    condition: str
    column: str
    asked: str
    when: str | None = None

    @property
    def columns(self) -> list[str]:
        texts = [text for text in (self.condition, self.when) if text is not None]
        names = [name for text in texts for name in expressions.columns(text)]
        return list(dict.fromkeys([*names, *self.column.split(", ")]))

    @property
    def sentence(self) -> str:
        limit = f" where {self.when}" if self.when else ""
        return f"{self.condition}{limit} ({self.asked})"

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        result = is_true(rows, self.condition, unknown=True)
        return result if self.when is None else result | ~is_true(rows, self.when, unknown=False)


@expectation("ExpectTextToBeWhole")
class TextIsWhole(Condition):
    """Text is in composed Unicode, without control characters, stray spaces or broken letters."""

    shows = "{text_columns}"
    asks = "{text_columns} must be whole text: no broken letters, no stray spaces."
    expects = "text in UTF-8 without broken letters and stray spaces"

    text_columns: list[str]

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        is_whole = pd.Series(data=True, index=rows.index)
        for name in self.text_columns:
            is_whole &= ~_broken(rows[name])
        return is_whole


def _broken(cells: pd.Series[str]) -> pd.Series[bool]:
    text = cells.drop_duplicates().dropna()
    has_controls = text.map(unprintable).ne("")
    broken = text[has_controls | text.str.contains(BROKEN) | text.ne(text.str.normalize("NFC"))]
    return cells.isin(broken)


@expectation("ExpectToStandInDataset")
class StandsIn(Condition):
    """The values of some columns are those of a row of another dataset.

    Great Expectations' own expectation for two columns reads one row at a time, which takes minutes
    for a large table.

    Attributes:
        key_columns: The columns.
        dataset: The other dataset.
        known: The cells of its rows, one row a line with tabs between: the engine copies its
            arguments many times, and one text is copied quickly.
        asks_for_empty: An empty cell must match an empty one; otherwise it is not checked.
    """

    shows = "{key_columns}"
    asks = "{key_columns} must be those of a row of {dataset}."
    expects = "a row of data/{dataset}"

    key_columns: list[str]
    dataset: str
    known: str
    asks_for_empty: bool

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        cells = [rows[name].astype("str").fillna("") for name in self.key_columns]
        known_keys = [tuple(line.split("\t")) for line in self.known.split("\n")]
        if not self.known:  # There is no such row at all.
            known_keys = [("",) * len(cells)]
        matches = pd.MultiIndex.from_arrays(cells).isin(known_keys)
        result = pd.Series(matches, index=rows.index)
        return result if self.asks_for_empty else result | rows[self.key_columns].isna().any(axis=1)
