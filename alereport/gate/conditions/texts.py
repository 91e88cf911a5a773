"""Conditions on a figure and the words it is printed with."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pandas as pd

from alereport.gate.conditions.base import Condition, each, expectation
from alereport.texts.numbers import (
    IN_LETTERS,
    PrintedNumber,
    amounts,
    printed_numbers,
)

TOLERANCE = 1e-9
"""How far a figure may be from a printed number, since both are binary fractions."""
MINUS = re.compile(r"(?:^|[\s(])[-−–]$")
"""A minus sign that stands at the figure after it."""
NEGATIVE = re.compile(
    r"(?:^|[\s(])[-−–]\s?$|\b(?:minus|underskott|förlust|negativ|minsk|sänk|lägre)"
)
"""What may stand before a negative figure."""
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\u202f.,](?=\d)")
"""What languages write differently within a number."""
NUMERALS = {
    word: f"{value:g}" for numerals in IN_LETTERS.values() for word, value in numerals.items()
}
"""Numbers in letters of all languages, in digits."""


@expectation("ExpectSameNumbers")
class SameNumbers(Condition):
    """The numbers of a text stand in its translation, and no others.

    What one has in digits the other may have in letters: `8 mål` is `eight goals`.

    Attributes:
        text_column: The text.
        translated_column: The text in another language; an empty one is not checked.
    """

    shows = "{translated_column}"
    asks = "{translated_column} must have the numbers of {text_column}."

    text_column: str
    translated_column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        pairs = zip(rows[self.text_column], rows[self.translated_column], strict=True)
        holds = [
            pd.isna(translated) or _are_same(_text(text), translated) for text, translated in pairs
        ]
        return pd.Series(holds, index=rows.index, dtype=bool)

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        return 'the numbers of "' + rows[self.text_column].fillna("") + '"'


def _are_same(text: str, translated: str) -> bool:
    one, other = _in_digits(text), _in_digits(translated)
    return not (one - other) - _in_letters(translated) and not (other - one) - _in_letters(text)


def _in_digits(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", BETWEEN_DIGITS.sub("", text)))


def _in_letters(text: str) -> Counter[str]:
    words = re.findall(r"[a-zåäö]+", text.casefold())
    return Counter(NUMERALS[word] for word in words if word in NUMERALS)


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
        return each(rows, self.columns, self._has_figures)

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
            any(abs(abs(figure) - number) < TOLERANCE for number in numbers) for figure in figures
        )


@expectation("ExpectSignInItsWords")
class SignInItsWords(Condition):
    """A figure is negative where it is printed with a minus sign, and only there.

    The sign stands at the figure; one with a blank after it may be a dash, and decides nothing. A
    figure that words such as `underskott` stand before may be negative without a sign.

    Attributes:
        figure_columns: The figures; an empty one is not checked.
        words_column: The words.
    """

    shows = "{figure_columns}"
    asks = "{figure_columns} must have the sign that {words_column} print."
    expects = "the sign it is printed with"

    figure_columns: list[str]
    words_column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        return each(rows, self.columns, self._has_signs)

    def _has_signs(self, row: dict[Any, Any]) -> bool:
        figures = [row[name] for name in self.figure_columns if not pd.isna(row[name])]
        return all(self._has_sign(figure, _text(row[self.words_column])) for figure in figures)

    def _has_sign(self, figure: float, words: str) -> bool:
        before = [found.before for found in _matches(figure, words)]
        if figure < 0:
            return any(NEGATIVE.search(text) for text in before)
        return not before or not all(MINUS.search(text) for text in before)


@expectation("ExpectHedgeInItsWords")
class HedgeInItsWords(Condition):
    """A hedge is in the words it is printed with, and a word that hedges the figure is a hedge.

    Attributes:
        figure_columns: The figures that the hedge may be about; where all are empty, it may be
            about any number.
        hedge_column: The hedge; empty where there is none.
        words_column: The words.
        hedges: Words that make the figure after them uncertain; `-tal` stands after it.
    """

    shows = "{hedge_column}, {words_column}"
    asks = "{hedge_column} must hold the word that makes the figure in {words_column} uncertain."
    expects = "the hedge of the figure in its words, and none where it has none"

    figure_columns: list[str]
    hedge_column: str
    words_column: str
    hedges: list[str]

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        return each(rows, self.columns, self._is_right)

    def _is_right(self, row: dict[Any, Any]) -> bool:
        words, hedge = _text(row[self.words_column]), row[self.hedge_column]
        if not pd.isna(hedge):
            return _normalised(hedge) in _normalised(words)
        figures = [row[name] for name in self.figure_columns if not pd.isna(row[name])]
        numbers = [found for figure in figures for found in _matches(figure, words)]
        return not any(self._is_hedged(found) for found in numbers or _any_number(figures, words))

    def _is_hedged(self, found: PrintedNumber) -> bool:
        before = "|".join(re.escape(hedge) for hedge in self.hedges if not hedge.startswith("-"))
        after = [hedge for hedge in self.hedges if hedge.startswith("-")]
        between = r"\s+(?:(?:en|ett|på|till|med|som)\s+)?$"
        return found.after.startswith(tuple(after)) or bool(
            re.search(rf"(?<!\w)(?:{before}){between}", found.before)
        )


@expectation("ExpectUnitBesideItsFigure")
class UnitBesideItsFigure(Condition):
    """A figure has a unit where the words print its sign after it, and only where they have one.

    Attributes:
        figure_columns: The figures; an empty one is not checked.
        words_column: The words.
        unit_column: The unit.
        unit: The unit that is checked, such as `%`.
        sign: A regular expression of what stands after a figure with the unit.
        elsewhere: A regular expression of other words that allow the unit; None if there are none.
    """

    shows = "{unit_column}, {words_column}"
    asks = "{unit_column} must be {unit} where {words_column} print it after the figure."
    expects = "{unit} where the words print it after the figure, and only there"

    figure_columns: list[str]
    words_column: str
    unit_column: str
    unit: str
    sign: str
    elsewhere: str | None = None

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        return each(rows, self.columns, self._is_right)

    def _is_right(self, row: dict[Any, Any]) -> bool:
        words = _text(row[self.words_column])
        if all(pd.isna(row[name]) for name in self.figure_columns):
            return True
        if not pd.isna(row[self.unit_column]) and row[self.unit_column] == self.unit:
            allowed = f"{self.sign}|{self.elsewhere}" if self.elsewhere else self.sign
            return bool(re.search(allowed, words))
        figures = [row[name] for name in self.figure_columns if not pd.isna(row[name])]
        found = [number for figure in figures for number in _matches(figure, words)]
        return not found or not all(map(self._has_sign, found))

    def _has_sign(self, found: PrintedNumber) -> bool:
        is_word = self.elsewhere and re.search(self.elsewhere, found.text)
        return bool(is_word or re.match(rf"\s*(?:{self.sign})", found.after))


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


def _text(words: Any) -> str:
    return "" if pd.isna(words) else f"{words}".casefold()


def _normalised(words: object) -> str:
    return " ".join(f"{words}".casefold().split())


def _matches(figure: float, words: str) -> list[PrintedNumber]:
    """Return the numbers in a text that are a figure, as they stand or in tkr."""
    return [
        found
        for found in printed_numbers(words)
        if any(abs(abs(figure) - number) < TOLERANCE for number in (*found.readings, *found.in_tkr))
    ]


def _any_number(figures: list[float], words: str) -> list[PrintedNumber]:
    return [] if figures else list(printed_numbers(words))
