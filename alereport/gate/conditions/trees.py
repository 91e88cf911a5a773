"""Conditions on rows that stand under one another."""

from __future__ import annotations

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, groups


@expectation("ExpectRankAfter")
class RankedAfter(Condition):
    """A value stands after another in a given order; nothing is asked where one is empty.

    Attributes:
        column: The value.
        after: The column of the value it stands after.
        order: The values in their order.
        or_beside: The two may also be the same.
    """

    shows = "{column}, {after}"

    column: str
    after: str
    order: list[str]
    or_beside: bool = False

    @property
    def columns(self) -> list[str]:
        return [self.column, self.after]

    @property
    def sentence(self) -> str:
        same = " or be the same" if self.or_beside else ""
        return f"{self.column} must stand below {self.after}{same}: {', '.join(self.order)}."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        rank = {value: at for at, value in enumerate(self.order)}
        column, after = (rows[name].map(rank) for name in (self.column, self.after))
        below = column.ge(after) if self.or_beside else column.gt(after)
        return below | column.isna() | after.isna()

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        return f"{self.column} below " + rows[self.after].fillna("nothing")


@expectation("ExpectNoCycle")
class NoCycle(Condition):
    """Nothing stands, step by step, under itself.

    Attributes:
        column: What stands under something.
        parent_column: What it stands under; empty at the top.
    """

    shows = "{parent_column}"
    asks = "no {column} may stand under itself by {parent_column}."
    expects = "a {parent_column} that does not lead back to the row"

    column: str
    parent_column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        parents = rows.drop_duplicates(self.column).set_index(self.column)[self.parent_column]
        up, steps = rows[self.parent_column], 0
        while up.notna().any() and steps <= len(parents):
            up, steps = up.map(parents, na_action="ignore"), steps + 1
        return up.isna()


@expectation("ExpectParentWhereOneStands")
class ParentWhereOneStands(Condition):
    """A row has a parent where a row of a top level stands in its section, or one around it.

    Attributes:
        group_columns: What the rows of one document have in common.
        section_column: The numbered section.
        level_column: The level of the row.
        parent_column: The parent, empty where there is none.
        tops: The levels that others stand under.
    """

    shows = "{parent_column}"
    expects = "a {parent_column}, as the section has a goal for it to stand under"

    group_columns: list[str]
    section_column: str
    level_column: str
    parent_column: str
    tops: list[str]

    @property
    def sentence(self) -> str:
        return (
            f"a row has a {self.parent_column} where a {' or '.join(self.tops)} stands in its "
            f"{self.section_column} or one around it."
        )

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        by = groups(rows, self.group_columns)
        is_top = rows[self.level_column].isin(self.tops)
        sections = rows[self.section_column].fillna("")
        tops = set(zip(by[is_top], sections[is_top], strict=True))
        under = [
            any((group, ".".join(parts[:end])) in tops for end in range(1, len(parts) + 1))
            for group, parts in zip(by, sections.str.split("."), strict=True)
        ]
        return ~(pd.Series(under, index=rows.index) & ~is_top & rows[self.parent_column].isna())
