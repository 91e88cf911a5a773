"""What every condition answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

import pandas as pd

from alereport.data import expressions


@dataclass(frozen=True, kw_only=True)
class Condition(ABC):
    """Something that holds for each row of a frame, or does not.

    Its fields are the arguments a rule in `rules.yaml` gives. What it says is written with their
    names in braces, and so is shown with what the rule gave.
    """

    needs_thresholds: ClassVar[bool] = False
    """Whether it is made with the thresholds of `params/municipality.yaml` besides."""
    shows: ClassVar[str] = "{column}"
    """The column, or columns, a failure shows."""
    asks: ClassVar[str] = ""
    """What it asks for, for the Data Docs."""
    expects: ClassVar[str] = ""
    """What a row should hold, where that is the same for every row."""

    @property
    def columns(self) -> list[str]:
        """The columns it reads: those that its fields for columns name."""
        named: list[str] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("columns"):
                named = [*named, *value]
            elif field.name.endswith("column") and (value or field.default is MISSING):
                named.append(value)
        return named

    @property
    def about(self) -> str:
        """The column, or columns, a failure shows."""
        return self._worded(self.shows)

    @property
    def sentence(self) -> str:
        """What it asks for, for the Data Docs."""
        return self._worded(self.asks)

    def _worded(self, words: str) -> str:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return words.format_map(
            {
                name: ", ".join(map(str, each)) if isinstance(each, list) else each
                for name, each in values.items()
            }
        )

    @abstractmethod
    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        """For each row, whether it holds."""

    def expected(self, rows: pd.DataFrame) -> str | pd.Series[str]:  # noqa: ARG002 - some need it
        """What a row should hold, in words; by row where that differs."""
        return self._worded(self.expects)


RULES: dict[str, type[Condition]] = {}
"""The conditions a rule in `rules.yaml` may ask for, by the name of its expectation."""

Asked = TypeVar("Asked", bound=type[Condition])


@dataclass_transform(frozen_default=True, kw_only_default=True)
def expectation(name: str) -> Callable[[Asked], Asked]:
    """Make a condition of a class, and let rules ask for it by a name: `ExpectRowsToSatisfy`."""

    def register(condition: Asked) -> Asked:
        RULES[name] = dataclass(frozen=True, kw_only=True)(condition)
        return condition

    return register


def groups(rows: pd.DataFrame, columns: list[str]) -> pd.Series[int]:
    """The number of each row's group, in the order the groups first appear."""
    return rows.groupby(columns, dropna=False, sort=False).ngroup()


def true(rows: pd.DataFrame, expression: str, *, unknown: bool) -> pd.Series[bool]:
    """For each row, whether an expression is true, or `unknown` for a cell that is empty."""
    found: pd.Series[Any] = expressions.value(expression, rows)
    return found.astype("boolean").fillna(value=unknown).astype(bool)
