"""Measures over a year's reports: start, outturns, target, trend, and what cannot be said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alereport.chapters import goals as shown
from alereport.chapters.goals import trends
from alereport.exhibits.model import Group, Table, parts_of
from tests import handmade_goals as made
from tests.handmade import plain

PLAN = made.goals({"goal": "a", "level": "council_goal"})
REPORTS = pd.DataFrame(
    [("april", "2024-04-30"), ("augusti", "2024-08-31"), ("ars", "2024-12-31")],
    columns=["document", "as_of"],
).astype({"as_of": "datetime64[ns]"})
TARGET = {"measure": "m", "unit": "%", "basis": "alla", "comparator": ">=", "value": 88.0}
START = {**TARGET, "kind": "outturn", "year": 2023, "comparator": "=", "value": 84.0}


def report(document: str, value: float | None, **more: Any) -> dict[str, Any]:
    """An outturn of the measure in a report."""
    row = {**TARGET, "kind": "outturn", "comparator": "=", "value": value}
    day = REPORTS.set_index("document")["as_of"].get(document)
    return {**row, "document": document, "title": document, "section": "2", "as_of": day, **more}


def of(*rows: dict[str, Any], reports: pd.DataFrame = REPORTS) -> pd.DataFrame:
    return trends.outturns(made.measures(*rows), goals=PLAN, reports=reports)


def only(*rows: dict[str, Any]) -> pd.Series[Any]:
    found = of(*rows)
    assert len(found) == 1
    return found.iloc[0]


def test_the_values_stand_by_the_day_of_their_report_from_the_start_to_the_target() -> None:
    row = only(START, TARGET, report("april", 85.0), report("augusti", 87.5))
    assert row["start"].value == 84.0
    assert {day.month: point.value for day, point in row["reported"].items()} == {4: 85.0, 8: 87.5}
    assert row["target_low"] == 88.0
    assert not row["reached"]
    assert row["as_of"] == pd.Timestamp(2024, 8, 31)
    assert len(row["rows"]) == 4


@pytest.mark.parametrize(
    ("better", "value", "trend"),
    [
        ("higher", 86.0, "better"),
        ("higher", 82.0, "worse"),
        ("lower", 82.0, "better"),
        ("lower", 86.0, "worse"),
        ("lower", 84.0, "unchanged"),
    ],
)
def test_a_trend_is_better_or_worse_as_the_measure_says(
    better: str, value: float, trend: str
) -> None:
    rows = [{**row, "better": better} for row in (START, TARGET, report("ars", value))]
    assert only(*rows)["trend"] == trend


def test_a_part_of_a_year_is_compared_with_no_whole_year_and_no_other_part() -> None:
    row = only(START, TARGET, report("april", 85.0), report("augusti", 90.0))
    assert (row["change"], row["trend"]) == (None, "")
    assert (row["reached"], row["is_so_far"]) == (True, True)
    whole = only(START, TARGET, report("augusti", 90.0), report("ars", 87.0))
    assert (whole["change"], whole["trend"], whole["is_so_far"]) == (3.0, "better", False)


def test_an_outturn_of_the_year_before_is_of_the_whole_of_it() -> None:
    row = only(START, TARGET, report("april", 86.0, year=2023))
    assert (row["change"], row["trend"]) == (2.0, "better")


def test_one_value_alone_has_no_trend() -> None:
    row = only(TARGET, report("april", 90.0))
    assert row["start"] is None
    assert (row["change"], row["trend"], row["reached"]) == (None, "", True)


@pytest.mark.parametrize("other", [{"unit": "antal"}, {"basis": "flickorna"}])
def test_values_in_another_unit_or_of_something_else_are_not_compared(
    other: dict[str, str],
) -> None:
    row = only(START, TARGET, report("ars", 86.0, **other))
    assert (row["change"], row["trend"]) == (None, "")


def test_a_range_is_one_value_without_a_trend_and_meets_a_target_as_a_whole() -> None:
    ends = (report("april", 87.0, comparator=">="), report("april", 90.0, comparator="<="))
    row = only(START, TARGET, *ends)
    (point,) = row["reported"].values()
    assert (point.value, point.upper) == (87.0, 90.0)
    assert (row["trend"], row["reached"]) == ("", False)


def test_a_hedged_value_is_shown_and_not_held_against_the_target() -> None:
    row = only(START, TARGET, report("ars", 90.0, hedge="cirka"))
    assert row["reached"] is None
    assert row["trend"] == "better"
    assert only(START, {**TARGET, "hedge": "cirka"}, report("april", 90.0))["reached"] is None
    as_before = only(START, TARGET, report("ars", 84.0, hedge="drygt"))
    assert as_before["trend"] == ""


@pytest.mark.parametrize(("value", "reached"), [(85.0, True), (84.0, False), (80.0, False)])
def test_a_target_in_words_is_held_against_the_start(value: float, reached: bool) -> None:
    target = {**TARGET, "comparator": "increase", "value": None}
    assert only(START, target, report("ars", value))["reached"] == reached
    assert only(target, report("ars", value))["reached"] is None


def test_a_report_that_gives_the_year_before_too_counts_with_its_own_year() -> None:
    row = only(START, TARGET, report("ars", 83.0, year=2023), report("ars", 89.0))
    (point,) = row["reported"].values()
    assert point.value == 89.0


def test_a_measure_without_an_outturn_is_named_and_no_row() -> None:
    rows = made.measures(START, TARGET)
    found = trends.outturns(rows, goals=PLAN, reports=REPORTS)
    assert found.empty
    without = trends.without_outturn(rows, found, goals=PLAN, reports=REPORTS)
    assert without["measure"].tolist() == ["m"]
    words = plain(shown.outturns(found, without).markdown)
    assert words.strip() == "Ett mått har inget utfall i rapporterna: M."


def table(*rows: dict[str, Any]) -> Table:
    found = of(*rows)
    measures = made.measures(*rows)
    without = trends.without_outturn(measures, found, goals=PLAN, reports=REPORTS)
    group: Group = shown.outturns(found, without)
    return next(part for part in parts_of(group) if isinstance(part, Table))


def test_the_table_has_a_column_for_each_report() -> None:
    shown_table = table(START, TARGET, report("april", 85.0), report("ars", 89.5))
    assert [column.heading for column in shown_table.columns] == [
        *("Mått", "Start", "April 2024", "Hela 2024", "Målvärde", "Senaste förändring"),
        "Målet nått",
    ]
    assert [plain(str(cell)) for cell in shown_table.rows[0].cells] == [
        *("M (av alla)", "84 % (2023)", "85 %", "89,5 %", "minst 88 %", "bättre (+5,5)", "nått"),
    ]
    numbers = [cell.value for cell in shown_table.rows[0].cells if cell.is_number]
    assert numbers == [84.0, 85.0, 89.5, 88.0]


def test_before_the_year_is_over_a_target_is_reached_so_far_and_no_change_has_a_column() -> None:
    shown_table = table(START, TARGET, report("augusti", 90.0))
    assert str(shown_table.rows[0].cells[-1]) == "nått hittills"
    assert "Senaste förändring" not in [column.heading for column in shown_table.columns]


def test_a_target_is_not_yet_missed_before_its_year_is_over() -> None:
    before = table(START, TARGET, report("augusti", 85.0)).rows[0].cells[-1]
    after = table(START, TARGET, report("ars", 85.0)).rows[0].cells[-1]
    assert (str(before), str(after)) == ("inte nått än", "inte nått")
