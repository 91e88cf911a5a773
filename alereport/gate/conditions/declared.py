"""The condition on rows that are declared apart from their file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from alereport.gate import tallies
from alereport.gate.conditions.base import Condition, expectation
from alereport.gate.tallies import Tally

Problem = tuple[Any, str]
"""The index of a row, and what was expected there."""


@dataclass(frozen=True)
class Declared:
    """What is declared of some rows of a document.

    Attributes:
        section: The section they stand in.
        basis: What they rest on; empty where their dataset does not say.
        rows: How many there are.
        first: A name of the first; empty where nobody has counted them.
        last: A name of the last; empty where there is one, or nobody has counted.
        values: How many have each value, see `tallies`. A column that no section counts is not
            held to it; one that some section counts has no values where it is left out.
    """

    section: str
    basis: str
    rows: int
    first: str
    last: str
    values: str = ""

    @property
    def tally(self) -> Tally:
        return tallies.read(self.values)

    @property
    def number(self) -> str:
        return f"{self.rows} row{'s' * (self.rows != 1)}{on_basis(self.basis)}"


@expectation("ExpectRowsAsDeclared")
class RowsAsDeclared(Condition):
    """The rows of each section of a document are as declared, and so is the order of the sections.

    A document of which nothing is declared is not checked.

    Attributes:
        document_column: The document of a row.
        section_column: Its section.
        naming_columns: The columns that may hold the name a first or last row is declared by.
        dataset: The dataset.
        declared: By document, a list of the fields of `Declared`, as JSON. One text, as the engine
            copies its arguments many times.
        basis_column: What a row rests on, where the dataset says it; each is declared apart.
        listed_columns: The columns of which it may be declared how many rows have each value.
    """

    shows = "{section_column}"
    asks = "the rows of each {section_column} must be those that data/sections declares."

    document_column: str
    section_column: str
    naming_columns: list[str]
    dataset: str
    declared: str
    basis_column: str | None = None
    listed_columns: list[str] | tuple[str, ...] = ()

    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        return self.expected(rows).eq("")

    def expected(self, rows: pd.DataFrame) -> pd.Series[str]:
        problems: dict[Any, list[str]] = {}
        for place, words in self._problems(rows):
            problems.setdefault(place, []).append(words)
        texts = [
            f"{', and '.join(problems[place])}, as data/sections/{document}.csv declares"
            if place in problems
            else ""
            for place, document in rows[self.document_column].items()
        ]
        return pd.Series(texts, index=rows.index, dtype="str")

    def _problems(self, rows: pd.DataFrame) -> Iterator[Problem]:
        declared = _by_document(self.declared)
        counted = rows[rows[self.document_column].isin(list(declared))]
        for document, document_rows in counted.groupby(self.document_column, sort=False):
            yield from self._of_groups(document_rows, declared[str(document)])
            yield from self._of_order(document_rows, declared[str(document)])

    def _of_groups(self, rows: pd.DataFrame, declared: tuple[Declared, ...]) -> Iterator[Problem]:
        sections = rows[self.section_column].fillna("")
        basis = (
            rows[self.basis_column].fillna("") if self.basis_column else sections.map(lambda _: "")
        )
        groups = dict(list(rows.groupby([sections, basis], sort=False)))
        columns = list(dict.fromkeys(name for each in declared for name in each.tally))
        wanted = {(each.section, each.basis): each for each in declared}
        for key, group in groups.items():
            if key in wanted:
                yield from self._of_group(group, wanted[key])
                if len(group) == wanted[key].rows:
                    yield from self._of_values(group, wanted[key], columns)
            else:
                words = f"a section with rows of {self.dataset}{on_basis(str(key[1]))}"
                yield group.index[0], words
        for key, each in wanted.items():
            if key not in groups:
                yield rows.index[-1], f"{each.number} of section {each.section} too"

    def _of_group(self, group: pd.DataFrame, declared: Declared) -> Iterator[Problem]:
        if len(group) != declared.rows:
            yield group.index[-1], f"{declared.number} of the section, not {len(group)}"
        names = group[self.naming_columns].astype("str")
        for position, turn, name in ((0, "first", declared.first), (-1, "last", declared.last)):
            if name and name not in list(names.iloc[position]):
                yield group.index[position], f'"{name}" as the {turn} row of the section'

    def _of_values(
        self, group: pd.DataFrame, declared: Declared, columns: list[str]
    ) -> Iterator[Problem]:
        for name in columns:
            wanted = declared.tally.get(name, {})
            cells = list(_as_text(group[name])) if name in self.listed_columns else []
            found = Counter(cell for cell in cells if cell)
            if found == wanted:
                continue
            too_many = [
                place
                for place, cell in zip(group.index, cells, strict=False)
                if found[cell] > wanted.get(cell, 0)
            ]
            words, other = (
                f'"{tallies.written({name: counts})}"' if counts else f"no {name}"
                for counts in (wanted, found)
            )
            yield (too_many or group.index)[-1], f"{words} in the section, not {other}"

    def _of_order(self, rows: pd.DataFrame, declared: tuple[Declared, ...]) -> Iterator[Problem]:
        sections = dict.fromkeys(each.section for each in declared)
        rank = {section: number for number, section in enumerate(sections)}
        turns = rows[self.section_column].map(rank).dropna()
        for place in turns.index[turns.lt(turns.cummax())]:
            yield place, "the sections in the order"


def _as_text(cells: pd.Series[Any]) -> pd.Series[str]:
    """Return cells as a data file has them."""
    text = cells.astype("str").fillna("")
    return text.str.lower() if cells.dtype == "boolean" else text


def on_basis(basis: str) -> str:
    """Return what rows rest on as an addition to their number; empty where it is not said."""
    return f" on the basis {basis}" if basis else ""


@lru_cache(maxsize=64)
def _by_document(declared: str) -> dict[str, tuple[Declared, ...]]:
    """Return what is declared by document, in order."""
    return {
        document: tuple(Declared(*fields) for fields in rows)
        for document, rows in json.loads(declared).items()
    }
