"""One check of a dataset, as the engine and the direct evaluation read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from alereport.base.errors import Failure, TableError
from alereport.data.rules import Severity, Why

FILE = "file"
"""The column, added to the rows, that names the file a row is in."""


@dataclass(frozen=True)
class Check:
    """One expectation on a dataset, with the texts of its failures.

    Attributes:
        expectation: The name of a condition in `gate.conditions.RULES`, or of one of Great
            Expectations' own expectations.
        arguments: The keyword arguments of the expectation.
        rule: The rule's name.
        column: The column it checks, or several separated by commas.
        expected: What a row should hold, in words; a function of the rows where it differs by row.
        why: Why the rule must hold.
        severity: `error` or `warning`.
        finding: The name of the separate finding that a rule over several files has; None for a
            rule over one file, whose broken rows belong to the finding of that file.
        private_columns: The columns it reads whose values may have to be withheld, those joined
            from other datasets included.
        line_column: The column of the line on which it fails, where that is not the row's.
        next_step: What the user should do with a row that fails.
        is_internal: True if it is for the steward alone, and nothing of it may be published.
    """

    expectation: str
    arguments: dict[str, Any]
    rule: str
    column: str
    expected: str | Callable[[pd.DataFrame], str | pd.Series[str]]
    why: Why
    severity: Severity = "error"
    finding: str | None = None
    private_columns: frozenset[str] = frozenset()
    line_column: str = ""
    next_step: str = Failure.next_step
    is_internal: bool = False


def not_computed(dataset: str, check: Check, reason: str) -> TableError:
    """Return the error of a check that cannot be computed for the rows of a dataset."""
    return TableError(
        f"data/{dataset}/rules.yaml",
        f"rule {check.rule} cannot be computed ({reason})",
        "a rule that can be computed for every row",
        f"correct {check.column} in the data, or the rule",
    )
