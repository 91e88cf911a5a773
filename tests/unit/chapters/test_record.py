"""The forecasts' own record: forecasts beside their outturn, and the range told of the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import outturn as chapter
from alereport.chapters.outturn import record
from alereport.data import datasets
from alereport.exhibits.model import Chart, Table, Text
from benchmarks import forecasts as back_test

REPOSITORY = Workspace(Path(__file__).parents[3])
ERRORS = (300, -100, 500, 200, 600)
"""What years from 2018 cost more than their forecasts as of August, in tkr of 50,000."""


@pytest.fixture(autouse=True)
def _in_swedish() -> None:
    locales.activate("sv")


def typed(dataset: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Rows of a dataset with its types, as a report has them."""
    empty = datasets.without_rows(REPOSITORY, dataset)
    frame = pd.DataFrame(list(rows), columns=empty.columns).astype(empty.dtypes.to_dict())
    frame.index = pd.Index([f"data/{dataset}/d.csv#{number}" for number in range(len(frame))])
    return frame.assign(title=frame.get("document", ""))


def printed(year: int, kind: str, amount: int, *, month: int, committee: str = "ks") -> Any:
    """The total of one column of a report's table."""
    last_day = pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd()
    return {
        "document": f"{committee}-{year}-{month:02}",
        "section": "3",
        "committee": committee,
        "year": year,
        "as_of": last_day,
        "area": "total",
        "label": "Summa",
        "side": "net",
        "kind": kind,
        "amount_tkr": amount,
    }


def august(year: int, forecast: int, *, committee: str = "ks") -> list[Any]:
    kinds = (("budget_year", 50_000), ("forecast_year", forecast))
    return [printed(year, kind, each, month=8, committee=committee) for kind, each in kinds]


def years(errors: Iterable[int], *, committee: str = "ks", first: int = 2018) -> list[Any]:
    """Years whose reports of August said 50,000 tkr, and what became of each."""
    rows = []
    for year, error in enumerate(errors, first):
        rows += august(year, 50_000, committee=committee)
        rows.append(printed(year, "outturn_year", 50_000 + error, month=12, committee=committee))
    return rows


def forecasts(
    rows: Iterable[dict[str, Any]],
    *,
    budgets: Iterable[dict[str, Any]] = (),
    breaks: Iterable[dict[str, Any]] = (),
) -> pd.DataFrame:
    return record.forecasts(
        typed("outturn", rows), typed("budget", budgets), breaks=typed("breaks", breaks)
    )


def test_a_forecast_stands_beside_its_outturn_and_plus_means_that_the_year_cost_more() -> None:
    made = forecasts([*years([300, -100]), *august(2020, 51_000)])
    assert made["forecast_tkr"].tolist() == [50_000, 50_000, 51_000]
    assert made["outturn_tkr"].tolist()[:2] == [50_300, 49_900]
    assert made["error_tkr"].tolist()[:2] == [300, -100]
    assert made["error_percent"].tolist()[:2] == pytest.approx([0.6, -0.2])
    assert pd.isna(made["error_percent"].iloc[2])
    assert set(made["month"]) == {8}
    assert made["rows"].map(len).tolist() == [3, 3, 2]


def test_a_forecast_of_april_is_apart_from_that_of_august() -> None:
    april = [printed(2018, kind, 50_000, month=4) for kind in ("budget_year", "forecast_year")]
    made = forecasts([*april, *years([300])])
    assert made["month"].tolist() == [4, 8]
    assert record.ranges(made)["errors"].tolist() == [1, 1]


def test_an_outturn_printed_again_counts_once() -> None:
    again = printed(2019, "outturn_previous_year", 50_300, month=12)
    made = forecasts([*years([300, -100]), again])
    assert made["outturn_tkr"].tolist() == [50_300, 49_900]
    assert not made["restated"].any()


def test_of_two_outturns_the_later_documents_counts_and_it_is_said() -> None:
    again = printed(2019, "outturn_previous_year", 50_400, month=12)
    made = forecasts([*years([300, -100]), again])
    assert made["outturn_tkr"].tolist() == [50_400, 49_900]
    assert made["restated"].tolist() == [True, False]
    assert "Dokumenten anger olika utfall för 2018" in notes(made)


