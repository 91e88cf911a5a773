"""The chapter on the data's quality: what it says when all is well, and when it is not."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import common, quality
from alereport.chapters.quality import analysis
from alereport.exhibits.model import Exhibit, Notice, Table
from alereport.exhibits.traced import traced_lines
from tests.handmade import plain
from tests.handmade_quality import ACCEPTED, BROKEN, CHECKED, FILES


def lead(broken: pd.DataFrame, accepted: pd.DataFrame, files: pd.DataFrame) -> str:
    total = analysis.total(CHECKED, broken, accepted, files)
    return plain(quality.lead(total).markdown)


def table(shown: Exhibit) -> Table:
    assert isinstance(shown, Table)
    return shown


def test_data_that_fail_are_said_to_before_anything_else() -> None:
    with locales.using("en"):
        said = lead(BROKEN, ACCEPTED, FILES)
    assert "Rows that break a rule that must hold: 1. Files that cannot be read: 1." in said


@pytest.mark.parametrize(
    ("deviations", "said"),
    [
        (0, "Alla obligatoriska kontroller är godkända."),
        (1, "godkända. En känd avvikelse förklaras nedan."),
        (2, "godkända. Två kända avvikelser förklaras nedan."),
    ],
)
def test_data_that_pass_are_said_to_with_their_deviations(deviations: int, said: str) -> None:
    both = [ACCEPTED, ACCEPTED.assign(reason="Planen har ingen tabell.")]
    accepted = pd.concat(both).iloc[:deviations]
    shown = lead(BROKEN.iloc[:0], accepted, FILES.iloc[:2])
    assert said in shown
    assert ("nedan" in shown) == (deviations > 0)


def test_a_notice_names_each_place_that_stops_publishing() -> None:
    with locales.using("en"):
        notice = common.failed(BROKEN, FILES)
    assert isinstance(notice, Notice)
    assert notice.markdown.startswith("::: {.notice")
    assert "data/goals/sn-2021.csv cannot be read." in notice.html
    assert "data/budget/ks-2024.csv:9 breaks a rule that must hold." in notice.html
    assert common.failed(BROKEN.iloc[1:], FILES.iloc[:2]) is None


def test_what_deviates_is_told_with_its_place_its_rule_and_what_follows() -> None:
    with locales.using("en"):
        shown = quality.broken(BROKEN)
    assert "| Budget: Nämndplan 2024, line 9 | 154391 |" in shown.markdown
    assert "stops publishing" in shown.markdown
    assert traced_lines(shown)[0].rows == ("data/budget/ks-2024.csv#total",)


def test_an_accepted_deviation_is_the_sentence_of_its_reason() -> None:
    shown = quality.accepted(ACCEPTED)
    assert "- Allmänna val hålls enligt lag." in shown.markdown
    assert traced_lines(shown)[0].rows == ("data/goals/ks-2024.csv#val",)


def test_what_no_check_can_see_is_said_too() -> None:
    assert "bytt plats" in plain(quality.what_is_checked().markdown)


def test_a_row_that_deviates_is_known_by_its_address_and_rule_and_not_by_its_line() -> None:
    twice = pd.concat([BROKEN, BROKEN.assign(row="data/budget/ks-2024.csv#hr", line=10)])
    assert [row.key for row in table(quality.broken(twice)).rows] == [
        "data/budget/ks-2024.csv#total/parts-equal-total",
        "data/budget/ks-2024.csv#total/large-change-is-explained",
        "data/budget/ks-2024.csv#hr/parts-equal-total",
        "data/budget/ks-2024.csv#hr/large-change-is-explained",
    ]


def test_the_line_a_row_stands_on_is_shown_and_is_no_value_of_it() -> None:
    moved = BROKEN.assign(line=BROKEN["line"] + 1, place="data/budget/ks-2024.csv:10")
    before, after = (traced_lines(quality.broken(frame)) for frame in (BROKEN, moved))
    assert [line.words for line in before] != [line.words for line in after]
    for one, other in zip(before, after, strict=True):
        assert (one.key, one.rows, one.cells) == (other.key, other.rows, other.cells)
        assert set(one.cells) == {"value", "why", "severity"}


def test_a_withheld_value_has_its_state_and_no_value() -> None:
    shown = table(quality.broken(BROKEN.assign(value=[None, "9074"])))
    withheld, told = (row.cells[1] for row in shown.rows)
    assert (withheld.state, withheld.value) == ("withheld", None)
    assert (told.state, told.value) == ("shown", "9074")


def test_what_is_counted_is_a_value() -> None:
    total = analysis.total(CHECKED, BROKEN, ACCEPTED, FILES)
    (line,) = quality.lead(total).lines
    assert {name: cell.value for name, cell in line.words.cells.items()} == {
        "failed": 1,
        "unread": 1,
    }


def test_nothing_that_deviates_is_nothing() -> None:
    assert quality.broken(BROKEN.iloc[:0]).markdown == ""
    assert quality.accepted(ACCEPTED.iloc[:0]).markdown == ""


@pytest.mark.parametrize(
    ("matches", "start"),
    [
        ([True, True], "Alla 2 siffror i analytikerns texter stämmer"),
        ([True, False], "1 av de 2 siffrorna"),
        ([], ""),
    ],
)
def test_the_chapter_says_how_many_numbers_in_text_match(matches: list[bool], start: str) -> None:
    numbers = pd.DataFrame({"row": ["a"] * len(matches), "matches": matches})
    text = quality.numbers_in_text(numbers)
    assert "".join(map(str, text.lines)).startswith(start)
    assert bool(text.lines) is bool(matches)
