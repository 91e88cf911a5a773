"""Conditions on rows that form a tree."""

from __future__ import annotations

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, group_numbers


@expectation("ExpectRankAfter")
class RankedAfter(Condition):
    """A value comes after another in a given order; rows where one is empty are not checked.

    Attributes:
        column: The column of the value.
        after: The column of the value it must come after.
        order: The values in their order.
        or_beside: The two may also be the same; or the values of which that is so.
    """

    shows = "{column}, {after}"

    column: str
    after: str
    order: list[str]
    or_beside: bool | list[str] = False

    @property
    def columns(self) -> list[str]:
        return [self.column, self.after]

    @property
    def sentence(self) -> str:
        beside = f" (if {', '.join(self.or_beside)})" if isinstance(self.or_beside, list) else ""
        alternative = f" or be the same{beside}" if self.or_beside else ""
        return f"{self.column} must stand below {self.after}{alternative}: {', '.join(self.order)}."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        rank = {value: number for number, value in enumerate(self.order)}
        column, after = (rows[name].map(rank) for name in (self.column, self.after))
        may_be_beside = (
            rows[self.column].isin(self.or_beside)
            if isinstance(self.or_beside, list)
            else self.or_beside
        )
        is_below = column.gt(after) | (column.eq(after) & may_be_beside)
        return is_below | column.isna() | after.isna()

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        return f"{self.column} below " + rows[self.after].fillna("nothing")


@expectation("ExpectNoCycle")
class NoCycle(Condition):
    """Nothing is its own ancestor.

    Attributes:
        column: The name of the row.
        parent_column: The name of its parent; empty at the top.
    """

    shows = "{parent_column}"
    asks = "no {column} may stand under itself by {parent_column}."
    expects = "a {parent_column} that does not lead back to the row"

    column: str
    parent_column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        parents = rows.drop_duplicates(self.column).set_index(self.column)[self.parent_column]
        ancestors, steps = rows[self.parent_column], 0
        while ancestors.notna().any() and steps <= len(parents):
            ancestors, steps = ancestors.map(parents, na_action="ignore"), steps + 1
        return ancestors.isna()


@expectation("ExpectParentWhereOneStands")
class ParentWhereOneStands(Condition):
    """A row has a parent where its section, or one around it, has a row of a top level.

    Attributes:
        group_columns: The columns whose values the rows of one document share.
        section_column: The numbered section.
        level_column: The level of the row.
        parent_column: The parent, empty where there is none.
        tops: The levels that can be parents.
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
        document = group_numbers(rows, self.group_columns)
        is_top = rows[self.level_column].isin(self.tops)
        sections = rows[self.section_column].fillna("")
        top_sections = set(zip(document[is_top], sections[is_top], strict=True))
        under_top = [
            any((group, ".".join(parts[:end])) in top_sections for end in range(1, len(parts) + 1))
            for group, parts in zip(document, sections.str.split("."), strict=True)
        ]
        return ~(pd.Series(under_top, index=rows.index) & ~is_top & rows[self.parent_column].isna())
