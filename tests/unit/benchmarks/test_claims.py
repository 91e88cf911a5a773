"""Spoilt numbers in text are found: the committed texts, in short form."""

from __future__ import annotations

import pytest

from alereport.base.workspace import Workspace
from alereport.exhibits import values
from alereport.exhibits.evidence import Number
from benchmarks import claims
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("printed", "spoilt"),
    [
        ("154 390 tkr", ["159 022", "149 758"]),
        ("1,8 %", ["1,9", "1,7"]),
        ("2024", ["2085", "1963"]),
        ("11", ["12", "10"]),
    ],
)
def test_a_number_is_spoilt_by_three_per_cent_and_at_least_its_last_digit(
    printed: str, spoilt: list[str]
) -> None:
    assert list(claims.spoilt_texts(printed)) == spoilt


def test_a_number_of_a_sentence_is_spoilt_as_it_is_stored() -> None:
    number = Number("lead", "more", "change", values.million(2_884), ("row",))
    assert [each.cell.value for each in claims.spoilt_numbers(number)] == [2_971, 2_797]


def test_nearly_all_spoilt_numbers_of_the_committed_texts_are_found() -> None:
    found = claims.in_texts(Workspace(ROOT))
    assert found.matched == found.count
    assert found.spoilt > 200
    assert found.share >= claims.AIM, found.missed
