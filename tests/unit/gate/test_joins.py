"""Rows of other datasets beside a row: one of them, or the sum of several."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base.errors import TableError
from alereport.data.rules import Join, Rule, Why
from alereport.gate import joins


def joined(rows: pd.DataFrame, other: pd.DataFrame, join: Join) -> list[int]:
    """What a rule with a join finds beside each row."""
    rule = Rule(
        rule="r", expectation="E", arguments={}, severity="error", why=Why(en=""), join=(join,)
    )
    wide = joins.with_joined_columns("outturn", rows, [rule], lambda _: other)
    return wide[f"{join.dataset}_amount_tkr"].tolist()


@pytest.fixture
def amendments() -> pd.DataFrame:
    """A decision on two areas, told of twice; one on the whole, with its part; a later one."""
    rows = [
        ("april", "pay", "a", 300, "2024-03-25"),
        ("april", "pay", "b", 200, "2024-03-25"),
        ("august", "pay", "a", 300, "2024-03-25"),
        ("august", "pay", "b", 200, "2024-03-25"),
        ("august", "safety", "b", 150, "2024-06-17"),
        ("august", "safety", "total", 150, "2024-06-17"),
        ("december", "winter", "a", 999, "2024-12-01"),
    ]
    frame = pd.DataFrame(rows, columns=["document", "amendment", "area", "amount_tkr", "decided"])
    return frame.assign(decided=pd.to_datetime(frame["decided"]))


def test_rows_up_to_a_day_are_added_up_each_decision_once(amendments: pd.DataFrame) -> None:
    days = pd.to_datetime(["2024-04-30", "2024-08-31", "2024-08-31", "2024-08-31", "2024-01-31"])
    rows = pd.DataFrame({"area": ["a", "b", "total", "c", "a"], "as_of": days})
    join = Join(
        dataset="amendments",
        keys={"area": "area"},
        take=("amount_tkr",),
        until={"as_of": "decided"},
        sum=("amendment",),
        parts="area",
    )
    assert joined(rows, amendments, join) == [300, 350, 650, 0, 0]


def test_a_column_may_equal_two_of_another_dataset() -> None:
    rows = pd.DataFrame({"year": [2024, 2025]})
    other = pd.DataFrame(
        {"plan_year": [2025, 2024], "amount_year": [2024, 2024], "amount_tkr": [1, 2]}
    )
    keys = {"year": ("plan_year", "amount_year")}
    join = Join(dataset="budget", keys=keys, take=("amount_tkr",))
    found = joined(rows, other, join)
    assert found[0] == 2
    assert pd.isna(found[1])


def test_a_column_taken_under_a_name_of_the_dataset_is_refused() -> None:
    rows = pd.DataFrame({"document": ["a"], "goals_title": ["own"]})
    other = pd.DataFrame({"document": ["a"], "title": ["other"]})
    join = Join(dataset="goals", keys={"document": "document"}, take=("title",))
    rule = Rule(
        rule="r", expectation="E", arguments={}, severity="error", why=Why(en=""), join=(join,)
    )
    with pytest.raises(TableError, match="rule r: a join takes a column as goals_title"):
        joins.with_joined_columns("measures", rows, [rule], lambda _: other)
