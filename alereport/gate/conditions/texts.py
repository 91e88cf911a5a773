"""Conditions on a figure and the words it is printed with."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, group_numbers
from alereport.texts.numbers import amounts, format_number


@expectation("ExpectFigureInItsWords")
class FigureInItsWords(Condition):
    """A figure is among the numbers of the words it is printed with.

    Attributes:
        figure_columns: The figures; an empty one is not checked.
        words_column: The words.
        unit_column: The column of the unit; with the unit tkr, amounts in words are read in tkr.
        is_money: Every figure is money.
    """

    shows = "{figure_columns}"
    asks = "{figure_columns} must be among the numbers of {words_column}."

    figure_columns: list[str]
    words_column: str
    unit_column: str | None = None
    is_money: bool = False

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        return pd.Series(
            [self._has_figures(row) for row in rows[self.columns].to_dict("records")],
            index=rows.index,
            dtype=bool,
        )

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        records = rows[self.columns].to_dict("records")
        texts = [
            ", ".join(f"{number:g}" for number in self._stated_numbers(row)) for row in records
        ]
        words = rows[self.words_column].fillna("")
        return pd.Series(texts, index=rows.index) + ', as in "' + words + '"'

    def _stated_numbers(self, row: dict[Any, Any]) -> list[float]:
        in_tkr = self.is_money or (self.unit_column is not None and row[self.unit_column] == "tkr")
        words = row[self.words_column]
        return [] if pd.isna(words) else list(amounts(str(words), in_tkr=in_tkr))

    def _has_figures(self, row: dict[Any, Any]) -> bool:
        numbers = self._stated_numbers(row)
        figures = [row[name] for name in self.figure_columns if not pd.isna(row[name])]
        return all(
            any(abs(abs(figure) - number) < 1e-9 for number in numbers) for figure in figures
        )


@expectation("ExpectUnitInItsWords")
class UnitInItsWords(Condition):
    """A counted unit is named in the words beside the figure.

    Attributes:
        unit_column: The unit; its first word's first four letters are looked for.
        words_columns: The columns that may name it.
        unnamed: Units that need not be named.
    """

    shows = "{unit_column}"

    unit_column: str
    words_columns: list[str]
    unnamed: list[str]

    @property
    def sentence(self) -> str:
        return f"{self.unit_column} must be named in {' or '.join(self.words_columns)}."

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        is_named = [
            pd.isna(unit)
            or unit in self.unnamed
            or any(unit.split()[0][:4].casefold() in str(text).casefold() for text in words)
            for unit, *words in rows[self.columns].itertuples(index=False)
        ]
        return pd.Series(is_named, index=rows.index, dtype=bool)

    def expected(self, rows: pd.DataFrame) -> str:  # noqa: ARG002 - the same for every row
        return f"a unit that {' or '.join(self.words_columns)} names"


@expectation("ExpectChangeToBeExplained")
class ChangeIsExplained(Condition):
    """A large change between two columns of a plan's table is explained.

    A change is explained if the year is a break in the series, or the commentary states its size.

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

    needs_thresholds: ClassVar[bool] = True

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
            format_number(abs(amount)) in f"{text}"
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
        part = group_numbers(rows, self.part_columns)
        base = rows[self.amount_column].where(is_base).groupby(part).transform("first")
        return (rows[self.amount_column] - base).mask(is_base), base


@expectation("ExpectNameAfterTitle")
class NamedAfter(Condition):
    """A short name is made from a title: one of its words begins as a word of the title.

    Attributes:
        slug_column: The short name, of words with hyphens between.
        title_column: The title.
        skip: How many of its first words are not from the title, such as committee and year.
    """

    shows = "{slug_column}, {title_column}"
    asks = "{slug_column} must be made from {title_column}."
    expects = "a {slug_column} made from words of its {title_column}"

    slug_column: str
    title_column: str
    skip: int = 0

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        is_named = [
            any(word[:4] in _in_ascii(title) for word in f"{slug}".split("-")[self.skip :] if word)
            for slug, title in rows[self.columns].itertuples(index=False)
        ]
        return pd.Series(is_named, index=rows.index, dtype=bool)


def _in_ascii(title: object) -> str:
    """Return a title in the letters of a short name: a for å and ä, o for ö."""
    decomposed = unicodedata.normalize("NFKD", f"{title}".casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
