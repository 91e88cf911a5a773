"""Conditions that the rows of a dataset must satisfy, as pure functions of its frame.

Nothing here imports Great Expectations; `gate.gx` turns each condition into an expectation. To add
a condition, write its class: the decorator `expectation` gives it its name in `rules.yaml`.
"""

from alereport.gate.conditions import (
    changes,
    declared,
    groups,
    names,
    rows,
    sequences,
    texts,
    trees,
)
from alereport.gate.conditions.base import RULES, Condition

__all__ = [
    "RULES",
    "Condition",
    "changes",
    "declared",
    "groups",
    "names",
    "rows",
    "sequences",
    "texts",
    "trees",
]
