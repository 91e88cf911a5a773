"""The four rules of a run chart, and the charts of sick leave by month."""

from __future__ import annotations

from math import isnan, nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.chapters import personnel as chapter
from alereport.chapters.personnel import run_rules
from alereport.exhibits.traced import traced_lines
from tests.drawings import assert_that_words_are_apart_and_inside, wide, words
from tests.handmade import plain
from tests.handmade_staff import sick_leave

STEADY = [5.0, 6.0, 5.2, 6.1, 6.2, 5.1, 5.3, 6.3, 5.4, 6.4, 6.5, 5.5]
SHIFTED = [5.0, 5.1, 5.2, 5.1, 5.0, 5.2, 7.0, 7.1, 7.2, 7.1, 7.0, 7.2]


def by_month(percents: list[float | None], **said: object) -> pd.DataFrame:
    figures = {
        ("kost", f"{2021 + at // 12}-{at % 12 + 1:02}"): (percent, None)
        for at, percent in enumerate(percents)
    }
    return sick_leave(figures, **said)  # type: ignore[arg-type]


def shown(percents: list[float | None]) -> str:
    group = chapter.run_charts(run_rules.series(by_month(percents)), chapter="ks-2022")
    return plain(" ".join(str(line.words) for part in group.parts for line in traced_lines(part)))


def test_six_in_a_row_on_one_side_are_a_shift_and_five_are_not() -> None:
    # As many ones as nines, so that the median lies between them.
    assert run_rules.shifted([1, 9, 1, *[9] * 6, 1, 1, 9, 1, 1, 1, 1]).count(1) == 6
    assert run_rules.shifted([1, 9, 1, *[9] * 5, 1, 1, 9, 1, 1, 1, 9, 1]).count(0) == 16


def test_a_value_on_the_median_neither_counts_nor_ends_a_shift() -> None:
    values = [1, 1, 1, 2, 1, 1, 1, 3, 3, 2, 3, 3, 3, 3]
    assert run_rules.shifted(values) == [1, 1, 1, 0, 1, 1, 1, 2, 2, 0, 2, 2, 2, 2]


def test_five_that_only_rise_are_a_trend_and_an_equal_one_is_passed_over() -> None:
    assert run_rules.trending([5, 1, 2, 3, 3, 4, 5, 1]) == [*(0, 1, 1, 1, 0, 1, 1, 0)]
    assert not any(run_rules.trending([1, 2, 3, 4, 1, 2, 3, 4]))


def test_no_rule_reaches_across_a_missing_month() -> None:
    assert run_rules.trending([1, 2, nan, 3, 4, 5]) == [0] * 6
    assert run_rules.shifted([9, 9, 9, nan, 9, 9, 9, 1, 1, 1, nan, 1, 1, 1]) == [0] * 14


def test_an_astronomical_point_is_far_from_every_other_as_months_differ() -> None:
    # The months differ by 1 in the median, so the limit is 3.14 from the nearest, which is 6.
    assert not any(run_rules.astronomical([5, 6, 5, 6, 5, 6, 5, 9.1, 5, 6, 5, 6]))
    assert run_rules.astronomical([5, 6, 5, 6, 5, 6, 5, 9.2, 5, 6, 5, 6]).index(True) == 7
    assert not any(run_rules.astronomical(SHIFTED))


@pytest.mark.parametrize(
    ("each_side", "fewest", "most"),
    # Swed and Eisenhart's table at 0.025: 2 and 10, 3 and 11, 6 and 16, 11 and 21 are findings.
    [(5, 3, 9), (6, 4, 10), (10, 7, 15), (15, 11, 21)],
)
def test_the_limits_of_the_number_of_runs_are_those_of_the_published_table(
    each_side: int, fewest: int, most: int
) -> None:
    assert run_rules.run_limits([1, 2] * each_side) == (2 * each_side, fewest, most)


def test_runs_are_not_counted_where_nothing_can_be() -> None:
    assert all(map(isnan, run_rules.run_limits([1, nan, 2])))
    assert all(map(isnan, run_rules.run_limits([1, 1, 1, 1, 2])))


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, nan]), min_size=12, max_size=30))
def test_turned_upside_down_or_in_another_unit_the_same_months_are_found(
    values: list[float],
) -> None:
    if all(value != value for value in values):  # noqa: PLR0124 - NaN alone has no median
        return
    for other in ([-value for value in values], [10 * value for value in values]):
        for rule in (run_rules.shifted, run_rules.trending, run_rules.astronomical):
            assert rule(values) == rule(other)


def test_a_unit_with_eleven_known_months_has_no_run_chart() -> None:
    assert run_rules.series(by_month([*STEADY[:11], None])).empty
    assert len(run_rules.series(by_month(STEADY))) == 12


def test_the_months_that_are_drawn_are_not_in_the_table_too() -> None:
    assert run_rules.without_series(by_month(STEADY)).empty
    assert len(run_rules.without_series(by_month(STEADY[:3]))) == 3


def test_a_month_that_the_data_lack_is_a_gap() -> None:
    rows = by_month([*STEADY, 5.0]).drop(index=by_month([*STEADY, 5.0]).index[4])
    months = run_rules.series(rows)
    assert months["total_percent"].isna().tolist() == [at == 4 for at in range(13)]
    assert months["runs"].isna().all()


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = by_month(SHIFTED)
    pd.testing.assert_frame_equal(run_rules.series(rows), run_rules.series(rows.iloc[::-1]))


def test_a_withheld_month_is_neither_drawn_nor_told() -> None:
    rows = by_month([*STEADY, 9.9])
    hidden = rows.index[-1]
    rows.loc[hidden, "total_percent"] = pd.NA
    rows.loc[hidden, "withheld"] = True
    chart = chapter.run_charts(run_rules.series(rows), chapter="ks-2022").parts[0]
    assert "9,9" not in plain(chart.model_dump_json())
    assert chart.rows[-1].cells[1].state == "withheld"
    assert len(list(wide(chart).iter("{http://www.w3.org/2000/svg}circle"))) == 12


def test_each_finding_is_told_in_a_sentence() -> None:
    assert "Ingen av de fyra reglerna" in shown(STEADY)  # type: ignore[arg-type]
    told = shown(SHIFTED)  # type: ignore[arg-type]
    assert "januari 2021 – juni 2021" in told
    assert "två sviter" in told


def test_words_are_apart_and_the_lowest_and_highest_are_written() -> None:
    chart = chapter.run_charts(run_rules.series(by_month(STEADY)), chapter="ks-2022").parts[0]
    assert {"5,0 %", "6,5 %", "median 5,8 %"} <= set(words(wide(chart)))
    assert_that_words_are_apart_and_inside(chart)
