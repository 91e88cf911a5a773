"""Conditions on rows that belong together: sums, and what must be the same."""

from __future__ import annotations

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, groups, true


@expectation("ExpectPartsToEqualTotal")
class PartsEqualTotal(Condition):
    """The amounts of a group's parts add up to the total printed for it.

    Where a group prints no total, all its rows fail.

    Attributes:
        group_columns: What rows have in common that belong to one printed column.
        part_column: The column that names the part.
        total: The name in `part_column` of the printed total; none where it is empty.
        amount_column: The amounts.
        weight_column: What the amounts are weighed by, where they are shares.
        rounded: The parts and the total are printed rounded to whole numbers.
    """

    shows = "{amount_column}"

    group_columns: list[str]
    part_column: str
    total: str | None
    amount_column: str
    weight_column: str | None = None
    rounded: bool = False

    @property
    def sentence(self) -> str:
        within = ", within what rounding allows" if self.rounded else ""
        return (
            f"{self.amount_column} of every {self.part_column} must add up to the printed "
            f"{self.total or 'total'}, for each {', '.join(self.group_columns)}{within}."
        )

    def sums(self, rows: pd.DataFrame) -> pd.DataFrame:
        """For every row, what its group's parts sum to, what it prints, and how far apart.

        Returns:
            `is_total`, `sum_of_parts`, `printed_total` (missing where no total is printed) and
            `slack` (the most that rounding explains), with the index of `rows`.
        """
        part = rows[self.part_column]
        is_total = part.isna() if self.total is None else part.eq(self.total)
        amounts = rows[self.amount_column]
        by = groups(rows, self.group_columns)
        printed = amounts.where(is_total).groupby(by).transform("first")
        if self.weight_column:
            weights = rows[self.weight_column]
            whole = weights.where(~is_total, 0).groupby(by).transform("sum")
            amounts = (amounts * weights / whole).astype("Float64")
        parts = amounts.where(~is_total, 0).groupby(by).transform("sum")
        slack: float | pd.Series[float] = 0.0
        if self.rounded:
            number = (~is_total).groupby(by).transform("sum")
            slack = 1.0 if self.weight_column else (number + 1) / 2
        return pd.DataFrame(
            {
                "is_total": is_total,
                "sum_of_parts": parts,
                "printed_total": printed,
                "slack": slack,
            },
            index=rows.index,
        )

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        sums = self.sums(rows)
        apart = (sums["sum_of_parts"] - sums["printed_total"]).abs()
        tallies = apart.le(sums["slack"] + 1e-9).fillna(value=False).astype(bool)
        return tallies | (~sums["is_total"] & sums["printed_total"].notna())

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        sums = self.sums(rows)
        near = ", give or take " if self.rounded else ", the sum of its parts"
        slack = sums["slack"].map("{:g}".format) if self.rounded else ""
        words = sums["sum_of_parts"].map("{:g}".format if self.rounded else "{:d}".format)
        return (words + near + slack).where(
            sums["printed_total"].notna(), "a printed total beside its parts"
        )


@expectation("ExpectSameWithin")
class SameWithin(Condition):
    """Rows that belong together say the same.

    Attributes:
        group_columns: What the rows have in common that belong together.
        same_columns: What must then be the same.
        when: The rows it is asked of, see `expressions`; none means all.
        when_columns: The columns `when` reads.
    """

    shows = "{same_columns}"

    group_columns: list[str]
    same_columns: list[str]
    when: str | None = None
    when_columns: tuple[str, ...] | list[str] = ()

    @property
    def sentence(self) -> str:
        limited = f", where {self.when}" if self.when else ""
        return f"{self.about} must be the same for each {', '.join(self.group_columns)}{limited}."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        by, said, count = self._counts(rows)
        most = count.groupby(by).transform("max")
        split = said.groupby(by).transform("nunique").gt(1)
        outvoted = split & (count.lt(most) | most.mul(2).le(by.groupby(by).transform("size")))
        return ~outvoted.reindex(rows.index, fill_value=False).astype(bool)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        by, _, count = self._counts(rows)
        chosen = count.sort_values(ascending=False, kind="stable").index
        cells = rows.loc[chosen, self.same_columns].astype("str").fillna("empty")
        said = [", ".join(row) for row in cells.itertuples(index=False)]
        words = pd.Series(said, index=chosen, dtype="str")
        first = words.groupby(by.loc[chosen]).first()
        told = by.map(first) + " as in the rows it belongs with"
        return told.reindex(rows.index, fill_value="")

    def _counts(self, rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[int], pd.Series[int]]:
        """Each row's group, what it says as a number, and how many of the group say so."""
        if self.when:
            rows = rows[true(rows, self.when, unknown=False)]
        by = groups(rows, self.group_columns)
        said = groups(rows, [*self.group_columns, *self.same_columns])
        return by, said, said.groupby(said).transform("size")