def test_an_outturn_that_only_a_plan_prints_counts() -> None:
    of_plan = {"document": "ks-plan-2020", "section": "4", "committee": "ks", "plan_year": 2020}
    cells = {"area": "total", "amount_year": 2018, "kind": "outturn", "amount_tkr": 50_250}
    made = forecasts(august(2018, 50_000), budgets=[of_plan | cells])
    assert made["error_tkr"].tolist() == [250]
    assert made["outturn_title"].tolist() == ["ks-plan-2020"]


def test_a_year_that_does_not_compare_is_left_out_and_it_is_said() -> None:
    broken = {"committee": "ks", "area": "total", "year": 2019, "reason": "En verksamhet kom till"}
    made = forecasts(years(ERRORS), breaks=[broken])
    assert record.ranges(made)["errors"].item() == len(ERRORS) - 1
    assert pd.isna(made.set_index("year").loc[2019, "error_percent"])
    assert "2019 är inte jämförbart med året före, och räknas inte med" in notes(made)


def test_a_report_without_the_years_budget_has_no_error_in_per_cent() -> None:
    made = forecasts([row for row in years(ERRORS) if row["kind"] != "budget_year"])
    assert made["error_tkr"].tolist() == list(ERRORS)
    assert record.ranges(made).empty


def test_the_range_is_that_of_the_textbook() -> None:
    """Mean 3, s √2.5, n 5, and t of 4 degrees of freedom at 90 per cent: 1.533 in the table."""
    low, high = record.prediction(pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]))
    reach = 1.533 * 2.5**0.5 * 1.2**0.5
    assert (low, high) == pytest.approx((3 - reach, 3 + reach), abs=0.001)


@given(st.lists(st.floats(-20, 20), min_size=record.FEWEST, max_size=40))
def test_the_range_is_the_t_interval_of_one_more_error(errors: list[float]) -> None:
    sample = pd.Series(errors)
    spread = sample.std() * (1 + 1 / len(sample)) ** 0.5
    low, high = record.prediction(sample)
    assert high - low == pytest.approx(2 * stats.t.ppf(0.9, len(sample) - 1) * spread)
    assert (low + high) / 2 == pytest.approx(sample.mean(), abs=1e-9)


def test_below_five_errors_there_is_no_range_and_it_is_said() -> None:
    made = forecasts([*years(ERRORS[:4]), *august(2022, 51_000)])
    assert record.ranges(made)["low_percent"].isna().all()
    told = words(made)
    assert "året brukar hamna: fyra per augusti." in told
    assert "Prognosen per 31 augusti 2022 är 51,0 mkr." in told
    assert "brukar sluta" not in told


def test_from_five_errors_the_latest_forecast_has_its_range_in_kronor() -> None:
    made = forecasts([*years(ERRORS), *august(2023, 51_000)])
    usual = record.ranges(made)
    low, high = record.prediction(pd.Series([error / 500 for error in ERRORS]))
    assert usual[["low_percent", "high_percent"]].iloc[0].tolist() == pytest.approx([low, high])
    opened = record.open_forecasts(made, usual)
    assert opened["low_tkr"].item() == pytest.approx(51_000 + 500 * low)
    assert "(n = 5, nämndens egna prognoser)" in words(made)
    assert "efter en sådan prognos brukar året sluta mellan 50,8 mkr och 51,8 mkr" in words(made)


def test_a_year_that_is_over_has_no_open_forecast() -> None:
    made = forecasts(years(ERRORS))
    assert record.open_forecasts(made, record.ranges(made)).empty
    assert "Prognosen per" not in words(made)


def test_a_committee_with_few_errors_is_told_the_range_of_all() -> None:
    rows = [*years(ERRORS), *august(2023, 50_000)]
    rows += [*years([-400], committee="sn", first=2022), *august(2023, 60_000, committee="sn")]
    made = forecasts(rows)
    opened = record.with_own_or_all(made).set_index("committee")
    assert opened["pooled"].to_dict() == {"ks": False, "sn": True}
    assert opened["errors"].to_dict() == {"ks": 5, "sn": 6}
    of_all = record.prediction(pd.Series([each / 500 for each in (*ERRORS, -400)]))
    assert opened.loc["sn", "low_tkr"] == pytest.approx(60_000 + 500 * of_all[0])


