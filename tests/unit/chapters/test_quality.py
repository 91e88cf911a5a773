"""The chapter on the data's quality: what it says when all is well, and when it is not."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import common, quality
from alereport.chapters.quality import analysis
from alereport.exhibits.model import Exhibit, Group, Notice, Table
from alereport.exhibits.traced import traced_lines
from tests.handmade_quality import ACCEPTED, BROKEN, CHECKED, CORRECTIONS, DATASETS, FILES

BY_DATASET = analysis.by_dataset(DATASETS, CHECKED, BROKEN, ACCEPTED)


def test_data_that_fail_are_said_to_before_anything_else() -> None:
    with locales.using("en"):
        said = quality.lead(analysis.total(BY_DATASET, FILES)).markdown
    assert "Rows that break a rule that must hold: 1. Files that cannot be read: 1." in said


def test_data_that_pass_are_said_to() -> None:
    well = analysis.by_dataset(DATASETS, CHECKED, BROKEN.iloc[:0], ACCEPTED)
    with locales.using("sv"):
        said = quality.lead(analysis.total(well, FILES.iloc[:2])).markdown
    assert "Alla 3 datafiler är godkända: av 4 kontroller" in said
    assert "1 kända avvikelser" in said


def test_a_notice_names_each_place_that_stops_publishing() -> None:
    with locales.using("en"):
        notice = common.failed(BROKEN, FILES)
    assert isinstance(notice, Notice)
    assert notice.markdown.startswith("::: {.notice")
    assert "data/goals/sn-2021.csv cannot be read." in notice.html
    assert "data/budget/ks-2024.csv:9 breaks a rule that must hold." in notice.html
    assert common.failed(BROKEN.iloc[1:], FILES.iloc[:2]) is None


def test_each_dataset_has_its_checks_by_severity_and_the_table_its_total() -> None:
    with locales.using("en"):
        shown = quality.datasets(BY_DATASET, analysis.total(BY_DATASET, FILES)).markdown
    assert "| Budget | 1 | 2 | 1 | 1 | 0 |" in shown
    assert "| [**Total**]{.total} | **3** | **3** | **1** | **1** | **1** |" in shown


def test_what_deviates_is_told_with_its_place_its_rule_and_what_follows() -> None:
    with locales.using("en"):
        shown = quality.broken(BROKEN)
    assert "| Budget: Nämndplan 2024, line 9 | 154391 |" in shown.markdown
    assert "stops publishing" in shown.markdown
    assert traced_lines(shown)[0].rows == ("data/budget/ks-2024.csv#total",)


def test_an_accepted_deviation_is_told_with_its_reason_and_who_accepted_it() -> None:
    with locales.using("sv"):
        shown = quality.accepted(ACCEPTED).markdown
    assert "Allmänna val hålls enligt lag. | dataförvaltaren 2026-11-22 |" in shown


def test_a_correction_is_told_with_its_date_and_reason() -> None:
    with locales.using("sv"):
        assert "1 rättelse har gjorts" in quality.corrected(CORRECTIONS).markdown
        shown = quality.corrections(CORRECTIONS).markdown
    assert "| 23 november 2026 | data/goals/ks-2024.csv | Felskrivning. | 1 |" in shown


def table(shown: Exhibit) -> Table:
    assert isinstance(shown, Table)
    return shown


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


def test_the_rows_of_a_correction_that_git_does_not_know_are_silent() -> None:
    shown = table(quality.corrections(CORRECTIONS.assign(changed=None)))
    assert [row.key for row in shown.rows] == ["data/goals/ks-2024.csv/2026-11-23"]
    assert (shown.rows[0].cells[-1].state, shown.rows[0].cells[-1].value) == ("silent", None)
    assert quality.corrections(CORRECTIONS.iloc[:0]) == Group(parts=())


def test_what_is_counted_is_a_value() -> None:
    total = analysis.total(BY_DATASET, FILES)
    shown = table(quality.datasets(BY_DATASET, total))
    assert [row.key for row in shown.rows] == ["budget", "goals", "total"]
    assert [cell.value for cell in shown.rows[-1].cells[1:]] == [3, 3, 1, 1, 1]
    assert {cell.basis for cell in shown.rows[-1].cells[1:]} == {"derived"}
    checks, *_others, reviewed = quality.key_figures(total).figures
    assert {name: cell.value for name, cell in checks.note.cells.items()} == {
        "errors": 3,
        "warnings": 1,
    }
    assert [cell.value for cell in reviewed.value.cells.values()] == [2, 3]
    (lead,) = quality.lead(total).lines
    assert {name: cell.value for name, cell in lead.words.cells.items()} == {
        "failed": 1,
        "unread": 1,
    }


@pytest.mark.parametrize("empty", [quality.broken, quality.accepted])
def test_nothing_is_said_to_be_nothing(empty: object) -> None:
    with locales.using("en"):
        assert "report-note" in empty(pd.DataFrame()).markdown  # type: ignore[operator]
