"""Conditions on the order of rows, and on sequences that must be complete."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, group_numbers, is_true


@expectation("ExpectEveryPartInEveryColumn")
class EveryPartInEveryColumn(Condition):
    """Every part of a table has every column of the table, in the table's order.

    A table's columns are those that half of its parts or more have. The part that is the total may
    have others too.

    Attributes:
        table_columns: The columns whose values the rows of one table share.
        part_column: The column that names the part.
        column_columns: The columns whose values tell the table's columns apart.
        total: The name in `part_column` of the printed total.
        needed: What every part must have, as a condition of `data.expressions`; None for nothing.
        needed_columns: The columns that `needed` reads.
    """

    shows = "{part_column}, {column_columns}"
    asks = "every {part_column} of a table must have a row for each of its columns, in order."

    table_columns: list[str]
    part_column: str
    column_columns: list[str]
    total: str
    needed: str | None = None
    needed_columns: tuple[str, ...] | list[str] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        cells = self._cells(rows)
        block = cells["part"].ne(cells["part"].shift())
        is_together = ~block | ~cells["part"].duplicated()
        previous = cells["rank"].groupby(cells["part"]).shift()
        follows = previous.isna() | cells["rank"].gt(previous) | ~cells["is_wanted"]
        is_known = cells["is_wanted"] | rows[self.part_column].eq(self.total)
        is_complete = self._missing(rows, cells).eq("")
        return is_together & follows & is_known & is_complete & self._has_needed(rows, cells)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        missing = self._missing(rows, self._cells(rows))
        return ("a row for " + missing + " too").where(
            missing.ne(""), "the columns that the other parts have, in the same order"
        )

    def _cells(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return each row's table, part and column, and the place of the column in its table."""
        table = group_numbers(rows, self.table_columns)
        part = group_numbers(rows, [*self.table_columns, self.part_column])
        column = group_numbers(rows, [*self.table_columns, *self.column_columns])
        parts = part.groupby(table).transform("nunique")
        is_wanted = part.groupby(column).transform("nunique").mul(2).ge(parts)
        # Where a column stands in most parts, so that one part in another order is the odd one.
        turn = part.groupby(part).cumcount().groupby(column).transform("mean")
        rank = turn.groupby(table).rank(method="dense")
        cells = {"table": table, "part": part, "column": column, "is_wanted": is_wanted}
        return pd.DataFrame({**cells, "rank": rank}, index=rows.index)

    def _has_needed(self, rows: pd.DataFrame, cells: pd.DataFrame) -> pd.Series[bool]:
        if self.needed is None:
            return pd.Series(data=True, index=rows.index)
        is_needed = is_true(rows, self.needed, unknown=False)
        return is_needed.groupby(cells["part"]).transform("any").astype(bool)

    def _missing(self, rows: pd.DataFrame, cells: pd.DataFrame) -> pd.Series[str]:
        """Return, in words, the columns each part lacks, on its first row; otherwise empty."""
        missing = pd.Series("", index=rows.index, dtype="str")
        columns = cells[cells["is_wanted"]].drop_duplicates("column")
        parts = cells[["table", "part"]].drop_duplicates("part")
        wanted = parts.merge(columns[["table", "column", "rank"]], on="table")
        has = pd.MultiIndex.from_frame(cells[["part", "column"]])
        lacking = wanted[~pd.MultiIndex.from_frame(wanted[["part", "column"]]).isin(has)]
        if lacking.empty:
            return missing
        names = rows.loc[columns.index, self.column_columns].astype("str").agg(" ".join, axis=1)
        by_column = pd.Series(names.array, index=columns["column"])
        words = lacking.sort_values("rank")["column"].map(by_column)
        by_part = words.groupby(lacking["part"]).agg(", ".join)
        first = parts[parts["part"].isin(by_part.index)]
        missing[first.index] = first["part"].map(by_part)
        return missing


@expectation("ExpectValuesInTurn")
class InTurn(Condition):
    """The rows of a group hold the given values, each once at most and in their order.

    Attributes:
        group_columns: The columns whose values the rows of one group share.
        column: The column of the values.
        wanted: The values, in order.
        when: The rows it applies to, see `expressions`, over `column`; None means all.
    """

    asks = "{column} must be {wanted} in turn."
    expects = "one of {wanted}, once and in this order"

    group_columns: list[str]
    column: str
    wanted: list[str]
    when: str | None = None

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        selected = rows[is_true(rows, self.when, unknown=True)] if self.when else rows
        group = group_numbers(selected, self.group_columns)
        places = {value: place for place, value in enumerate(self.wanted)}
        turn = selected[self.column].map(places).astype(float)
        previous = turn.groupby(group).cummax().groupby(group).shift().fillna(-1)
        return turn.gt(previous).reindex(rows.index, fill_value=True).astype(bool)


