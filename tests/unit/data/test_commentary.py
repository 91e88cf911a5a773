"""The analyst's commentary as rows."""

from __future__ import annotations

import pytest

from alereport.base.errors import TableError
from alereport.data import commentary

COLUMNS = ["document", "plan_year", "chapter", "text", "text_en"]
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
        ["a-plan", "2024", "goals", "Few.\n\nClear.", ""],
        ["a-plan", "2024", "budget", "Tight.", ""],
    ]


def test_a_chapter_has_its_translation_under_a_heading_with_the_language() -> None:
    translated = FILE.replace("Few.", "Få.\n\nKlara.\n\n## en\n\nFew.")
    _lines, rows = commentary.rows(translated, "x.md", COLUMNS)
    assert rows[0][2:] == ["goals", "Få.\n\nKlara.", "Few.\n\nClear."]
    assert rows[1][2:] == ["budget", "Tight.", ""]


def test_without_its_translations_a_file_has_the_same_lines() -> None:
    translated = FILE.replace("Few.", "Få.\n\n## en\n\nFew.")
    own = commentary.without_translations(translated)
    assert "Få." in own
    assert "Few." not in own
    assert own.split("\n").index("# budget") == translated.split("\n").index("# budget")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("---\ndocument", "document", r"x\.md:1: there is no front matter"),
        ("document: a-plan\n", "", r"x\.md:1: the front matter has plan_year; expected document"),
        ("plan_year: 2024", "plan_year: [", r"x\.md:[0-9]+: it is not YAML"),
        ("plan_year: 2024", "year: 2024", r"x\.md:1: the front matter has document, year"),
        ("\n# goals", "\nStray.\n\n# goals", r"x\.md:6: text under no heading"),
        ("Few.", "Få.\n\n## nb\n\nFå.", r"x\.md:6: ## nb; expected each of text, text_en once"),
        ("Few.", "Få.\n\n## en\n\nFew.\n\n## en\n\nA few.", r"x\.md:6: ## en twice"),
    ],
)
def test_a_file_that_is_not_of_its_form_is_refused(before: str, after: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        commentary.rows(FILE.replace(before, after, 1), "x.md", COLUMNS)
