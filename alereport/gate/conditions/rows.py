"""Conditions on each row by itself."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alereport.data import expressions
from alereport.gate.conditions.base import Condition, expectation, true

BROKEN = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffd]|[ÃÂ][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|├|^\s|\s$|  "
)
"""Signs of a cell read in another encoding than it was written in, or of careless spaces."""


@expectation("ExpectRowsToSatisfy")
@dataclass(frozen=True, kw_only=True)
class RowsSatisfy(Condition):
    """An expression over the row's columns is true.

    Attributes:
        condition: See `expressions`; unknown, because a cell is empty, is true.
        column: The column, or columns, a failure shows.
        asked: What the row should hold, in words.
        when: The rows it is asked of; none means all.
    """

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
    def about(self) -> str:
        return self.column

    @property
    def sentence(self) -> str:
        limited = f" where {self.when}" if self.when else ""
        return f"{self.condition}{limited} ({self.asked})"

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        found = true(rows, self.condition, unknown=True)
        return found if self.when is None else found | ~true(rows, self.when, unknown=False)

    def expected(self, rows: pd.DataFrame) -> str:  # noqa: ARG002 - the same for every row
        return self.asked


@expectation("ExpectTextToBeWhole")
@dataclass(frozen=True, kw_only=True)
class TextIsWhole(Condition):
    """Text is in composed Unicode, without control characters, stray spaces or broken letters."""

    text_columns: list[str]

    @property
    def columns(self) -> list[str]:
        return self.text_columns

    @property
    def about(self) -> str:
        return ", ".join(self.text_columns)

    @property
    def sentence(self) -> str:
        return f"{self.about} must be whole text: no broken letters, no stray spaces."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        whole = pd.Series(data=True, index=rows.index)
        for name in self.text_columns:
            whole &= ~_broken(rows[name])
        return whole

    def expected(self, rows: pd.DataFrame) -> str:  # noqa: ARG002 - the same for every row
        return "whole text in UTF-8, without broken letters and stray spaces"


def _broken(cells: pd.Series[str]) -> pd.Series[bool]:
    text = cells.drop_duplicates().dropna()
    broken = text[text.str.contains(BROKEN) | text.ne(text.str.normalize("NFC"))]
    return cells.isin(broken)


@expectation("ExpectToStandInDataset")
@dataclass(frozen=True, kw_only=True)
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

    key_columns: list[str]
    dataset: str
    known: str
    asks_for_empty: bool

    @property
    def columns(self) -> list[str]:
        return self.key_columns

    @property
    def about(self) -> str:
        return ", ".join(self.key_columns)

    @property
    def sentence(self) -> str:
        return f"{self.about} must be those of a row of {self.dataset}."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        cells = [rows[name].astype("str").fillna("") for name in self.key_columns]
        known = [tuple(line.split("\t")) for line in self.known.split("\n")]
        if not self.known:  # There is no such row at all.
            known = [("",) * len(cells)]
        found = pd.MultiIndex.from_arrays(cells).isin(known)
        stands = pd.Series(found, index=rows.index)
        return stands if self.asks_for_empty else stands | rows[self.key_columns].isna().any(axis=1)

    def expected(self, rows: pd.DataFrame) -> str:  # noqa: ARG002 - the same for every row
        return f"a row of data/{self.dataset}"
