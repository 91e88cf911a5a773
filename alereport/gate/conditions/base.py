"""The base class of every condition, and what conditions share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

import pandas as pd

from alereport.data import expressions


@dataclass(frozen=True, kw_only=True)
class Condition(ABC):
    """A condition that holds for each row of a frame, or does not.

    Its fields are the arguments that a rule in `rules.yaml` gives. Its texts have the fields' names
    in braces, which are replaced by the values that the rule gives.
    """

    shows: ClassVar[str] = "{column}"
    """The column, or columns, that a failure shows."""
    asks: ClassVar[str] = ""
    """What it requires, as a sentence for the Data Docs."""
    expects: ClassVar[str] = ""
    """What a row should hold, where that is the same for every row."""

    @property
    def columns(self) -> list[str]:
        """The columns it reads: the values of its fields named `…column` and `…columns`."""
        names: list[str] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("columns"):
                names = [*names, *value]
            elif field.name.endswith("column") and (value or field.default is MISSING):
                names.append(value)
        return names

    @property
    def about(self) -> str:
        """The column, or columns, that a failure shows."""
        return self._with_values(self.shows)

    @property
    def sentence(self) -> str:
        """What it requires, as a sentence for the Data Docs."""
        return self._with_values(self.asks)

    def _with_values(self, text: str) -> str:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return text.format_map(
            {
                name: ", ".join(map(str, value)) if isinstance(value, list) else value
                for name, value in values.items()
            }
        )

    @abstractmethod
    def holds(self, rows: pd.DataFrame) -> pd.Series[bool]:
        """Return, for each row, whether the condition holds."""

    def expected(self, rows: pd.DataFrame) -> str | pd.Series[str]:  # noqa: ARG002 - some need it
        """Return what a row should hold, in words; a series where it differs by row."""
        return self._with_values(self.expects)


RULES: dict[str, type[Condition]] = {}
"""The conditions that rules in `rules.yaml` may use, by the name of the expectation."""

ConditionType = TypeVar("ConditionType", bound=type[Condition])


@dataclass_transform(frozen_default=True, kw_only_default=True)
def expectation(name: str) -> Callable[[ConditionType], ConditionType]:
    """Register a class as a condition, by its name in rules, such as `ExpectRowsToSatisfy`."""

    def register(condition: ConditionType) -> ConditionType:
        RULES[name] = dataclass(frozen=True, kw_only=True)(condition)
        return condition

    return register


def group_numbers(rows: pd.DataFrame, columns: list[str]) -> pd.Series[int]:
    """Return the number of each row's group, in the order the groups first appear."""
    return rows.groupby(columns, dropna=False, sort=False).ngroup()


def is_true(rows: pd.DataFrame, expression: str, *, unknown: bool) -> pd.Series[bool]:
    """Return, for each row, whether an expression is true; `unknown` where a cell is empty."""
    result: pd.Series[Any] = expressions.value(expression, rows)
    return result.astype("boolean").fillna(value=unknown).astype(bool)


def each(
    rows: pd.DataFrame, columns: list[str], holds: Callable[[dict[Any, Any]], bool]
) -> pd.Series[bool]:
    """Return whether each row holds, as a dict of some of its columns."""
    records = rows[columns].to_dict("records")
    return pd.Series([holds(row) for row in records], index=rows.index, dtype=bool)
