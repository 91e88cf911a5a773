"""An annual report as a scorecard."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters.annual import analysis as annual
from tests.handmade import unordered
from tests.handmade_evaluation import documents, indicators

REGISTER = documents(
    {
        "plan-2015": ("plan", 2015),
        "arsredovisning-2016": ("annual_report", 2016),
        "arsredovisning-2015": ("annual_report", 2015),
    }
)
GROWTH = {
    "indicator": "Tillväxt",
    "perspective": "customer",
    "unit": "%",
    "comparator": ">=",
    "value": 2.32,
    "target": 1.5,
}
RESULT = {"indicator": "Resultat", "value": 1700}


def card(*rows: dict[str, object], year: int = 2016) -> pd.DataFrame:
    return annual.scorecard(indicators(rows), REGISTER, year=year)


def test_a_scorecard_comes_perspective_by_perspective() -> None:
    found = card(RESULT, GROWTH, {**RESULT, "perspective": "processes", "indicator": "Ärenden"})
    assert found["indicator"].tolist() == ["Tillväxt", "Ärenden", "Resultat"]


def test_the_deviation_is_the_outturn_less_the_target() -> None:
    found = card(GROWTH, RESULT)
    assert found["deviation"].iloc[0] == pytest.approx(0.82)
    assert pd.isna(found["deviation"].iloc[1])
    assert found["rows"].tolist() == [
        ("data/indicators/arsredovisning-2016.csv#2",),
        ("data/indicators/arsredovisning-2016.csv#3",),
    ]


@pytest.mark.parametrize(
    ("comparator", "value", "target", "reached"),
    [
        (">=", 1.5, 1.5, True),
        (">=", 1.4, 1.5, False),
        ("<=", 1.4, 1.5, True),
        ("<=", 1.6, 1.5, False),
        ("=", 365, 365, True),
        ("=", 364, 365, False),
        (">=", None, 1.5, None),
        (">=", 1.5, None, None),
        (None, 1.5, 1.5, None),
        ("increase", 1.5, 1.5, None),
    ],
)
def test_whether_a_target_is_reached_follows_its_comparator(
    comparator: str | None, value: float | None, target: float | None, reached: bool | None
) -> None:
    row = {**GROWTH, "comparator": comparator, "value": value, "target": target}
    (found,) = card(row)["reached"]
    assert (None if pd.isna(found) else bool(found)) == reached


def test_every_perspective_is_there_also_when_it_has_no_figures() -> None:
    found = annual.by_perspective(card(GROWTH, RESULT))
    assert found["perspective"].tolist() == ["customer", "processes", "resources", "economy"]
    assert found["figures"].tolist() == [1, 0, 0, 1]
    assert found["with_target"].tolist() == [1, 0, 0, 0]
    assert found["reached"].tolist() == [1, 0, 0, 0]
    assert found["rows"].iloc[1] == ()


def test_a_plans_indicators_are_no_part_of_the_scorecard() -> None:
    plan = {**RESULT, "document": "plan-2015", "year": 2015}
    rows = indicators([GROWTH, plan])
    assert annual.scorecard(rows, REGISTER, year=2016)["indicator"].tolist() == ["Tillväxt"]
    others = annual.other_indicators(rows, REGISTER, year=2016)
    assert others["indicator"].tolist() == ["Resultat"]


def test_a_year_without_an_annual_report_has_an_empty_scorecard() -> None:
    found = card(GROWTH, year=2024)
    assert found.empty
    assert annual.by_perspective(found)["figures"].tolist() == [0, 0, 0, 0]
    others = annual.other_indicators(indicators([GROWTH]), REGISTER, year=2024)
    assert others["indicator"].tolist() == ["Tillväxt"]


def test_an_indicator_is_compared_with_its_latest_earlier_year() -> None:
    before = {**RESULT, "document": "arsredovisning-2015", "year": 2015, "value": 900}
    long_before = {**before, "document": "plan-2015", "year": 2014, "value": 100}
    other_unit = {**before, "unit": "mkr"}
    found = card(RESULT, before, long_before, other_unit)
    assert found[["previous_year", "previous_value"]].to_numpy().tolist() == [[2015, 900.0]]


def test_annual_reports_come_oldest_first() -> None:
    assert annual.annual_reports(REGISTER)["year"].tolist() == [2015, 2016]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(annual.PERSPECTIVES),
        st.sampled_from([None, ">=", "<=", "="]),
        st.none() | st.integers(-50, 50),
        st.none() | st.integers(-50, 50),
    ),
    max_size=8,
).map(
    lambda rows: indicators(
        [
            {
                "indicator": f"i{number}",
                "perspective": perspective,
                "comparator": comparator,
                "value": value,
                "target": target,
            }
            for number, (perspective, comparator, value, target) in enumerate(rows)
        ]
    )
)


@given(ROWS, st.data())
def test_the_order_of_the_rows_changes_no_figure(rows: pd.DataFrame, data: st.DataObject) -> None:
    mixed = rows.iloc[data.draw(st.permutations(range(len(rows))))]
    expected = annual.scorecard(rows, REGISTER, year=2016)
    found = annual.scorecard(mixed, REGISTER, year=2016)
    pd.testing.assert_frame_equal(unordered(found), unordered(expected))


@given(ROWS)
def test_the_perspectives_together_hold_every_figure_once(rows: pd.DataFrame) -> None:
    found = annual.scorecard(rows, REGISTER, year=2016)
    parts = annual.by_perspective(found)
    assert parts["figures"].sum() == len(rows)
    assert sorted(row for places in parts["rows"] for row in places) == sorted(rows.index)
    assert (parts["reached"] <= parts["with_target"]).all()
