"""The chapters on the municipality beside others and on the tax, executed on the real data.

`published_comparison.csv` is calculated by hand from what was read: a change of the data or of the
calculation is a diff against it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.notebooks.conftest import outputs_in_book
from tests.notebooks.test_evaluation_and_follow_up import Chapter, by_name

PUBLISHED = Path(__file__).parents[1] / "data" / "published_comparison.csv"
ROWS = list(csv.DictReader(PUBLISHED.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def chapters(built: Workspace) -> dict[str, Chapter]:
    return {
        name: by_name(outputs_in_book(built, f"municipality/{name}", "sv"))
        for name in ("compared", "tax")
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['where']}: {row['printed']}")
def test_a_published_figure_is_the_one_calculated_by_hand(
    chapters: dict[str, Chapter], row: dict[str, str]
) -> None:
    assert any(
        row["printed"] in words
        for where, words in chapters[row["chapter"]].items()
        if row["where"] in {where, "told-apart"} or f"#{row['where']}" in words
    )
