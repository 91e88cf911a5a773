"""What the gate checked and found, counted."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.chapters.quality import analysis as quality
from tests.handmade_quality import ACCEPTED, BROKEN, CHECKED, DATASETS, FILES


@pytest.fixture
def counted() -> pd.DataFrame:
    return quality.by_dataset(DATASETS, CHECKED, BROKEN, ACCEPTED).set_index("dataset")


def test_checks_are_counted_by_dataset_and_severity(counted: pd.DataFrame) -> None:
    assert counted.loc["budget", ["errors", "warnings"]].tolist() == [2, 1]
    assert counted.loc["goals", ["errors", "warnings"]].tolist() == [1, 0]


def test_what_fails_is_told_from_what_was_accepted(counted: pd.DataFrame) -> None:
    assert counted.loc["budget", ["failed", "warned", "accepted"]].tolist() == [1, 1, 0]
    assert counted.loc["goals", ["failed", "warned", "accepted"]].tolist() == [0, 0, 1]


def test_the_total_counts_what_is_reviewed_and_what_cannot_be_read() -> None:
    by_dataset = quality.by_dataset(DATASETS, CHECKED, BROKEN, ACCEPTED)
    total = quality.total(by_dataset, FILES)
    assert total[["files", "checks", "sealed", "unread"]].tolist() == [3, 4, 2, 1]


def test_rows_that_are_alike_are_known_by_their_place_among_those() -> None:
    rows = pd.DataFrame({"file": ["a", "b", "a"], "rule": ["x", "x", "x"]})
    assert quality.row_keys(rows, ["file", "rule"]).tolist() == ["a/x", "b/x", "a/x/2"]
