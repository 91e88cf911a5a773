"""Conditions on short names and what they are made from."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from alereport.base import letters
from alereport.gate.conditions.base import Condition, each, expectation


@expectation("ExpectNameAfterTitle")
class NamedAfter(Condition):
    """A short name is made from a title: one of its words begins as a word of the title.

    Attributes:
        slug_column: The short name, of words with hyphens between.
        title_column: The title.
        skip: How many of its first words are not from the title, such as committee and year.
        besides: Short names that stand for something else than the words of a title.
    """

    shows = "{slug_column}, {title_column}"
    asks = "{slug_column} must be made from {title_column}."
    expects = "a {slug_column} made from words of its {title_column}"

    slug_column: str
    title_column: str
    skip: int = 0
    besides: tuple[str, ...] | list[str] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        is_named = [
            slug in self.besides
            or any(
                word[:4] in letters.plain(f"{title}")
                for word in f"{slug}".split("-")[self.skip :]
                if word
            )
            for slug, title in rows[self.columns].itertuples(index=False)
        ]
        return pd.Series(is_named, index=rows.index, dtype=bool)


@expectation("ExpectAbbreviation")
class Abbreviates(Condition):
    """A short name abbreviates a name: its letters are in it, and its first begins a word of it.

    Attributes:
        slug_column: The short name.
        title_column: The name.
    """

    shows = "{slug_column}, {title_column}"
    asks = (
        "{slug_column} must be letters of {title_column}, beginning with that of one of its words."
    )
    expects = "a {slug_column} made from letters of its {title_column}"

    slug_column: str
    title_column: str

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        return each(rows, self.columns, self._is_abbreviation)

    def _is_abbreviation(self, row: dict[Any, Any]) -> bool:
        slug, name = f"{row[self.slug_column]}", letters.plain(f"{row[self.title_column]}")
        begins = any(word.startswith(slug[:1]) for word in re.findall(r"\w+", name))
        return begins and set(slug) <= set(name)
