"""The easy-to-read summary of the committed data is easy to read."""

from __future__ import annotations

import re

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import labelled_words
from tests.notebooks.conftest import outputs_in_book

EASIEST = 30
"""The readability index (LIX) of books for children, at most."""
LONG = 6
"""A word of more letters than this is long."""


def sentences(markdown: str) -> list[str]:
    """The sentences of a page, without its headings and the marks of Markdown."""
    lines = [line.removeprefix("- ") for line in markdown.splitlines()]
    text = "\n".join(line for line in lines if line and not line.startswith((":::", "#")))
    return [each for each in re.split(r"(?<=[.:])\s+|\n", text) if each.strip()]


def lix(said: list[str]) -> float:
    """Words a sentence, and long words of a hundred; numerals are no words."""
    words = [word for each in said for word in re.findall(r"[^\W\d_][\w-]*", each)]
    long = [word for word in words if len(word) > LONG]
    return len(words) / len(said) + 100 * len(long) / len(words)


@pytest.mark.parametrize("report", ["ks-2024", "ks-2022", "sn-2021"])
def test_the_page_is_as_easy_as_a_book_for_children(built: Workspace, report: str) -> None:
    outputs = outputs_in_book(built, f"{report}/easy", "sv")
    said = sentences("\n".join(markdown for _label, markdown in labelled_words(outputs)))
    assert len(said) > 20
    assert lix(said) <= EASIEST
    assert max(len(each.split()) for each in said) <= 20


@pytest.mark.parametrize("report", ["ks-2024", "ks-2022", "sn-2021"])
def test_the_english_page_has_no_swedish(built: Workspace, report: str) -> None:
    outputs = outputs_in_book(built, f"{report}/easy", "en")
    shown = "\n".join(markdown for _label, markdown in labelled_words(outputs))
    assert "lang=sv" not in shown
    assert not re.search(r"\b(?:kommun|nämnd|mål|uppdrag)", shown, re.IGNORECASE)
