"""The checks of a dataset, from its schema and its rules.

Nothing here imports Great Expectations; `gate.gx` turns each check into an expectation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets, rules, schemas, translations
from alereport.data.expressions import ConditionError
from alereport.data.rules import Rule, Why
from alereport.gate import claims, joins, privacy_checks, schema_checks
from alereport.gate.check import FILE, Check
from alereport.gate.conditions import RULES, Condition

HAS_RULES = "has-rules"
"""The name of the rule that a dataset must have rules."""
WHY_RULES = Why(
    en="A dataset without rules is checked only for its form.",
    sv="Av ett dataset utan regler begärs inget mer än rätt form.",
)


def of_dataset(
    workspace: Workspace, dataset: str, rows: pd.DataFrame
) -> tuple[list[Check], pd.DataFrame]:
    """Return every check of a dataset, and its rows with the joined columns that rules need.

    A rule that joins a dataset with an unreadable file is left out, since it could fail rows that
    are right. So is a warning that joins a dataset without rows.

    Raises:
        TableError: The schema or the rules cannot be read, do not fit each other, or lack texts in
            the project's first language.
    """
    translations.require(workspace, dataset)
    dataset_rules = rules.of_dataset(workspace, dataset)
    for rule in dataset_rules:
        _require_joined(workspace, dataset, rule)
    frames = cache(partial(datasets.readable_rows, workspace))
    usable_rules = [
        rule
        for rule in dataset_rules
        if _can_be_checked(rule, [frames(join.dataset) for join in rule.join])
    ]
    rule_checks, wide = of_rules(
        workspace, dataset, rows, usable_rules, lambda name: frames(name)[0]
    )
    on_people, wide = privacy_checks.of_dataset(workspace, dataset, wide)
    all_checks = [*schema_checks.of_schema(workspace, dataset), *rule_checks, *on_people]
    with_unmatched = claims.with_unmatched(workspace, dataset, wide)
    if with_unmatched is not None:
        of_texts = [claims.check(dataset), claims.check_of_withheld(dataset)]
        return [*of_texts, *all_checks], with_unmatched
    return all_checks, wide


def _require_joined(workspace: Workspace, dataset: str, rule: Rule) -> None:
    """Refuse a join with a dataset that does not exist."""
    place = f"data/{dataset}/rules.yaml"
    for join in rule.join:
        if join.dataset not in workspace.datasets:
            expected = f"one of {', '.join(workspace.datasets)}"
            raise _rule_error(place, rule, f"the dataset {join.dataset} is unknown", expected)


def _can_be_checked(rule: Rule, joined: Sequence[tuple[pd.DataFrame, bool]]) -> bool:
    # A sum of no rows is zero; without them, nothing else that is joined can be asked for.
    taken = [rows for join, (rows, _) in zip(rule.join, joined, strict=True) if not join.sum]
    has_rows = not taken or any(not rows.empty for rows in taken)
    return all(is_complete for _, is_complete in joined) and (rule.severity == "error" or has_rows)


def of_rules(
    workspace: Workspace,
    dataset: str,
    rows: pd.DataFrame,
    dataset_rules: list[Rule],
    read: Callable[[str], pd.DataFrame],
) -> tuple[list[Check], pd.DataFrame]:
    """Return the checks of some rules, and the rows with the joined columns that they need.

    Args:
        rows: All rows of the dataset.
        dataset_rules: The rules.
        read: Returns all rows of another dataset by its name.

    Raises:
        TableError: The rules do not fit the schema.
    """
    files = rows.index.str.extract(r"([^/]+)\.[a-z]+:\d+$", expand=False)
    wide = joins.with_joined_columns(dataset, rows.assign(**{FILE: files}), dataset_rules, read)
    no_rows = wide.iloc[:0]
    return [_rule_check(workspace, dataset, rule, no_rows) for rule in dataset_rules], wide


def _rule_check(workspace: Workspace, dataset: str, rule: Rule, no_rows: pd.DataFrame) -> Check:
    place = f"data/{dataset}/rules.yaml"
    arguments = _arguments(place, rule)
    condition = _condition(place, rule, arguments, no_rows)
    return Check(
        rule.expectation,
        arguments,
        rule.rule,
        condition.about,
        condition.expected,
        rule.why,
        rule.severity,
        f"{place}:{rule.rule}" if rule.reads_several else None,
        _private_columns(workspace, dataset, rule).intersection(condition.columns),
    )


def _private_columns(workspace: Workspace, dataset: str, rule: Rule) -> frozenset[str]:
    """Return the columns a rule can read whose values may be withheld, by their names in it."""
    own_columns = schemas.schema(workspace, dataset).private
    joined_columns = (
        join.made[name]
        for join in rule.join
        for name in schemas.schema(workspace, join.dataset).private.intersection(join.take)
    )
    return own_columns.union(joined_columns)


def _arguments(place: str, rule: Rule) -> dict[str, Any]:
    if rule.expectation not in RULES:
        problem, names = f"the expectation {rule.expectation} is unknown", ", ".join(sorted(RULES))
        raise _rule_error(place, rule, problem, f"one of {names}")
    return rule.arguments


def _condition(
    place: str, rule: Rule, arguments: dict[str, Any], no_rows: pd.DataFrame
) -> Condition:
    """Return the condition of a rule, after trying it on a frame without rows."""
    try:
        condition = RULES[rule.expectation](**arguments)
        columns = condition.columns
        if unknown := sorted(set(columns) - set(no_rows.columns)):
            message = f"the column {unknown[0]} is unknown"
            raise _rule_error(place, rule, message, "columns of table.yaml")
        condition.holds(no_rows)
    except ConditionError as problem:
        raise _rule_error(place, rule, problem.found, problem.expected) from None
    except (AttributeError, LookupError, NameError, TypeError, ValueError, SyntaxError) as problem:
        message = f"its arguments do not fit ({' '.join(str(problem).split())})"
        raise _rule_error(place, rule, message, "the arguments of the expectation") from None
    return condition


def _rule_error(place: str, rule: Rule, message: str, expected: str) -> TableError:
    return TableError(place, f"rule {rule.rule}: {message}", expected, "correct the rule")
