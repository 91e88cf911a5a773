"""Conditions on the order of rows, and on sequences that must be complete."""

from __future__ import annotations

import re

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, group_numbers, is_true


@expectation("ExpectEveryPartInEveryColumn")
class EveryPartInEveryColumn(Condition):
    """Every part of a plan has every column of the plan's table, in the table's order.

    Attributes:
        plan_columns: The columns whose values the rows of one plan share; the last is its year.
        part_column: The column that names the part.
        year_column: The year a cell is for.
        kind_column: The kind of amount of a cell.
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
        part = group_numbers(rows, [*self.plan_columns, self.part_column])
        previous = place.groupby(part).shift()
        follows = previous.isna() | place.gt(previous)
        starts_block = part.ne(part.shift())
        is_together = ~starts_block | ~part.duplicated()
        return place.ge(0) & follows & is_together & self._missing(rows).eq("")

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        missing = self._missing(rows)
        missing_rows = "a row for " + missing + " too"
        return missing_rows.where(
            missing.ne(""), f"the columns {', '.join(self.wanted)} in this order"
        )

    def _place(self, rows: pd.DataFrame) -> pd.Series[int]:
        """Return the index of the wanted column that each row is in; -1 where in none."""
        place = pd.Series(-1, index=rows.index)
        for number, wanted in enumerate(self.wanted):
            place = place.mask(self._is_in_column(rows, wanted), number)
        return place

    def _is_in_column(self, rows: pd.DataFrame, wanted: str) -> pd.Series[bool]:
        offset, kind = wanted.split()
        year = rows[self.plan_columns[-1]] + int(offset)
        is_match = rows[self.year_column].eq(year) & rows[self.kind_column].eq(kind)
        return is_match.fillna(value=False).astype(bool)

    def _missing(self, rows: pd.DataFrame) -> pd.Series[str]:
        """Return, in words, the columns each part lacks, on its first row; otherwise empty."""
        part = group_numbers(rows, [*self.plan_columns, self.part_column])
        first = ~part.duplicated()
        years = rows.loc[first, self.plan_columns[-1]]
        missing = pd.Series("", index=years.index, dtype="str")
        for wanted in self.wanted:
            offset, kind = wanted.split()
            is_present = self._is_in_column(rows, wanted).groupby(part).transform("any")[first]
            words = f"{kind} " + (years + int(offset)).astype("str")
            missing = missing.mask(
                ~is_present, missing + missing.ne("").map({True: ", ", False: ""}) + words
            )
        return missing.reindex(rows.index, fill_value="")


@expectation("ExpectValuesInTurn")
class InTurn(Condition):
    """The rows of a group hold the given values, each once and in their order.

    Attributes:
        group_columns: The columns whose values the rows of one group share.
        column: The column of the values.
        wanted: The values, in order.
        when: The rows it applies to, see `expressions`, over `column`; None means all.
    """

    asks = "{column} must be {wanted} in turn."
    expects = "{wanted}, one row each"

    group_columns: list[str]
    column: str
    wanted: list[str]
    when: str | None = None

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        selected = rows[is_true(rows, self.when, unknown=True)] if self.when else rows
        group = group_numbers(selected, self.group_columns)
        turn = group.groupby(group).cumcount()
        expected = turn.map(dict(enumerate(self.wanted)))
        is_complete = group.groupby(group).transform("size").eq(len(self.wanted))
        return (
            (selected[self.column].eq(expected) & is_complete)
            .reindex(rows.index, fill_value=True)
            .astype(bool)
        )


@expectation("ExpectToCountUp")
class CountsUp(Condition):
    """The numbers of a group's rows count up by one from its first.

    Attributes:
        group_columns: The columns whose values the rows of one group share.
        column: The column of the numbers.
        start_column: The column of the first number.
        many: The fewest rows of a group.
    """

    asks = "{column} must count up from {start_column}."

    group_columns: list[str]
    column: str
    start_column: str
    many: int = 1

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        group = group_numbers(rows, self.group_columns)
        enough = group.groupby(group).transform("size").ge(self.many)
        return (
            rows[self.column].eq(self._expected_numbers(rows)).fillna(value=False).astype(bool)
            & enough
        )

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        suffix = f", counting up from {self.start_column}, {self.many} or more in all"
        return self._expected_numbers(rows).astype("str") + suffix

    def _expected_numbers(self, rows: pd.DataFrame) -> pd.Series[int]:
        group = group_numbers(rows, self.group_columns)
        return rows[self.start_column] + group.groupby(group).cumcount()


@expectation("ExpectNumberedRows")
class Numbered(Condition):
    """Chapters count 1, 2, 3, and each begins with its own row and then 1.1, 1.2, 1.3.

    Attributes:
        group_columns: The columns whose values the rows of one document share.
        chapter_column: The chapter's number.
        column: The number within it, such as `2.1`; empty in the chapter's own row.
    """

    shows = "{chapter_column}, {column}"
    asks = "{chapter_column} and {column} must count from 1 without gaps."

    group_columns: list[str]
    chapter_column: str
    column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        chapter, number = self._expected_numbers(rows)
        is_right_chapter = rows[self.chapter_column].eq(chapter).fillna(value=False).astype(bool)
        return is_right_chapter & rows[self.column].fillna("").eq(number)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        chapter, number = self._expected_numbers(rows)
        return chapter.astype("str") + ", " + number.where(number.ne(""), "empty")

    def _expected_numbers(self, rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[str]]:
        chapters = group_numbers(rows, [*self.group_columns, self.chapter_column])
        first = chapters.groupby(group_numbers(rows, self.group_columns)).transform("min")
        chapter = chapters - first + 1
        turn = chapters.groupby(chapters).cumcount()
        number = chapter.astype("str") + "." + turn.astype("str")
        return chapter, number.mask(turn.eq(0), "")


@expectation("ExpectDocumentOrder")
class InDocumentOrder(Condition):
    """Rows are in the order of the numbered sections they come from.

    Attributes:
        group_columns: The columns whose values the rows of one document share.
        column: The section; one without a number may come anywhere.
        when: The rows that must be in order, as a condition of `data.expressions`; None means all.
        when_columns: The columns `when` reads.
    """

    asks = "{column} must follow the order of the document."
    expects = "rows in the order of the document's sections"

    group_columns: list[str]
    column: str
    when: str | None = None
    when_columns: tuple[str, ...] | list[str] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        ordered = rows[is_true(rows, self.when, unknown=False)] if self.when else rows
        sections = ordered[self.column].map(_section_numbers, na_action="ignore").dropna()
        rank = sections.map(
            {section: number for number, section in enumerate(sorted(set(sections)))}
        ).astype(int)
        group = group_numbers(ordered, self.group_columns).loc[rank.index]
        # A row is out of order if a later row belongs before it, or an earlier row after it.
        highest = rank.groupby(group).cummax()
        lowest = rank[::-1].groupby(group[::-1]).cummin()[::-1]
        moved = rank.lt(highest) | rank.gt(lowest)
        return ~moved.reindex(rows.index, fill_value=False).astype(bool)


def _section_numbers(section: str) -> tuple[int, ...] | None:
    match = re.fullmatch(r"(?:Område )?(\d+(?:\.\d+)*)", section)
    if match is None:
        return None
    return (*map(int, match[1].split(".")), 0) if section[0].isdigit() else (10**6, int(match[1]))
