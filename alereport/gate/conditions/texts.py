"""Conditions on a figure and the words it is printed with."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

import pandas as pd

from alereport.gate.conditions.base import Condition, expectation, groups
from alereport.texts.numbers import amounts, written


@expectation("ExpectFigureInItsWords")
class FigureInItsWords(Condition):
    """A figure is among the numbers of the words it is printed with.

    Attributes:
        figure_columns: The figures; an empty one is not asked for.
        words_column: The words.
        unit_column: Where the unit stands; money, which is read in tkr, has the unit tkr.
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
            [self._stands(row) for row in rows[self.columns].to_dict("records")],
            index=rows.index,
            dtype=bool,
        )

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        records = rows[self.columns].to_dict("records")
        said = [", ".join(f"{each:g}" for each in self._said(row)) for row in records]
        words = rows[self.words_column].fillna("")
        return pd.Series(said, index=rows.index) + ', as in "' + words + '"'

    def _said(self, row: dict[Any, Any]) -> list[float]:
        in_tkr = self.is_money or (self.unit_column is not None and row[self.unit_column] == "tkr")
        words = row[self.words_column]
        return [] if pd.isna(words) else list(amounts(str(words), in_tkr=in_tkr))

    def _stands(self, row: dict[Any, Any]) -> bool:
        said = self._said(row)
        figures = [row[name] for name in self.figure_columns if not pd.isna(row[name])]
        return all(any(abs(abs(each) - one) < 1e-9 for one in said) for each in figures)


@expectation("ExpectUnitInItsWords")
class UnitInItsWords(Condition):
    """A counted unit is named in the words beside the figure.

    Attributes:
        unit_column: The unit; its first word's first four letters are looked for.
        words_columns: Where it may be named.
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
        named = [
            pd.isna(unit)
            or unit in self.unnamed
            or any(unit.split()[0][:4].casefold() in str(each).casefold() for each in words)
            for unit, *words in rows[self.columns].itertuples(index=False)
        ]
        return pd.Series(named, index=rows.index, dtype=bool)

    def expected(self, rows: pd.DataFrame) -> str:  # noqa: ARG002 - the same for every row
        return f"a unit that {' or '.join(self.words_columns)} names"


@expectation("ExpectChangeToBeExplained")
class ChangeIsExplained(Condition):
    """A large change between two columns of a plan's table is explained.

    It is where it is a break, or where the commentary states how large it is.

    Attributes:
        part_columns: What the two cells of one change have in common; the plan's year is last.
        year_column: The year a cell is for.
        kind_column: What kind of amount it is.
        amount_column: The amounts.
        break_column: Why the year does not compare; empty where it does.
        text_column: The commentary on the plan.
        percent: A change of less than this is not large.
        amount: Nor is one of less than this.
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
        asked = large.fillna(value=False).astype(bool) & rows[self.break_column].isna()
        told = [
            written(abs(by)) in f"{text}"
            for by, text in zip(change[asked], rows.loc[asked, self.text_column], strict=True)
        ]
        return ~asked | pd.Series(told, index=rows.index[asked], dtype=bool).reindex(
            rows.index, fill_value=False
        )

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        change, base = self._changes(rows)
        said = change.map(lambda by: written(by) if pd.notna(by) else "")
        return (
            "a comment on the change of "
            + said
            + " tkr from "
            + base.map(lambda amount: written(amount) if pd.notna(amount) else "")
            + ", a break or an accepted deviation"
        )

    def _changes(self, rows: pd.DataFrame) -> tuple[pd.Series[int], pd.Series[int]]:
        """Each cell's change from last year's budget, and that budget."""
        year = rows[self.part_columns[-1]] - 1
        is_base = rows[self.year_column].eq(year) & rows[self.kind_column].eq("budget")
        by = groups(rows, self.part_columns)
        base = rows[self.amount_column].where(is_base).groupby(by).transform("first")
        return (rows[self.amount_column] - base).mask(is_base), base


@expectation("ExpectNameAfterTitle")
class NamedAfter(Condition):
    """A short name is made from a title: one of its words begins as a word of the title.

    Attributes:
        slug_column: The short name, of words with hyphens between.
        title_column: The title.
        skip: How many of its first words say something else, as whose and when.
    """

    shows = "{slug_column}, {title_column}"
    asks = "{slug_column} must be made from {title_column}."
    expects = "a {slug_column} made from words of its {title_column}"

    slug_column: str
    title_column: str
    skip: int = 0

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        named = [
            any(word[:4] in _plain(title) for word in f"{slug}".split("-")[self.skip :] if word)
            for slug, title in rows[self.columns].itertuples(index=False)
        ]
        return pd.Series(named, index=rows.index, dtype=bool)


def _plain(title: object) -> str:
    """A title in the letters of a short name: a for å and ä, o for ö."""
    apart = unicodedata.normalize("NFKD", f"{title}".casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
