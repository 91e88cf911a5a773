"""What the published schema and rules reveal about every figure of a dataset on people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from alereport.base.workspace import Workspace
from alereport.data import limits, rules, schemas
from alereport.data.expressions import ConditionError
from alereport.data.limits import Weights
from alereport.data.people import Privacy
from alereport.data.rules import Rule
from alereport.privacy.bounds import MAXIMUM, PublicFacts, Relation

MAX_DECIMALS = 4
"""Precisions of fewer decimals than this are tried for the printed figures."""
PRECISION = 9
"""The decimals of a limit that a rule computes."""


def published(workspace: Workspace, dataset: str) -> PublicFacts:
    """What the schema and the rules say about every figure of a dataset.

    A rule of severity error holds for all published data. The limits that its condition sets are
    used (see `data.limits`), even if it applies to some rows only.

    Raises:
        TableError: The schema or the rules cannot be read.
    """
    schema = schemas.schema(workspace, dataset)
    if schema.privacy is None:
        return PublicFacts()
    figures = schema.privacy.figures
    found: list[Weights] = []
    for field in schema.fields:
        lowest, highest = field.constraints.minimum, field.constraints.maximum
        found += [{field.name: -1.0, "": float(lowest)}] if lowest is not None else []
        found += [{field.name: 1.0, "": -float(highest)}] if highest is not None else []
    for rule in rules.of_dataset(workspace, dataset):
        if rule.severity == "error":
            found += _limits(rule)[0]
    return _facts(found, figures)


def not_counted_with(workspace: Workspace, dataset: str, privacy: Privacy) -> list[str]:
    """The rules that say more about a figure than what is counted with, in a part they have.

    Raises:
        TableError: The rules cannot be read.
    """
    figures = set(privacy.figures)
    unknown = []
    for rule in rules.of_dataset(workspace, dataset):
        set_limits, ignored = _limits(rule)
        joined = [each for each in set_limits if not {*each} - {""} <= figures]
        names = ignored.union(*joined) if joined else ignored
        if rule.severity == "error" and names & figures:
            unknown.append(rule.rule)
    return unknown


def _limits(rule: Rule) -> tuple[list[Weights], set[str]]:
    try:
        return limits.of_condition(str(rule.arguments.get("condition", "") or "True"))
    except ConditionError:  # Not an expression of a row's columns; the gate reports what is wrong.
        return [], set()


def _facts(found: Iterable[Weights], figures: Sequence[str]) -> PublicFacts:
    minimum: dict[str, float] = {}
    maximum: dict[str, float] = {}
    relations: set[Relation] = set()
    for weights in found:
        of_columns = {name: weight for name, weight in weights.items() if name and weight}
        limit = round(-weights.get("", 0.0), PRECISION)
        if not of_columns or not set(of_columns) <= set(figures):
            continue
        if len(of_columns) > 1:
            relations.add(Relation(tuple(sorted(of_columns.items())), limit))
            continue
        ((name, weight),) = of_columns.items()
        limit = round(limit / weight, PRECISION)
        if weight < 0:
            minimum[name] = max(limit, minimum.get(name, limit))
        else:
            maximum[name] = min(limit, maximum.get(name, limit))
    return PublicFacts(minimum, maximum, frozenset(relations))


def highest(rows: pd.DataFrame, privacy: Privacy) -> float:
    """The limit of a figure that is obvious: 100 per cent, or twice all people counted."""
    if not privacy.counts_people:
        return MAXIMUM
    return max(MAXIMUM, 2 * float(rows[privacy.people].astype("Float64").sum()))


def rounding(rows: pd.DataFrame, privacy: Privacy) -> dict[str, float]:
    """By measure, half of the last digit of its figures; none of numbers of people."""
    if privacy.counts_people:
        return {}
    return {
        name: next(
            (
                0.5 * 10**-digits
                for digits in range(MAX_DECIMALS)
                if rows[name].dropna().round(digits).eq(rows[name].dropna()).all()
            ),
            0.0,
        )
        for name in privacy.figures
    }
