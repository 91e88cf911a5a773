"""What the gate checked and found, counted."""

from __future__ import annotations

import pandas as pd

from alereport.chapters.quality import analysis as quality
from tests.handmade_quality import ACCEPTED, BROKEN, CHECKED, FILES


def test_what_must_hold_fails_and_is_accepted_is_counted_apart() -> None:
    total = quality.total(CHECKED, BROKEN, ACCEPTED, FILES)
    assert total.to_dict() == {
        "required": 3,
        "failed": 1,
        "accepted": 1,
        "unread": 1,
    }


def test_a_reason_that_several_rows_share_is_told_once_with_all_of_them() -> None:
    twice = pd.concat([ACCEPTED, ACCEPTED.assign(row="data/goals/ks-2024.csv#other")])
    found = quality.reasons(twice)
    assert found["reason"].tolist() == ["Allmänna val hålls enligt lag."]
    assert found["rows"].tolist() == [
        ("data/goals/ks-2024.csv#val", "data/goals/ks-2024.csv#other")
    ]
    assert quality.reasons(ACCEPTED.iloc[:0]).empty


def test_rows_that_are_alike_are_known_by_their_place_among_those() -> None:
    rows = pd.DataFrame({"file": ["a", "b", "a"], "rule": ["x", "x", "x"]})
    assert quality.row_keys(rows, ["file", "rule"]).tolist() == ["a/x", "b/x", "a/x/2"]