def test_without_reports_nothing_is_shown() -> None:
    made = forecasts([])
    usual = record.ranges(made)
    assert record.with_own_or_all(made).empty
    for exhibit in (
        chapter.usual_end(made, usual, year=2024),
        chapter.record_table(made, usual, chapter="ks-2024", year=2024),
        chapter.record_chart(made, usual, chapter="ks-2024", year=2024),
    ):
        assert exhibit.kind == "group"
        assert exhibit.parts == ()


def test_the_chart_has_a_dot_a_year_and_the_table_the_same_figures() -> None:
    made = forecasts(years(ERRORS))
    usual = record.ranges(made)
    chart = chapter.record_chart(made, usual, chapter="ks-2022", year=2022)
    table = chapter.record_table(made, usual, chapter="ks-2022", year=2022)
    assert isinstance(chart, Chart)
    assert isinstance(table, Table)
    assert str(chart.headline) == "Fyra av fem år kostade mer än prognosen per augusti"
    marks = [str(mark.words).replace(locales.NBSP, " ") for mark in chart.marks]
    assert marks[:2] == ["2018 (augusti) +0,6 %", "2019 (augusti) −0,2 %"]
    assert [str(row.cells[-1]) for row in table.rows] == ["+0,6", "−0,2", "+1,0", "+0,4", "+1,2"]
    assert [str(row.cells[-2]) for row in table.rows] == ["+300", "−100", "+500", "+200", "+600"]


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(dice: Any) -> None:
    again = printed(2019, "outturn_previous_year", 50_400, month=12)
    rows = [*years(ERRORS), again, *august(2023, 51_000)]
    shuffled = dice.sample(rows, len(rows))
    assert_same(forecasts(shuffled), forecasts(rows))


@given(st.integers(2, 1000))
def test_amounts_in_another_unit_have_the_same_errors_in_per_cent(factor: int) -> None:
    rows = [*years(ERRORS), *august(2023, 51_000)]
    larger = [row | {"amount_tkr": row["amount_tkr"] * factor} for row in rows]
    small, large = forecasts(rows), forecasts(larger)
    assert large["error_tkr"].dropna().tolist() == [each * factor for each in ERRORS]
    pd.testing.assert_series_equal(small["error_percent"], large["error_percent"])


@given(st.integers(2018, 2022))
def test_a_missing_year_is_one_error_less(missing: int) -> None:
    rows = [row for row in years([*ERRORS, 100]) if row["year"] != missing]
    assert record.ranges(forecasts(rows))["errors"].item() == len(ERRORS)


@pytest.mark.slow
def test_the_range_holds_eight_of_ten_outturns_of_made_up_years() -> None:
    """Each year is predicted from earlier years alone; see docs/benchmarks.md."""
    found = back_test.coverage(
        trial for seed in (1, 2, 3) for trial in back_test.trials(back_test.forecasts(50, 20, seed))
    )
    assert found["predicted"].ge(500).all()
    assert found["held_percent"].between(76, 84).all(), found


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.drop(columns="rows"), other.drop(columns="rows"))


def words(made: pd.DataFrame) -> str:
    text = chapter.usual_end(made, record.ranges(made), year=2024)
    assert isinstance(text, Text)
    return " ".join(str(line.words) for line in text.lines).replace(locales.NBSP, " ")


def notes(made: pd.DataFrame) -> str:
    table = chapter.record_table(made, record.ranges(made), chapter="ks-2024", year=2024)
    assert isinstance(table, Table)
    return " ".join(map(str, table.notes))


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([300], "2018 kostade mer än prognosen per augusti"),
        ([-300], "2018 kostade inte mer än prognosen per augusti"),
        ([300, 100], "Varje år kostade mer än prognosen per augusti"),
        ([-300, 0], "Inget år kostade mer än prognosen per augusti"),
    ],
)
def test_of_one_year_it_is_said_which(errors: list[int], said: str) -> None:
    made = forecasts(years(errors))
    chart = chapter.record_chart(made, record.ranges(made), chapter="ks-2022", year=2022)
    assert str(chart.headline) == said
