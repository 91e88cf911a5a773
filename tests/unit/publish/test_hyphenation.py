"""Swedish words are divided where they are joined, or not at all."""

from __future__ import annotations

import io
from importlib.resources import as_file, files

import pypdf
import pytest
import typst

WHOLE = ("nulägesanalys", "riskanalyser", "budgetutfall", "behovsenheten", "Procentenhet")
DIVIDED = ("undersökningar", "sammanslagning", "erfarenheten", "lägenheterna", "kommunstyrelsen")


def lines(word: str) -> int:
    """How many lines a word takes in a column that is as narrow as can be."""
    source = (
        '#import "typst-template.typ": led-by-a-vowel\n'
        '#set text(lang: "sv", hyphenate: true)\n#show led-by-a-vowel: set text(hyphenate: false)\n'
        f"#set page(width: 300pt, height: auto)\n#block(width: 1pt)[{word}]\n"
    )
    with as_file(files("alereport.publish.book") / "theme") as theme:
        pdf = typst.compile(source.encode(), root=str(theme), format="pdf")
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split("\n"))


@pytest.mark.parametrize("word", WHOLE)
def test_a_compound_whose_last_word_begins_with_a_vowel_is_whole(word: str) -> None:
    assert lines(word) == 1


@pytest.mark.parametrize("word", DIVIDED)
def test_other_words_are_divided(word: str) -> None:
    assert lines(word) > 1
