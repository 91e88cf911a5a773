"""The words that the book explains, and how a mistake in the list is told."""

from __future__ import annotations

import pytest

from alereport.base import glossary
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace

ENTRY = """\
- word: ram
  name: {sv: ram, en: frame}
  forms: {sv: [budgetram]}
  meaning: {sv: Vad nämnden får., en: What it gets.}
"""


def written(project: Workspace, text: str) -> Workspace:
    project.glossary.write_text(text, encoding="utf-8")
    return project


def test_a_word_has_its_forms_in_each_language(project: Workspace) -> None:
    (entry,) = glossary.entries(written(project, ENTRY))
    assert entry.forms_in("sv") == ("ram", "budgetram")
    assert entry.forms_in("en") == ("frame",)
    assert entry.forms_in("nb") == ()


def test_a_project_without_the_list_explains_no_words(project: Workspace) -> None:
    project.glossary.unlink()
    assert glossary.entries(project) == ()


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        (ENTRY + ENTRY, "params/glossary.yaml:5", "ram stands under ram and ram"),
        (
            ENTRY + ENTRY.replace("word: ram", "word: rum").replace("sv: ram", "sv: rum"),
            "params/glossary.yaml:5",
            "budgetram stands under ram and rum",
        ),
        (
            ENTRY.replace("sv: Vad nämnden får., ", ""),
            "params/glossary.yaml:1",
            "ram has no meaning in sv",
        ),
        (ENTRY.replace("word: ram", "word: Ram"), "params/glossary.yaml:1", "`word` is 'Ram'"),
        ("ram: x\n", "params/glossary.yaml", "it is not a list"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(
    project: Workspace, text: str, place: str, found: str
) -> None:
    with pytest.raises(ParamsError) as refused:
        glossary.entries(written(project, text))
    assert refused.value.place == place
    assert refused.value.found == found


def test_the_committed_list_explains_every_word_in_both_languages(project: Workspace) -> None:
    entries = glossary.entries(project)
    assert len(entries) >= 20
    assert all({"sv", "en"} == {*entry.name} == {*entry.meaning} for entry in entries)
