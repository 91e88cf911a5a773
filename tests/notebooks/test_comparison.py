"""The chapters on the municipality beside others and on the tax, executed on the real data.

`published_comparison.csv` is calculated by hand from what was read: a change of the data or of the
calculation is a diff against it.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.batch.outputs import exhibits_of_report
from alereport.data.addresses import Addresses
from alereport.exhibits.traced import all_lines
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


FIGURE = r"(?<![A-Z\d])\d"
"""A digit, but none of an indicator's name, such as `N03011`."""
DATES = ("fetched", "read", "document")
"""The columns that say when a row was read, or in which dated document it stands."""


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("report", ["compared", "tax"])
def test_every_figure_leads_to_its_rows_and_to_when_they_were_read(
    built: Workspace, report: str, language: str
) -> None:
    """Each line with a digit rests on rows that the data have, one of them with its date."""
    addresses = Addresses(built)
    shown = exhibits_of_report(built, language, f"municipality/{report}")
    every = [line for each in shown for line in all_lines(each)]
    lines = [line for line in every if re.search(FIGURE, line.words)]
    assert len(lines) > 10
    for line in lines:
        found = [addresses.locate(row) for row in line.rows]
        assert found, line.words
        cells = [each.cells for each in found if each]
        assert len(cells) == len(found), line.words
        assert any(row.get(column) for row in cells for column in DATES), line.words
