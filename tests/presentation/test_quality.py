"""The chapter on the data's quality: what it says when all is well, and when it is not."""

from __future__ import annotations

import pandas as pd
import pytest

from alereport.base import language
from alereport.chapters.common import notices
from alereport.chapters.quality import analysis as quality
from alereport.chapters.quality import tables as quality_tables
from alereport.chapters.quality import text as quality_text
from tests.handmade_quality import ACCEPTED, BROKEN, CHECKED, CORRECTIONS, DATASETS, FILES

BY_DATASET = quality.by_dataset(DATASETS, CHECKED, BROKEN, ACCEPTED)


def test_data_that_fail_are_said_to_before_anything_else() -> None:
    with language.using("en"):
        said = quality_text.quality_lead(quality.total(BY_DATASET, FILES)).markdown
    assert "Rows that break a rule that must hold: 1. Files that cannot be read: 1." in said


def test_data_that_pass_are_said_to() -> None:
    well = quality.by_dataset(DATASETS, CHECKED, BROKEN.iloc[:0], ACCEPTED)
    with language.using("sv"):
        said = quality_text.quality_lead(quality.total(well, FILES.iloc[:2])).markdown
    assert "Alla 3 datafiler är godkända: av 4 kontroller" in said
    assert "1 kända avvikelser" in said


def test_a_notice_names_each_place_that_stops_publishing() -> None:
    with language.using("en"):
        notice = notices.failed(BROKEN, FILES)
    assert notice is not None
    assert notice.role == "notice"
    assert "data/goals/sn-2021.csv cannot be read." in notice.html
    assert "data/budget/ks-2024.csv:9 breaks a rule that must hold." in notice.html
    assert notices.failed(BROKEN.iloc[1:], FILES.iloc[:2]) is None


def test_each_dataset_has_its_checks_by_severity_and_the_table_its_total() -> None:
    with language.using("en"):
        shown = quality_tables.quality_datasets(
            BY_DATASET, quality.total(BY_DATASET, FILES)
        ).markdown
    assert "| Budget | 1 | 2 | 1 | 1 | 0 |" in shown
    assert "| **Total** | **3** | **3** | **1** | **1** | **1** |" in shown


def test_what_deviates_is_told_with_its_place_its_rule_and_what_follows() -> None:
    with language.using("en"):
        shown = quality_tables.quality_broken(BROKEN)
    assert "| Budget: Nämndplan 2024, line 9 | 154391 |" in shown.markdown
    assert "stops publishing" in shown.markdown
    assert shown.traced[0].rows == ("data/budget/ks-2024.csv:9",)


def test_an_accepted_deviation_is_told_with_its_reason_and_who_accepted_it() -> None:
    with language.using("sv"):
        shown = quality_tables.quality_accepted(ACCEPTED).markdown
    assert "Allmänna val hålls enligt lag. | dataförvaltaren 2026-11-22 |" in shown


def test_a_correction_is_told_with_its_date_and_reason() -> None:
    with language.using("sv"):
        assert "1 rättelse har gjorts" in quality_text.quality_corrections(CORRECTIONS).markdown
        shown = quality_tables.quality_corrections(CORRECTIONS).markdown
    assert "| 23 november 2026 | data/goals/ks-2024.csv | Felskrivning. | 1 |" in shown


@pytest.mark.parametrize("empty", [quality_tables.quality_broken, quality_tables.quality_accepted])
def test_nothing_is_said_to_be_nothing(empty: object) -> None:
    with language.using("en"):
        assert "report-note" in empty(pd.DataFrame()).markdown  # type: ignore[operator]
