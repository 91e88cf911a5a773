"""Conditions on each row by itself."""

from __future__ import annotations

import pandas as pd

from alereport.data import expressions
from alereport.gate.conditions.base import Condition, expectation, true

BROKEN = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffd]|[ÃÂ][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|├|^\s|\s$|  "
)
"""Signs of a cell read in another encoding than it was written in, or of careless spaces."""


@expectation("ExpectRowsToSatisfy")
class RowsSatisfy(Condition):
    """An expression over the row's columns is true.

    Attributes:
        condition: See `expressions`; unknown, because a cell is empty, is true.
        column: The column, or columns, a failure shows.
        asked: What the row should hold, in words.
        when: The rows it is asked of; none means all.
    """

    expects = "{asked}"

    condition: str
    column: str
    asked: str
    when: str | None = None

    @property
    def columns(self) -> list[str]:
        said = [each for each in (self.condition, self.when) if each is not None]
        named = [name for each in said for name in expressions.columns(each)]
        return list(dict.fromkeys([*named, *self.column.split(", ")]))

    @property
    def sentence(self) -> str:
        limited = f" where {self.when}" if self.when else ""
        return f"{self.condition}{limited} ({self.asked})"

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        found = true(rows, self.condition, unknown=True)
        return found if self.when is None else found | ~true(rows, self.when, unknown=False)


@expectation("ExpectTextToBeWhole")
class TextIsWhole(Condition):
    """Text is in composed Unicode, without control characters, stray spaces or broken letters."""

    shows = "{text_columns}"
    asks = "{text_columns} must be whole text: no broken letters, no stray spaces."
    expects = "whole text in UTF-8, without broken letters and stray spaces"

    text_columns: list[str]

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        whole = pd.Series(data=True, index=rows.index)
        for name in self.text_columns:
            whole &= ~_broken(rows[name])
        return whole


def _broken(cells: pd.Series[str]) -> pd.Series[bool]:
    text = cells.drop_duplicates().dropna()
    broken = text[text.str.contains(BROKEN) | text.ne(text.str.normalize("NFC"))]
    return cells.isin(broken)


@expectation("ExpectToStandInDataset")
class StandsIn(Condition):
    """Some columns together are those of a row of another dataset.

    The engine's own expectation for two columns looks at a row at a time, which takes minutes for
    a large table.

    Attributes:
        key_columns: The columns.
        dataset: The other dataset.
        known: What its rows hold, a row a line with tabs between the cells: the engine copies its
            arguments many times over, and one text is copied quickly.
        asks_for_empty: An empty cell must answer an empty one; otherwise it is asked for nothing.
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
        known = [tuple(line.split("\t")) for line in self.known.split("\n")]
        if not self.known:  # There is no such row at all.
            known = [("",) * len(cells)]
        found = pd.MultiIndex.from_arrays(cells).isin(known)
        stands = pd.Series(found, index=rows.index)
        return stands if self.asks_for_empty else stands | rows[self.key_columns].isna().any(axis=1)
