"""Columns that rules take from other datasets, joined to each row."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from alereport.base.errors import TableError
from alereport.data.rules import Join, Rule


def with_joined_columns(
    dataset: str, rows: pd.DataFrame, dataset_rules: list[Rule], read: Callable[[str], pd.DataFrame]
) -> pd.DataFrame:
    """Return the rows with the columns that rules take from other datasets.

    Args:
        dataset_rules: The rules of the dataset.
        read: Returns all rows of another dataset by its name.

    Raises:
        TableError: A rule names an unknown column.
    """
    joins = {join.model_dump_json(): (rule, join) for rule in dataset_rules for join in rule.join}
    for rule, join in joins.values():
        try:
            rows = _joined(rows, join, read(join.dataset))
        except KeyError as problem:
            raise TableError(
                f"data/{dataset}/rules.yaml",
                f"rule {rule.rule}: the column {problem.args[0]} is unknown",
                "columns of both datasets",
                "correct the rule",
            ) from None
    return rows


def _joined(rows: pd.DataFrame, join: Join, other: pd.DataFrame) -> pd.DataFrame:
    for column, value in join.where.items():
        other = other[other[column].eq(value)]
    prefix = join.prefix or join.dataset
    names = {name: f"{prefix}_{name}" for name in join.take}
    right = other[[*names]].rename(columns=names)
    right.index = _keys(other, [*join.keys.values()])
    matches = right[~right.index.duplicated()].reindex(_keys(rows, [*join.keys]))
    return rows.assign(**{name: matches[name].array for name in names.values()})


def _keys(rows: pd.DataFrame, columns: list[str]) -> pd.Index:
    """Return keys as text, so that an integer column with empty cells can be compared too."""
    return pd.MultiIndex.from_arrays([rows[name].astype("str") for name in columns])
