"""Conditions on groups of rows: sums, and cells that must be the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, group_numbers, is_true


@expectation("ExpectPartsToEqualTotal")
class PartsEqualTotal(Condition):
    """The amounts of a group's parts add up to the total printed for it.

    A total without parts holds. Where parts have no printed total, all of them fail, unless it is
    not needed.

    Attributes:
        group_columns: The columns whose values the rows of one printed column share.
        part_column: The column that names the part.
        total: The name in `part_column` of the printed total; None where that cell is empty.
        amount_column: The amounts.
        weight_column: The weights of the amounts, where they are shares.
        rounded: The parts and the total are printed rounded to whole numbers.
        steps: Steps that amounts are printed rounded to, such as 100; the largest one that every
            amount of the group is a multiple of is taken. None of them means that sums are exact.
        needs_total: Parts must have a printed total.
    """

    shows = "{amount_column}"

    group_columns: list[str]
    part_column: str
    total: str | None
    amount_column: str
    weight_column: str | None = None
    rounded: bool = False
    steps: tuple[int, ...] | list[int] = ()
    needs_total: bool = True

    @property
    def sentence(self) -> str:
        rounding = ", within what rounding allows" if self.rounded or self.steps else ""
        return (
            f"{self.amount_column} of every {self.part_column} must add up to the printed "
            f"{self.total or 'total'}, for each {', '.join(self.group_columns)}{rounding}."
        )

    def sums(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Compute, for every row, the sum of its group's parts, its printed total and the slack.

        Returns:
            `is_total`, `sum_of_parts`, `printed_total` (missing where no total is printed),
            `slack` (the most that rounding explains) and `parts` (how many there are), with the
            index of `rows`.
        """
        part = rows[self.part_column]
        is_total = part.isna() if self.total is None else part.eq(self.total)
        amounts = rows[self.amount_column]
        group = group_numbers(rows, self.group_columns)
        printed = amounts.where(is_total).groupby(group).transform("first")
        if self.weight_column:
            weights = rows[self.weight_column]
            total_weight = weights.where(~is_total, 0).groupby(group).transform("sum")
            amounts = (amounts * weights / total_weight).astype("Float64")
        parts = amounts.where(~is_total, 0).groupby(group).transform("sum")
        slack: float | pd.Series[float] = 0.0
        number = (~is_total).groupby(group).transform("sum")
        if self.rounded:
            slack = 1.0 if self.weight_column else (number + 1) / 2
        elif self.steps:
            slack = largest_step(amounts, group, self.steps) * (number + 1) / 2
        return pd.DataFrame(
            {
                "is_total": is_total,
                "sum_of_parts": parts,
                "printed_total": printed,
                "slack": slack,
                "parts": number,
            },
            index=rows.index,
        )

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        sums = self.sums(rows)
        difference = (sums["sum_of_parts"] - sums["printed_total"]).abs()
        is_close = difference.le(sums["slack"] + 1e-9).fillna(value=False).astype(bool)
        has_total = sums["printed_total"].notna() | (not self.needs_total)
        return is_close | (sums["is_total"] & sums["parts"].eq(0)) | (~sums["is_total"] & has_total)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        sums = self.sums(rows)
        is_rounded = self.rounded or bool(self.steps)
        suffix = ", give or take " if is_rounded else ", the sum of its parts"
        slack = sums["slack"].map("{:g}".format) if is_rounded else ""
        words = sums["sum_of_parts"].map("{:g}".format if self.rounded else "{:d}".format)
        return (words + suffix + slack).where(
            sums["printed_total"].notna(), "a printed total beside its parts"
        )


