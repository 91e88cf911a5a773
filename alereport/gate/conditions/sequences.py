"""Conditions on the order of rows, and on rows that must not be missing between others."""

from __future__ import annotations

import re

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, groups, true


@expectation("ExpectEveryPartInEveryColumn")
class EveryPartInEveryColumn(Condition):
    """Every part of a plan has every column of the plan's table, in the table's order.

    Attributes:
        plan_columns: What the rows of one plan have in common; the plan's year is the last.
        part_column: The column that names the part.
        year_column: The year a cell is for.
        kind_column: What kind of amount it is.
        wanted: The columns each part must have, such as `-1 budget` for last year's budget.
    """

    shows = "{part_column}, {year_column}, {kind_column}"
    asks = "every {part_column} of a plan must have a row for each of {wanted}, in order."

    plan_columns: list[str]
    part_column: str
    year_column: str
    kind_column: str
    wanted: list[str]

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        place = self._place(rows)
        part = groups(rows, [*self.plan_columns, self.part_column])
        before = place.groupby(part).shift()
        follows = before.isna() | place.gt(before)
        begins = part.ne(part.shift())
        together = ~begins | ~part.duplicated()
        return place.ge(0) & follows & together & self._missing(rows).eq("")

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        missing = self._missing(rows)
        lacks = "a row for " + missing + " too"
        return lacks.where(missing.ne(""), f"the columns {', '.join(self.wanted)} in this order")

    def _place(self, rows: pd.DataFrame) -> pd.Series[int]:
        """Which of the wanted columns each row stands in; -1 where in none."""
        place = pd.Series(-1, index=rows.index)
        for number, wanted in enumerate(self.wanted):
            place = place.mask(self._stands_in(rows, wanted), number)
        return place

    def _stands_in(self, rows: pd.DataFrame, wanted: str) -> pd.Series[bool]:
        offset, kind = wanted.split()
        year = rows[self.plan_columns[-1]] + int(offset)
        found = rows[self.year_column].eq(year) & rows[self.kind_column].eq(kind)
        return found.fillna(value=False).astype(bool)

    def _missing(self, rows: pd.DataFrame) -> pd.Series[str]:
        """For the first row of each part, the columns it lacks, in words; otherwise empty."""
        part = groups(rows, [*self.plan_columns, self.part_column])
        first = ~part.duplicated()
        years = rows.loc[first, self.plan_columns[-1]]
        said = pd.Series("", index=years.index, dtype="str")
        for wanted in self.wanted:
            offset, kind = wanted.split()
            has = self._stands_in(rows, wanted).groupby(part).transform("any")[first]
            words = f"{kind} " + (years + int(offset)).astype("str")
            said = said.mask(~has, said + said.ne("").map({True: ", ", False: ""}) + words)
        return said.reindex(rows.index, fill_value="")


@expectation("ExpectValuesInTurn")
class InTurn(Condition):
    """The rows of a group hold the given values, each once and in their order.

    Attributes:
        group_columns: What the rows have in common that belong together.
        column: The values.
        wanted: What they are.
        when: The rows it is asked of, see `expressions`, over `column`; none means all.
    """

    asks = "{column} must be {wanted} in turn."
    expects = "{wanted}, one row each"

    group_columns: list[str]
    column: str
    wanted: list[str]
    when: str | None = None

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        asked = rows[true(rows, self.when, unknown=True)] if self.when else rows
        by = groups(asked, self.group_columns)
        turn = by.groupby(by).cumcount()
        due = turn.map(dict(enumerate(self.wanted)))
        whole = by.groupby(by).transform("size").eq(len(self.wanted))
        return (
            (asked[self.column].eq(due) & whole).reindex(rows.index, fill_value=True).astype(bool)
        )


@expectation("ExpectToCountUp")
class CountsUp(Condition):
    """The numbers of a group's rows count up by one from its first.

    Attributes:
        group_columns: What the rows have in common that are counted.
        column: The numbers.
        start_column: The first number stands here.
        many: How many rows a group has at least.
    """

    asks = "{column} must count up from {start_column}."

    group_columns: list[str]
    column: str
    start_column: str
    many: int = 1

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        by = groups(rows, self.group_columns)
        enough = by.groupby(by).transform("size").ge(self.many)
        return rows[self.column].eq(self._due(rows)).fillna(value=False).astype(bool) & enough

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        counted = f", counting up from {self.start_column}, {self.many} or more in all"
        return self._due(rows).astype("str") + counted

    def _due(self, rows: pd.DataFrame) -> pd.Series[int]:
        by = groups(rows, self.group_columns)
        return rows[self.start_column] + by.groupby(by).cumcount()


@expectation("ExpectNumberedRows")
class Numbered(Condition):
    """Chapters count 1, 2, 3, and each begins with its own row and then 1.1, 1.2, 1.3.

    Attributes:
        group_columns: What the rows of one document have in common.
        chapter_column: The chapter's number.
        column: The number within it, such as `2.1`; empty in the chapter's own row.
    """

    shows = "{chapter_column}, {column}"
    asks = "{chapter_column} and {column} must count from 1 without gaps."

    group_columns: list[str]
    chapter_column: str
    column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        chapter, number = self._due(rows)
        right = rows[self.chapter_column].eq(chapter).fillna(value=False).astype(bool)
        return right & rows[self.column].fillna("").eq(number)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        chapter, number = self._due(rows)
        return chapter.astype("str") + ", " + number.where(number.ne(""), "empty")

    def _due(self, rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[str]]:
        chapters = groups(rows, [*self.group_columns, self.chapter_column])
        first = chapters.groupby(groups(rows, self.group_columns)).transform("min")
        chapter = chapters - first + 1
        turn = chapters.groupby(chapters).cumcount()
        number = chapter.astype("str") + "." + turn.astype("str")
        return chapter, number.mask(turn.eq(0), "")


@expectation("ExpectDocumentOrder")
class InDocumentOrder(Condition):
    """Rows stand in the order of the numbered sections they come from.

    Attributes:
        group_columns: What the rows of one document have in common.
        column: The section; one without a number may stand anywhere.
        when: The rows that stand in order, in the terms of `DataFrame.eval`; none means all.
        when_columns: The columns `when` reads.
    """

    asks = "{column} must follow the order of the document."
    expects = "rows in the order of the document's sections"

    group_columns: list[str]
    column: str
    when: str | None = None
    when_columns: tuple[str, ...] | list[str] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        ordered = rows[true(rows, self.when, unknown=False)] if self.when else rows
        places = ordered[self.column].map(_place_of, na_action="ignore").dropna()
        rank = places.map({place: at for at, place in enumerate(sorted(set(places)))}).astype(int)
        by = groups(ordered, self.group_columns).loc[rank.index]
        # A row out of order is one that a row after it should stand before, or the other way.
        highest = rank.groupby(by).cummax()
        lowest = rank[::-1].groupby(by[::-1]).cummin()[::-1]
        moved = rank.lt(highest) | rank.gt(lowest)
        return ~moved.reindex(rows.index, fill_value=False).astype(bool)


def _place_of(section: str) -> tuple[int, ...] | None:
    match = re.fullmatch(r"(?:Område )?(\d+(?:\.\d+)*)", section)
    if match is None:
        return None
    return (*map(int, match[1].split(".")), 0) if section[0].isdigit() else (10**6, int(match[1]))
