"""The personnel notebook, executed, against numbers reckoned by hand from the documents."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from tests.conftest import labelled_words, outputs_of

with (Path(__file__).parents[1] / "data" / "published_personnel.csv").open(
    encoding="utf-8"
) as file:
    PUBLISHED = list(csv.DictReader(file))
"""Each figure with its report, the label it stands under, words of its line, and how it was
reckoned by hand."""

REPORTS = sorted({(row["report"], row["language"]) for row in PUBLISHED})
Outputs = dict[tuple[str, str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def outputs(_checked_once: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """The label and the Markdown of each output of the notebook."""
    folder = tmp_path_factory.mktemp("personnel")
    return {of: _executed(_checked_once, *of, folder) for of in REPORTS}


def _executed(
    project: Workspace, report: str, speaking: str, folder: Path
) -> list[tuple[str, str]]:
    committee, _dash, year = report.partition("-")
    outputs = outputs_of(
        project,
        "personnel",
        folder / f"{report}-{speaking}.ipynb",
        committee=committee,
        year=year,
        language=speaking,
    )
    return labelled_words(outputs)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: " ".join(list(row.values())[:5]))
def test_a_figure_is_printed_as_it_was_reckoned_by_hand(
    outputs: Outputs, row: dict[str, str]
) -> None:
    lines = [
        line
        for label, markdown in outputs[row["report"], row["language"]]
        if label == row["label"]
        for line in markdown.splitlines()
        if row["words"] in line and "base64" not in line
    ]
    assert lines, f"no line of {row['label'] or 'the words'} has {row['words']}"
    if row["label"].startswith("tbl-"):
        cells = [cell.strip(" *¹²³⁴") for line in lines for cell in line.split("|")]
        assert row["printed"] in cells
    else:
        assert any(row["printed"] in line for line in lines)


@pytest.mark.parametrize("of", REPORTS, ids="-".join)
def test_every_chapter_has_its_parts_whatever_the_documents_lack(
    outputs: Outputs, of: tuple[str, str]
) -> None:
    shown = "\n".join(markdown for _label, markdown in outputs[of])
    for part in ("::: {.lead}", "::: {.key-figures}", "::: {.missing}", "::: {.analyst}"):
        assert shown.count(part) == 1
    labels = [label for label, _markdown in outputs[of] if label]
    assert f"tbl-{of[0]}-personnel-provenance" in labels
    assert len(labels) == len(set(labels))
