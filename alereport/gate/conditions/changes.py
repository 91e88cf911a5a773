"""Conditions on what changes from one year to the next."""

from __future__ import annotations

from typing import Any

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, group_numbers
from alereport.texts.numbers import format_number, printed_numbers


@expectation("ExpectChangeToBeExplained")
class ChangeIsExplained(Condition):
    """A large change between two columns of a plan's table is explained.

    A change is explained if the year is a break in the series, or the commentary states its size:
    in tkr, or in millions as far as its digits go.

    Attributes:
        part_columns: The columns whose values both cells of a change share; the plan's year last.
        year_column: The year a cell is for.
        kind_column: The kind of amount of a cell.
        amount_column: The amounts.
        break_column: Why the year is not comparable; empty where it is.
        text_column: The commentary on the plan.
        percent: A large change is at least this per cent of last year's budget.
        amount: A large change is also at least this many tkr.
    """

    shows = "{amount_column}"

    part_columns: list[str]
    year_column: str
    kind_column: str
    amount_column: str
    break_column: str
    text_column: str
    percent: float
    amount: int

    @property
    def sentence(self) -> str:
        return (
            f"a change of {self.percent:g} % and {self.amount} tkr from last year's budget must be "
            "a break, or stated in the commentary."
        )

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        change, base = self._changes(rows)
        large = change.abs().ge(self.amount) & (
            change.abs().mul(100).ge(base.abs().mul(self.percent))
        )
        unexplained = large.fillna(value=False).astype(bool) & rows[self.break_column].isna()
        is_stated = [
            _is_stated(abs(amount), f"{text}")
            for amount, text in zip(
                change[unexplained], rows.loc[unexplained, self.text_column], strict=True
            )
        ]
        return ~unexplained | pd.Series(
            is_stated, index=rows.index[unexplained], dtype=bool
        ).reindex(rows.index, fill_value=False)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        change, base = self._changes(rows)
        change_texts = change.map(lambda amount: format_number(amount) if pd.notna(amount) else "")
        return (
            "a comment on the change of "
            + change_texts
            + " tkr from "
            + base.map(lambda amount: format_number(amount) if pd.notna(amount) else "")
            + ", a break or an accepted deviation"
        )

    def _changes(self, rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[int]]:
        """Return each cell's change from last year's budget, and that budget."""
        year = rows[self.part_columns[-1]] - 1
        is_base = rows[self.year_column].eq(year) & rows[self.kind_column].eq("budget")
        is_compared = rows[self.kind_column].isin(["budget", "forecast"]) & ~is_base
        part = group_numbers(rows, self.part_columns)
        base = rows[self.amount_column].where(is_base).groupby(part).transform("first")
        return (rows[self.amount_column] - base).where(is_compared), base


@expectation("ExpectUsualChange")
class ChangeIsUsual(Condition):
    """A value does not differ much from that of the year before, where there is one.

    Attributes:
        year_column: The year of the value; each year has one row.
        column: The values, all more than zero.
        percent: A change is unusual from this per cent of the value of the year before.
    """

    shows = "{column}"

    year_column: str
    column: str
    percent: float

    @property
    def sentence(self) -> str:
        return (
            f"{self.column} must change by less than {self.percent:g} % from one {self.year_column}"
            " to the next."
        )

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        before = self._year_before(rows)
        change = (rows[self.column] - before).abs().mul(100).lt(before.mul(self.percent))
        return change.astype("boolean").mask(before.isna()).fillna(value=True).astype(bool)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        before = self._year_before(rows)
        words = before.map(lambda value: format_number(value) if pd.notna(value) else "")
        return f"within {self.percent:g} % of the " + words + " of the year before"

    def _year_before(self, rows: pd.DataFrame) -> pd.Series[Any]:
        by_year = rows.drop_duplicates(self.year_column).set_index(self.year_column)[self.column]
        return (rows[self.year_column] - 1).map(by_year).astype("Float64")


def _is_stated(amount: float, text: str) -> bool:
    """Return whether one of the amounts in a text is this one in tkr, as far as its digits go."""
    for found in printed_numbers(text):
        decimals = len(found.text.partition(",")[2])
        for reading, in_tkr in zip(found.readings, found.in_tkr, strict=True):
            step = in_tkr / reading / 10**decimals if reading else 1.0
            if abs(amount - in_tkr) <= step / 2:
                return True
    return False
