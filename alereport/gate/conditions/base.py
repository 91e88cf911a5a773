"""What every condition answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import pandas as pd

from alereport.data import expressions


@dataclass(frozen=True, kw_only=True)
class Condition(ABC):
    """Something that holds for each row of a frame, or does not.

    Its fields are the arguments a rule in `rules.yaml` gives.
    """

    needs_thresholds: ClassVar[bool] = False
    """Whether it is made with the thresholds of `params/municipality.yaml` besides."""

    @property
    @abstractmethod
    def columns(self) -> list[str]:
        """The columns it reads."""

    @property
    @abstractmethod
    def about(self) -> str:
        """The column, or columns, a failure shows."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What it asks for, for the Data Docs."""

    @abstractmethod
    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        """For each row, whether it holds."""

    @abstractmethod
    def expected(self, rows: pd.DataFrame) -> str | pd.Series[str]:
        """What a row should hold, in words; by row where that differs."""


RULES: dict[str, type[Condition]] = {}
"""The conditions a rule in `rules.yaml` may ask for, by the name of its expectation."""

Asked = TypeVar("Asked", bound=type[Condition])


def expectation(name: str) -> Callable[[Asked], Asked]:
    """Let rules ask for a condition by a name, such as `ExpectRowsToSatisfy`."""

    def register(condition: Asked) -> Asked:
        RULES[name] = condition
        return condition

    return register


def groups(rows: pd.DataFrame, columns: list[str]) -> pd.Series[int]:
    """The number of each row's group, in the order the groups first appear."""
    return rows.groupby(columns, dropna=False, sort=False).ngroup()


def true(rows: pd.DataFrame, expression: str, *, unknown: bool) -> pd.Series[bool]:
    """For each row, whether an expression is true.

    Args:
        rows: The rows.
        expression: See `expressions`.
        unknown: What it is where it cannot be known, because a cell is empty.
    """
    return true_where(expressions.value(expression, rows), unknown=unknown)


def true_where(found: pd.Series[Any], *, unknown: bool) -> pd.Series[bool]:
    return found.astype("boolean").fillna(value=unknown).astype(bool)
