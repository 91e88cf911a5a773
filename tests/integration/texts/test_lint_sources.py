"""The text lint on the source documents, against a reading of them by eye.

Every finding is judged in `JUDGED`: a new one fails the test until somebody has looked.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from alereport.base.workspace import Workspace
from alereport.texts.lint.project import document_findings
from tests.conftest import ROOT

Place = tuple[str, int, str]

LEAST_PRECISION = 0.8

JUDGED = """
kommunkompassen-2020    | 121 | own-name         | real
kommunkompassen-2020    | 137 | own-name         | real
kommunkompassen-2020    | 226 | editorial-note   | real
kommunkompassen-2020    | 520 | editorial-note   | real
kommunkompassen-2020    | 608 | table-share      | real
kommunkompassen-2020    | 609 | table-share      | real
kommunkompassen-2020    | 611 | table-share      | real
ks-arsredovisning-2016  |  51 | cut-sentence     | real
ks-namndplan-2024       |  45 | own-name         | real
ks-namndplan-2024       |  63 | editorial-note   | real
ks-namndplan-2024       | 225 | cut-sentence     | real
ks-namndplan-2024       | 354 | cut-sentence     | real
ks-verksamhetsplan-2022 |   5 | own-name         | real
ks-verksamhetsplan-2022 |   7 | cut-word         | real
ks-verksamhetsplan-2022 |  21 | cut-sentence     | real
ks-verksamhetsplan-2022 | 144 | own-name         | real
ks-verksamhetsplan-2022 | 185 | cut-word         | real
sn-verksamhetsplan-2021 |  53 | cut-sentence     | real
sn-verksamhetsplan-2021 | 116 | own-name         | real
sn-verksamhetsplan-2021 | 156 | own-name         | real
sn-verksamhetsplan-2021 | 166 | cut-word         | real
sn-verksamhetsplan-2021 | 187 | own-name         | real
sn-verksamhetsplan-2021 | 241 | empty-heading    | real
sn-verksamhetsplan-2021 | 391 | own-name         | real
sn-verksamhetsplan-2021 | 426 | cut-sentence     | real
sn-verksamhetsplan-2021 | 429 | empty-heading    | real
sn-verksamhetsplan-2021 | 431 | lone-punctuation | real
sn-verksamhetsplan-2021 | 432 | cut-sentence     | real
sn-verksamhetsplan-2021 | 432 | lone-punctuation | real
"""
"""Each finding and whether it is one."""

MISSED = """
ks-namndplan-2024       |  97 | own-name
ks-namndplan-2024       | 614 | own-name
ks-namndplan-2024       | 620 | own-name
ks-namndplan-2024       | 624 | empty-heading
sn-verksamhetsplan-2021 | 150 | cut-sentence
sn-verksamhetsplan-2021 | 424 | cut-sentence
"""
"""What the eye finds and the lint does not.

The committee's name without its genitive, a heading whose figure is not in the text, a question
used as a heading without its mark, and a short note that could be a heading.
"""

NO_FINDING = """
ks-verksamhetsplan-2022 | 138 | cut-sentence
ks-verksamhetsplan-2022 | 140 | cut-sentence
ks-verksamhetsplan-2022 | 301 | contradicts-table
ks-namndplan-2024       | 489 | cut-sentence
ks-namndplan-2024       | 575 | contradicts-table
sn-verksamhetsplan-2021 | 106 | cut-sentence
sn-verksamhetsplan-2021 | 108 | cut-sentence
sn-verksamhetsplan-2021 | 144 | cut-sentence
sn-verksamhetsplan-2021 | 146 | cut-sentence
"""
"""What a careless lint would find: paragraphs over a page break, and figures that agree."""


def places(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def listed(table: str) -> set[Place]:
    return {(document, int(line), rule) for document, line, rule, *_ in places(table)}


@cache
def _found(folder: Path) -> frozenset[Place]:
    files = sorted(folder.glob("*.txt"))
    assert len(files) == 5
    return frozenset(
        (Path(each.file).stem, each.line, each.rule)
        for each in document_findings(Workspace(ROOT), files)
    )


@pytest.fixture
def found(sources: Path) -> frozenset[Place]:
    return _found(sources)


def test_every_finding_in_the_source_documents_has_been_judged(found: frozenset[Place]) -> None:
    assert found == listed(JUDGED)


def test_false_alarms_are_under_one_in_five(
    found: frozenset[Place], capsys: pytest.CaptureFixture[str]
) -> None:
    verdicts = {(name, int(line), rule): verdict for name, line, rule, verdict in places(JUDGED)}
    counts = Counter(verdicts.get(place, "not judged") for place in found)
    precision = counts["real"] / len(found)
    recall = counts["real"] / (counts["real"] + len(listed(MISSED)))
    with capsys.disabled():
        sys.stdout.write(f" [precision {precision:.0%} of {len(found)}, recall {recall:.0%}] ")
    assert precision > LEAST_PRECISION


def test_what_the_lint_misses_is_known(found: frozenset[Place]) -> None:
    assert not found & listed(MISSED)


def test_paragraphs_over_a_page_break_and_figures_that_agree_are_left(
    found: frozenset[Place],
) -> None:
    assert not found & listed(NO_FINDING)


@pytest.mark.parametrize(
    ("document", "printed", "amiss", "line"),
    [
        ("ks-verksamhetsplan-2022", "ökar med 1,8 mkr", "ökar med 2,8 mkr", 301),
        ("ks-verksamhetsplan-2022", "uppföljningsbudget minskar", "uppföljningsbudget ökar", 299),
        ("ks-namndplan-2024", "har en oförändrad budget", "har en minskad budget", 575),
        ("ks-namndplan-2024", "budget är minskad med", "budget är utökad med", 579),
    ],
)
def test_a_sentence_turned_against_its_table_is_found(
    sources: Path, tmp_path: Path, document: str, printed: str, amiss: str, line: int
) -> None:
    plan = tmp_path / f"{document}.txt"
    text = (sources / plan.name).read_text(encoding="utf-8")
    assert text.count(printed) == 1
    plan.write_text(text.replace(printed, amiss), encoding="utf-8")
    contradicted = [
        each.line
        for each in document_findings(Workspace(ROOT), [plan])
        if each.rule == "contradicts-table"
    ]
    assert contradicted == [line]


def test_a_figure_changed_in_a_printed_table_is_found(sources: Path, tmp_path: Path) -> None:
    for document, printed, amiss in (
        ("ks-verksamhetsplan-2022", "35 087", "35 078"),
        ("ks-namndplan-2024", "23 435", "24 435"),
        ("sn-verksamhetsplan-2021", "64 514", "64 541"),
    ):
        plan = tmp_path / f"{document}.txt"
        text = (sources / plan.name).read_text(encoding="utf-8")
        plan.write_text(text.replace(printed, amiss, 1), encoding="utf-8")
        rules = [each.rule for each in document_findings(Workspace(ROOT), [plan])]
        assert rules.count("table-sum") == 1
