"""What the project writes of the documents is in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from alereport.base.workspace import Workspace
from alereport.data import datasets
from alereport.texts.document import Source
from tests.conftest import ROOT

WRITTEN = {"explanations": "text", "breaks": "reason", "follow_up": "note", "commentary": "text"}
"""The column of each dataset that is written, not transcribed."""
LONGEST = 7
"""So many words in a row may also stand in the document: the name of a thing and a date."""


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"-\s*\n", "", text).casefold())


def passages(text: str) -> Iterator[tuple[str, ...]]:
    """Every passage that is longer than may be the same."""
    found = words(text)
    return (tuple(found[at : at + LONGEST + 1]) for at in range(len(found) - LONGEST))


def copied(text: str, document: str) -> list[str]:
    printed = set(passages(document))
    return [" ".join(each) for each in passages(text) if each in printed]


@pytest.mark.parametrize("dataset", WRITTEN)
def test_no_passage_of_a_document_is_copied(dataset: str, opened: dict[str, Source]) -> None:
    texts = {name: "\n".join(line.text for line in source.lines) for name, source in opened.items()}
    rows = datasets.read_dataset(Workspace(ROOT), dataset)
    found = {
        str(row): passages_found
        for row, document, text in zip(
            rows.index, rows["document"], rows[WRITTEN[dataset]], strict=True
        )
        if (passages_found := copied(text, texts[document]))
    }
    assert found == {}


def test_a_copied_passage_is_found() -> None:
    document = "Planen säger att alla nämnder ska anta den\nsenast i februari."
    assert copied("Alla nämnder ska anta den senast i februari.", document)
    assert not copied("Alla nämnder ska anta den före mars.", document)