@expectation("ExpectToCountUp")
class CountsUp(Condition):
    """The numbers of a group's rows count up by one from its first.

    Attributes:
        group_columns: The columns whose values the rows of one group share.
        column: The column of the numbers.
        start_column: The column of the first number.
        many: The fewest rows of a group; 0 if the numbers may begin later and leave some out, as
            long as each is larger than the one before.
    """

    asks = "{column} must count up from {start_column}."

    group_columns: list[str]
    column: str
    start_column: str
    many: int = 1

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        group = group_numbers(rows, self.group_columns)
        if not self.many:
            previous = rows[self.column].groupby(group).shift().fillna(rows[self.start_column] - 1)
            return rows[self.column].gt(previous).fillna(value=False).astype(bool)
        enough = group.groupby(group).transform("size").ge(self.many)
        return (
            rows[self.column].eq(self._expected_numbers(rows)).fillna(value=False).astype(bool)
            & enough
        )

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        suffix = f", counting up from {self.start_column}, {self.many} or more in all"
        if not self.many:
            suffix = " or later, each later than the one before"
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
        when: The rows it applies to, see `expressions`; None means all.
        when_columns: The columns `when` reads.
    """

    shows = "{chapter_column}, {column}"
    asks = "{chapter_column} and {column} must count from 1 without gaps."

    group_columns: list[str]
    chapter_column: str
    column: str
    when: str | None = None
    when_columns: tuple[str, ...] | list[str] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        numbered = rows[is_true(rows, self.when, unknown=False)] if self.when else rows
        chapter, number = self._expected_numbers(numbered)
        is_right_chapter = numbered[self.chapter_column].eq(chapter).fillna(value=False)
        is_right = is_right_chapter.astype(bool) & numbered[self.column].fillna("").eq(number)
        is_right &= _follows(chapter, group_numbers(numbered, self.group_columns))
        return is_right.reindex(rows.index, fill_value=True).astype(bool)

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


@expectation("ExpectRowsTogether")
class Together(Condition):
    """The rows of one name stand together, without a row of another between them.

    Attributes:
        column: The column of the name.
        group_columns: The columns whose values the rows of one group share; none for all rows.
    """

    asks = "the rows of one {column} must stand together."
    expects = "the rows of a {column} one after the other"

    column: str
    group_columns: list[str] | tuple[str, ...] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        name = group_numbers(rows, [*self.group_columns, self.column])
        group = group_numbers(rows, list(self.group_columns)) if self.group_columns else name * 0
        starts = name.ne(name.groupby(group).shift())
        return ~(starts & name.duplicated())


@expectation("ExpectOrder")
class InOrder(Condition):
    """Rows are in the order of the values of a column, as text or numbers.

    Attributes:
        column: The column; a row where it is empty may come anywhere.
        group_columns: The columns whose values the rows of one group share; none for all rows.
    """

    asks = "rows must be in the order of {column}."
    expects = "rows in the order of {column}"

    column: str
    group_columns: list[str] | tuple[str, ...] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        filled = rows[rows[self.column].notna()]
        rank = filled[self.column].rank(method="dense")
        group = group_numbers(filled, list(self.group_columns)) if self.group_columns else rank * 0
        return _follows(rank, group).reindex(rows.index, fill_value=True).astype(bool)


@expectation("ExpectDocumentOrder")
class InDocumentOrder(Condition):
    """Rows are in the order of the numbered sections they come from.

    Sections with different words before their numbers, such as `§ 12` and `Bilaga 2`, come in the
    order in which the words first appear.

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
        sections = ordered[self.column].map(_section_number, na_action="ignore").dropna()
        group = group_numbers(ordered, self.group_columns).loc[sections.index]
        rank = pd.Series(_ranks(sections, group), index=sections.index, dtype=int)
        return _follows(rank, group).reindex(rows.index, fill_value=True).astype(bool)


def _follows(rank: pd.Series[Any], group: pd.Series[Any]) -> pd.Series[bool]:
    """Return whether each row is in order; of misplaced rows of one rank the first alone is not."""
    follows = pd.Series(data=True, index=rank.index)
    for _name, ranks in rank.groupby(group):
        misplaced = ~pd.Series(_stays(ranks.tolist()), index=ranks.index)
        previous = ranks.shift().eq(ranks) & misplaced.shift(fill_value=False)
        follows[ranks.index] = ~(misplaced & ~previous)
    return follows


def _stays(ranks: Sequence[Any]) -> list[bool]:
    """Return which ranks stay where as few as possible are moved to bring all in order.

    One that may be moved as well as another, such as each of two that changed places, does not.
    """
    before = _longest(ranks)
    after = _longest([-rank for rank in reversed(ranks)])[::-1]
    most = max(before, default=0)
    stays = [one + other == most + 1 for one, other in zip(before, after, strict=True)]
    alternatives = Counter(length for length, may in zip(before, stays, strict=True) if may)
    return [may and alternatives[length] == 1 for length, may in zip(before, stays, strict=True)]


def _longest(ranks: Sequence[Any]) -> list[int]:
    """Return, for each rank, how many in order can stand up to it, itself the last of them."""
    lowest: list[Any] = []
    lengths: list[int] = []
    for rank in ranks:
        at = bisect_right(lowest, rank)
        lowest[at : at + 1] = [rank]
        lengths.append(at + 1)
    return lengths


SECTION = re.compile(
    r"(?P<word>§§?|kap(?:itel|\.)?|avsnitt|bilaga|område|del|punkt|tabell)?\s?"
    r"(?P<numbers>\d+(?:\.\d+)*)\.?\s?(?P<letter>[a-zåäö])?(?:[\s.:,)].*)?",
    re.IGNORECASE,
)
"""A numbered section, with its heading or without: `2.3`, `2.3 b`, `§ 12`, `Bilaga 2 Mål`."""
FIRST_YEAR = 1900
"""A section whose number is this or more is a heading that begins with a year."""


def _section_number(section: str) -> tuple[str, tuple[int, ...], str] | None:
    """Return the word before a section's number, the number, and the letter after it."""
    match = SECTION.fullmatch(section)
    if match is None:
        return None
    numbers = (*map(int, match["numbers"].split(".")),)
    if numbers[0] >= FIRST_YEAR:
        return None
    return (match["word"] or "").casefold(), numbers, (match["letter"] or "").casefold()


def _ranks(sections: pd.Series[Any], group: pd.Series[int]) -> list[int]:
    """Return the place of each section in the order of its document."""
    words: dict[tuple[int, str], int] = {}
    keys = [
        (words.setdefault((number, word), len(words)), numbers, letter)
        for number, (word, numbers, letter) in zip(group, sections, strict=True)
    ]
    place = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return [place[key] for key in keys]
