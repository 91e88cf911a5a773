"""Measures from where they stood to where they are to be."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.goals import measures
from tests import handmade_goals as made
from tests.handmade import unordered

GOALS = made.goals({"goal": "a", "level": "council_goal"})
Value = tuple[int, str, str, float | None]


def values(*rows: Value, measure: str = "co2") -> list[dict[str, Any]]:
    """Values of a measure, each its year, kind, comparator and value."""
    names = ("year", "kind", "comparator", "value")
    return [{"measure": measure, **dict(zip(names, row, strict=True))} for row in rows]


def progress(*rows: Value) -> pd.DataFrame:
    return measures.progress(made.measures(*values(*rows)), goals=GOALS)


def status(*rows: Value) -> str:
    return str(progress(*rows)["status"].iloc[0])


def test_an_outturn_before_the_targets_year_is_where_it_started_and_reports_nothing() -> None:
    (row,) = progress((2020, "outturn", "=", 75), (2022, "target", "<=", 50)).to_dict("records")
    assert (row["start_value"], row["start_year"], row["target_high"]) == (75, 2020, 50)
    assert pd.isna(row["latest_value"])
    assert pd.isna(row["target_low"])
    assert row["status"] == "no_outturn"


def test_nothing_is_concluded_from_a_target_without_a_year() -> None:
    undated = {"measure": "folk", "year": None, "comparator": ">=", "value": 1.5}
    for year, value, expected in (
        (2023, 1.0, "no_outturn"),  # Before the plan's year: where it started.
        (2024, 1.0, "unknown"),
        (2024, 1.5, "on_track"),
    ):
        outturn = {"measure": "folk", "kind": "outturn", "year": year, "value": value}
        (row,) = measures.progress(made.measures(undated, outturn), goals=GOALS).to_dict("records")
        assert row["status"] == expected
        assert pd.isna(row["target_year"])


def test_nothing_is_concluded_from_an_outturn_without_a_year() -> None:
    target = {"measure": "folk", "year": 2025, "comparator": ">=", "value": 80}
    outturn = {"measure": "folk", "kind": "outturn", "year": None, "value": 72}
    (row,) = measures.progress(made.measures(target, outturn), goals=GOALS).to_dict("records")
    assert row["latest_value"] == 72
    assert row["status"] == "unknown"


def test_nothing_is_concluded_from_an_outturn_of_a_part_of_the_year() -> None:
    start = {"measure": "besok", "kind": "outturn", "year": 2023, "value": 828}
    target = {"measure": "besok", "year": 2025, "comparator": ">=", "value": 910}
    for as_of, value, status, until in (
        ("2024-08-31", 221, "unknown", "2024-08"),
        ("2024-08-31", 950, "unknown", "2024-08"),
        ("2024-12-31", 221, "off", ""),
        ("2025-02-28", 221, "off", ""),  # A report of the year after tells of a whole year.
    ):
        outturn = {**start, "year": 2024, "value": value, "as_of": as_of}
        rows = made.measures(start, target, outturn)
        (row,) = measures.progress(rows, goals=GOALS).to_dict("records")
        assert (row["status"], row["latest_until"]) == (status, until)


def test_before_the_targets_year_nothing_is_concluded_without_a_start() -> None:
    target, outturn = (2022, "target", "<=", 50), (2021, "outturn", "=", 62)
    later = measures.progress(made.measures(*values(target, outturn)), goals=GOALS)
    assert later["status"].tolist() == ["no_outturn"]  # The only outturn is where it started.


def test_a_range_is_one_target_with_two_bounds() -> None:
    (row,) = progress((2021, "target", ">=", 1.9), (2021, "target", "<=", 2.4)).to_dict("records")
    assert (row["target_low"], row["target_high"]) == (1.9, 2.4)
    assert row["comparators"] == (">=", "<=")


@pytest.mark.parametrize(
    ("outturn", "expected"), [(1.8, "off"), (1.9, "on_track"), (2.4, "on_track"), (2.5, "off")]
)
def test_an_outturn_of_the_targets_year_is_held_against_it(outturn: float, expected: str) -> None:
    target = ((2021, "target", ">=", 1.9), (2021, "target", "<=", 2.4))
    assert status(*target, (2021, "outturn", "=", outturn)) == expected


@pytest.mark.parametrize(("outturn", "expected"), [(62, "on_track"), (63, "off"), (50, "on_track")])
def test_half_way_in_time_it_must_be_half_way_to_the_target(outturn: int, expected: str) -> None:
    start, target = (2020, "baseline", "=", 75), (2022, "target", "<=", 50)
    assert status(start, target, (2021, "outturn", "=", outturn)) == expected


@pytest.mark.parametrize(
    ("comparator", "outturn", "expected"),
    [
        ("increase", 6, "on_track"),
        ("increase", 5, "off"),
        ("decrease", 4, "on_track"),
        ("decrease", 6, "off"),
    ],
)
def test_a_target_in_words_asks_which_way_it_moved(
    comparator: str, outturn: int, expected: str
) -> None:
    start, target = (2020, "baseline", "=", 5), (2022, "target", comparator, None)
    assert status(start, target, (2021, "outturn", "=", outturn)) == expected


def test_a_target_alone_says_nothing_of_the_way_there() -> None:
    assert status((2022, "target", "decrease", None)) == "no_outturn"
    assert status((2022, "target", "=", None)) == "no_outturn"
    assert status((2022, "target", ">=", 5)) == "no_outturn"


def test_an_outturn_without_a_target_is_said_to_have_none() -> None:
    assert status((2022, "outturn", "=", 5)) == "no_target"


def test_each_year_with_a_target_is_a_row_of_its_own() -> None:
    table = progress(
        (2020, "baseline", "=", 10),
        (2022, "target", ">=", 20),
        (2024, "target", ">=", 30),
        (2022, "outturn", "=", 20),
        (2023, "outturn", "=", 21),
    )
    assert table["target_year"].tolist() == [2022, 2024]
    assert table["latest_value"].tolist() == [20, 21]
    assert table["status"].tolist() == ["on_track", "off"]


def test_a_plan_without_measures_has_no_progress() -> None:
    assert measures.progress(made.measures(), goals=GOALS).empty


@given(st.permutations(range(5)))
def test_the_order_of_the_rows_changes_no_measure(order: list[int]) -> None:
    rows = made.measures(
        *values((2020, "outturn", "=", 75), (2022, "target", "<=", 50)),
        *values((2021, "target", ">=", 1.9), (2021, "target", "<=", 2.4), measure="folk"),
        *values((2021, "outturn", "=", 2.0), measure="folk"),
    )
    expected = measures.progress(rows, goals=GOALS)
    found = measures.progress(rows.iloc[order], goals=GOALS)
    pd.testing.assert_frame_equal(unordered(expected), unordered(found))


@given(st.floats(-100, 100), st.floats(0.1, 100))
def test_what_meets_the_target_is_on_track_and_what_is_past_it_is_off(
    bound: float, past: float
) -> None:
    for comparator, side in ((">=", -1), ("<=", 1)):
        target = (2022, "target", comparator, bound)
        assert status(target, (2022, "outturn", "=", bound)) == "on_track"
        assert status(target, (2022, "outturn", "=", bound + side * past)) == "off"
