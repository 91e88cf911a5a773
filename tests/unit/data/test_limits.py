"""The limits that a condition sets to the columns of a row."""

from __future__ import annotations

import pytest

from alereport.data import limits

CASES = [
    ("a >= 1 and a <= 40", [{"": 1, "a": -1}, {"": -40, "a": 1}], set()),
    ("1 <= a <= 40 or a.isna()", [{"": 1, "a": -1}, {"": -40, "a": 1}], set()),
    ("a.between(1, 40) and b.notna()", [{"": 1, "a": -1}, {"": -40, "a": 1}], set()),
    ("a in [3, 1, 2]", [{"": -3, "a": 1}, {"": 1, "a": -1}], set()),
    ("a.isin([3, 1])", [{"": -3, "a": 1}, {"": 1, "a": -1}], set()),
    ("a <= b", [{"": 0, "a": 1, "b": -1}], set()),
    ("a.fillna(0) <= b", [{"": 0, "a": 1, "b": -1}], set()),
    ("40 > a and b > -1", [{"": -40, "a": 1}, {"": -1, "b": -1}], set()),
    ("(a + b) / 2 <= 3 * c - 1", [{"": 1, "a": 0.5, "b": 0.5, "c": -3}], set()),
    ("a.abs() <= 2", [{"": -2, "a": 1}, {"": -2, "a": -1}], set()),
    ("a == b", [{"": 0, "a": -1, "b": 1}, {"": 0, "a": 1, "b": -1}], set()),
    ("not a > 2", [{"": -2, "a": 1}], set()),
    ("a.round(1) == a", [], set()),
    ("a == 3 or b == 2", [], {"a", "b"}),
    ("a * b <= 3", [], {"a", "b"}),
    ("a % 2 == 1", [], {"a"}),
    ("a.str.len() == 3", [], {"a"}),
]


@pytest.mark.parametrize(("condition", "found", "ignored"), CASES)
def test_the_limits_a_condition_sets_are_found_and_what_else_it_reads(
    condition: str, found: list[limits.Weights], ignored: set[str]
) -> None:
    assert limits.of_condition(condition) == (found, ignored)
