"""The easy-to-read summary of the committed data is easy to read."""

from __future__ import annotations

import re

import pytest

from alereport.base import params
from alereport.base.workspace import Workspace
from benchmarks import prose
from tests.conftest import labelled_words
from tests.notebooks.conftest import outputs_in_book

EASIEST = 30
"""The readability index (LIX) of books for children, at most."""


def sentences(markdown: str) -> list[str]:
    """The sentences of a page, without its headings and the marks of Markdown."""
    lines = [line.removeprefix("- ") for line in markdown.splitlines()]
    text = "\n".join(line for line in lines if line and not line.startswith((":::", "#")))
    return [each for each in re.split(r"(?<=[.:])\s+|\n", text) if each.strip()]


def index(said: list[str]) -> float:
    """The readability index by the definition in docs/reading.md; names and numerals apart."""
    return prose.lix([word for each in said for word in [*prose.counted(each), "."]])


@pytest.mark.parametrize("report", ["ks-2024", "ks-2022", "sn-2021"])
def test_the_page_is_as_easy_as_a_book_for_children(built: Workspace, report: str) -> None:
    outputs = outputs_in_book(built, f"{report}/easy", "sv")
    said = sentences("\n".join(markdown for _label, markdown in labelled_words(outputs)))
    assert len(said) > 20
    assert index(said) <= EASIEST
    assert max(len(each.split()) for each in said) <= 20


@pytest.mark.parametrize("report", ["ks-2024", "ks-2022", "sn-2021"])
def test_the_english_page_has_no_swedish(built: Workspace, report: str) -> None:
    outputs = outputs_in_book(built, f"{report}/easy", "en")
    shown = "\n".join(markdown for _label, markdown in labelled_words(outputs))
    assert "lang=sv" not in shown
    shown = shown.replace(params.municipality(built).name, "")
    assert not re.search(r"\b(?:kommun|nämnd|mål|uppdrag)", shown, re.IGNORECASE)
