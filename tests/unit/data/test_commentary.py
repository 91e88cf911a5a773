"""The analyst's commentary as rows."""

from __future__ import annotations

import pytest

from alereport.base.errors import TableError
from alereport.data import commentary

COLUMNS = ["document", "plan_year", "chapter", "text"]
FILE = """---
document: a-plan
plan_year: 2024
---

# goals

Few.

Clear.

# budget

Tight.
"""


def test_each_chapter_is_a_row_with_what_the_file_has_in_common() -> None:
    lines, rows = commentary.rows(FILE, "x.md", COLUMNS)
    assert lines == [6, 12]
    assert rows == [
        ["a-plan", "2024", "goals", "Few.\n\nClear."],
        ["a-plan", "2024", "budget", "Tight."],
    ]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("---\ndocument", "document", r"x\.md:1: there is no front matter"),
        ("document: a-plan\n", "", r"x\.md:1: the front matter has plan_year; expected document"),
        ("plan_year: 2024", "plan_year: [", r"x\.md:1: .*; expected YAML"),
        ("plan_year: 2024", "year: 2024", r"x\.md:1: the front matter has document, year"),
        ("\n# goals", "\nStray.\n\n# goals", r"x\.md:6: text under no heading"),
    ],
)
def test_a_file_that_is_not_of_its_form_is_refused(before: str, after: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        commentary.rows(FILE.replace(before, after, 1), "x.md", COLUMNS)
