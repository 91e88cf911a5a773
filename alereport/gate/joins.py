"""Columns that rules take from other datasets, joined to each row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from alereport.base.errors import TableError
from alereport.data.datasets import TOTAL
from alereport.data.rules import Join, Rule


def with_joined_columns(
    dataset: str, rows: pd.DataFrame, dataset_rules: list[Rule], read: Callable[[str], pd.DataFrame]
) -> pd.DataFrame:
    """Return the rows with the columns that rules take from other datasets.

    Args:
        dataset_rules: The rules of the dataset.
        read: Returns all rows of another dataset by its name.

    Raises:
        TableError: A rule names an unknown column, or takes one under a name of the dataset's own.
    """
    own = {*rows.columns}
    joins = {join.model_dump_json(): (rule, join) for rule in dataset_rules for join in rule.join}
    for rule, join in joins.values():
        if taken := sorted(own.intersection(join.made.values())):
            raise TableError(
                f"data/{dataset}/rules.yaml",
                f"rule {rule.rule}: a join takes a column as {taken[0]}",
                "another name than a column of the dataset",
                "give the join another prefix",
            )
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
    names = join.made
    if join.sum:
        return rows.assign(**{names[name]: _sum(rows, join, other, name) for name in names})
    right = other[[*names]].rename(columns=names)
    right.index = _keys(other, [column for _, column in join.pairs])
    own_keys = _keys(rows, [column for column, _ in join.pairs])
    matches = right[~right.index.duplicated()].reindex(own_keys)
    return rows.assign(**{name: matches[name].array for name in names.values()})


def _sum(rows: pd.DataFrame, join: Join, other: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Return, for each row, the sum of a column over its matching rows, as `Join.sum` says."""
    unique = other.drop_duplicates([*join.sum, *(column for _, column in join.pairs)])
    if join.parts:
        unique = _with_wholes(unique, join, name)
    right = unique.assign(key=_keys(unique, [column for _, column in join.pairs]).to_numpy())
    left = rows.assign(
        key=_keys(rows, [column for column, _ in join.pairs]).to_numpy(), number=range(len(rows))
    )[["key", "number", *join.until]]
    pairs = left.merge(right, on="key", suffixes=("", "_other"))
    for column, limit in join.until.items():
        pairs = pairs[pairs[f"{limit}_other" if limit in left else limit].le(pairs[column])]
    sums = pairs.groupby("number")[name].sum().reindex(range(len(rows)), fill_value=0)
    return pd.Series(sums.array, index=rows.index)


def _with_wholes(rows: pd.DataFrame, join: Join, name: str) -> pd.DataFrame:
    """Add a row `total` with the sum of the parts, where rows told apart by `sum` have none."""
    keys = [column for _, column in join.pairs if column != join.parts]
    has_whole = rows[join.parts].eq(TOTAL).groupby([rows[key] for key in (*join.sum, *keys)])
    parts = rows[~has_whole.transform("any")]
    group = parts.groupby([*join.sum, *keys], dropna=False, sort=False)
    parts = parts.assign(**{name: group[name].transform("sum")})
    wholes = parts[group.cumcount().eq(0)].assign(**{f"{join.parts}": TOTAL})
    return pd.concat([rows, wholes])


def _keys(rows: pd.DataFrame, columns: list[str]) -> pd.Index:
    """Return keys as text, so that an integer column with empty cells can be compared too."""
    return pd.MultiIndex.from_arrays([rows[name].astype("str") for name in columns])