@expectation("ExpectToBeTheSum")
class IsTheSum(Condition):
    """An amount is the sum of some columns less others, within what rounding explains.

    Nothing is asked where one of them is empty.

    Attributes:
        amount_column: The amount.
        plus_columns: The columns that are added.
        minus_columns: The columns that are drawn from them.
        group_columns: The columns whose values the rows of one printed column share.
        steps: See `PartsEqualTotal`.
        when: The rows it applies to, see `expressions`; None means all.
        when_columns: The columns `when` reads.
    """

    shows = "{amount_column}"
    asks = "{amount_column} must be the sum of {plus_columns}."

    amount_column: str
    plus_columns: list[str]
    minus_columns: tuple[str, ...] | list[str] = ()
    group_columns: list[str]
    steps: tuple[int, ...] | list[int] = ()
    when: str | None = None
    when_columns: tuple[str, ...] | list[str] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        amounts = rows[self.amount_column]
        step = largest_step(amounts, group_numbers(rows, self.group_columns), self.steps)
        terms = len(self.plus_columns) + len(self.minus_columns)
        difference = (amounts - self._sum(rows)).abs()
        result = difference.le(step * (terms + 1) / 2).fillna(value=True).astype(bool)
        result |= difference.isna()
        return result if self.when is None else result | ~is_true(rows, self.when, unknown=False)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        words = self._sum(rows).map("{:g}".format, na_action="ignore").fillna("an amount")
        return (
            words.astype("str") + f", from {', '.join([*self.plus_columns, *self.minus_columns])}"
        )

    def _sum(self, rows: pd.DataFrame) -> pd.Series[Any]:
        plus = rows[[*self.plus_columns]].sum(axis=1, skipna=False)
        return plus - rows[[*self.minus_columns]].sum(axis=1, skipna=False)


@expectation("ExpectSameWithin")
class SameWithin(Condition):
    """The rows of a group have the same values.

    Attributes:
        group_columns: The columns whose values the rows of one group share.
        same_columns: The columns that must have the same values within a group.
        when: The rows it applies to, see `expressions`; None means all.
        when_columns: The columns `when` reads.
    """

    shows = "{same_columns}"

    group_columns: list[str]
    same_columns: list[str]
    when: str | None = None
    when_columns: tuple[str, ...] | list[str] = ()

    @property
    def sentence(self) -> str:
        limit = f", where {self.when}" if self.when else ""
        return f"{self.about} must be the same for each {', '.join(self.group_columns)}{limit}."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        group, value, count = self._counts(rows)
        highest = count.groupby(group).transform("max")
        split = value.groupby(group).transform("nunique").gt(1)
        outvoted = split & (
            count.lt(highest) | highest.mul(2).le(group.groupby(group).transform("size"))
        )
        return ~outvoted.reindex(rows.index, fill_value=False).astype(bool)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        group, _, count = self._counts(rows)
        by_count = count.sort_values(ascending=False, kind="stable").index
        cells = rows.loc[by_count, self.same_columns].astype("str").fillna("empty")
        texts = [", ".join(row) for row in cells.itertuples(index=False)]
        words = pd.Series(texts, index=by_count, dtype="str")
        first = words.groupby(group.loc[by_count]).first()
        text = group.map(first) + " as in the rows it belongs with"
        return text.reindex(rows.index, fill_value="")

    def _counts(self, rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[int], pd.Series[int]]:
        """Return each row's group, a number for its values, and how many in the group have them."""
        if self.when:
            rows = rows[is_true(rows, self.when, unknown=False)]
        group = group_numbers(rows, self.group_columns)
        value = group_numbers(rows, [*self.group_columns, *self.same_columns])
        return group, value, value.groupby(value).transform("size")


@expectation("ExpectSameSign")
class SameSign(Condition):
    """The amounts of a group are all positive or all negative; zero is either.

    Attributes:
        group_columns: The columns whose values the rows of one group share.
        amount_column: The amounts.
    """

    shows = "{amount_column}"
    asks = "{amount_column} must have one sign for each {group_columns}."
    expects = "an amount of the same sign as the others it belongs with"

    group_columns: list[str]
    amount_column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        sign = rows[self.amount_column].fillna(0).clip(-1, 1)
        group = group_numbers(rows, self.group_columns)
        balance = sign.groupby(group).transform("sum")
        is_mixed = sign.abs().groupby(group).transform("sum")
        is_odd = balance.abs().ne(is_mixed) & sign.ne(0) & sign.mul(balance).le(0)
        return ~is_odd.astype(bool)


def largest_step(
    amounts: pd.Series[Any], group: pd.Series[int], steps: Sequence[int]
) -> pd.Series[int]:
    """Return the largest of some steps that every amount of a row's group is a multiple of."""
    result = pd.Series(0, index=amounts.index)
    for step in sorted(steps):
        is_multiple = amounts.fillna(0).mod(step).eq(0).groupby(group).transform("all")
        result = result.mask(is_multiple.astype(bool), step)
    return result
