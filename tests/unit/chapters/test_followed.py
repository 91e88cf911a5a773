"""The committees at their latest date: which figure counts, what adds up, what needs a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from alereport.base import locales
from alereport.base.workspace import Workspace
from alereport.chapters import overview as shown
from alereport.chapters.outturn import record
from alereport.chapters.outturn.standing import standing
from alereport.chapters.overview import followed as analysis
from alereport.data import datasets
from alereport.exhibits.model import Group, Table, parts_of
from tests import handmade_goals as made
from tests.handmade import plain

REPOSITORY = Workspace(Path(__file__).parents[3])
COMMITTEES = pd.DataFrame(
    {
        "committee": ["bun", "son", "tn"],
        "name": ["Barnnämnden", "Socialnämnden", "Tekniska nämnden"],
    }
)
OTHERS = (
    {"sv": "kulturnämnden", "en": "the Culture Committee"},
    {"sv": "socialnämnden", "en": "the Social Services Committee"},
)
Amounts = Mapping[str, int]
"""The amounts of a report's total, by kind."""


def outturn(reports: Mapping[tuple[str, str], Amounts], **more: Any) -> pd.DataFrame:
    """The totals of reports, by committee and last day."""
    rows = [
        {
            "document": f"{committee}-{day}",
            "section": "3",
            "committee": committee,
            "year": int(day[:4]),
            "as_of": pd.Timestamp(day),
            "area": "total",
            "side": "net",
            "kind": kind,
            "amount_tkr": amount,
            "hedge": None,
            "title": f"Rapport {day}",
            **more,
        }
        for (committee, day), amounts in reports.items()
        for kind, amount in amounts.items()
    ]
    columns = ["document", "section", "committee", "year", "as_of", "area", "side", "kind"]
    frame = pd.DataFrame(rows, columns=[*columns, "amount_tkr", "hedge", "title"])
    places = [f"data/outturn/{row['document']}.csv#{row['kind']}" for row in rows]
    types = {"year": "Int64", "amount_tkr": "Int64", "as_of": "datetime64[ns]"}
    return frame.astype(types).set_index(pd.Index(places, name="row", dtype="str"))


def budgets() -> pd.DataFrame:
    return datasets.read_dataset(REPOSITORY, "budget").assign(title="Plan")


def stands(reports: Mapping[tuple[str, str], Amounts], **more: Any) -> pd.DataFrame:
    return standing(outturn(reports, **more), budgets())


DEVIATION = ["document", "area", "measure_taken", "due", "status"]


def deviations(*rows: Sequence[Any]) -> pd.DataFrame:
    """What reports explain, each row of `DEVIATION`."""
    places = [f"data/deviations/a.csv#{number}" for number in range(len(rows))]
    frame = pd.DataFrame(rows, columns=DEVIATION, index=pd.Index(places, dtype="str"))
    return frame.astype(dict.fromkeys(DEVIATION, "str"))


def of(
    reports: Mapping[tuple[str, str], Amounts], told: pd.DataFrame | None = None, **more: Any
) -> pd.DataFrame:
    forecasts = record.forecasts(outturn(reports), NO_BUDGETS, breaks=NO_BREAKS)
    return analysis.followed(
        stands(reports, **more),
        COMMITTEES,
        deviations=deviations() if told is None else told,
        follow_up=FOLLOW_UP,
        goals=GOALS,
        opened=record.with_own_or_all(forecasts),
    )


NO_BUDGETS = datasets.without_rows(REPOSITORY, "budget").assign(title="")
NO_BREAKS = datasets.without_rows(REPOSITORY, "breaks")
GOALS = made.goals({"goal": "a", "level": "assignment"}, {"goal": "m", "level": "council_goal"})
FOLLOW_UP = made.follow_up(
    ("a", "2025-08-31", "deviating"), ("m", "2025-08-31", "deviating"), document="bun-2025-08-31"
)
APRIL = {"budget_year": 1000, "forecast_year": 1100}
AUGUST = {**APRIL, "forecast_year": 1200, "budget_period": 600, "outturn_period": 900}
YEAR = {"budget_year": 2000, "outturn_year": 1900}


def words(group: Group) -> str:
    return plain(" ".join(part.markdown for part in parts_of(group)))


def test_the_latest_report_counts_and_in_it_the_year_before_the_period() -> None:
    found = stands({("bun", "2025-04-30"): APRIL, ("bun", "2025-08-31"): AUGUST})
    (row,) = found.to_dict("records")
    assert (row["comparison"], row["amount_tkr"], row["budget_tkr"]) == ("forecast", 1200, 1000)
    assert row["deviation_tkr"] == -200
    assert f"{row['as_of']:%Y-%m-%d}" == "2025-08-31"
    period = {"budget_period": 600, "outturn_period": 900}
    (alone,) = stands({("bun", "2025-08-31"): period}).to_dict("records")
    assert (alone["comparison"], alone["deviation_tkr"]) == ("period", -300)


def test_the_years_of_a_committee_are_not_mixed() -> None:
    found = stands({("bun", "2024-12-31"): YEAR, ("bun", "2025-04-30"): APRIL})
    assert found["year"].tolist() == [2024, 2025]
    assert of({("bun", "2024-12-31"): YEAR, ("bun", "2025-04-30"): APRIL})["year"].tolist() == [
        2025
    ]


def test_the_amounts_of_one_day_and_kind_are_added_up() -> None:
    found = of({("bun", "2025-08-31"): AUGUST, ("son", "2025-08-31"): APRIL})
    assert found["name"].tolist() == ["Barnnämnden", "Socialnämnden"]
    total = analysis.with_total(found).iloc[-1]
    assert (total["budget_tkr"], total["amount_tkr"], total["deviation_tkr"]) == (2000, 2300, -300)
    assert total["deviation_percent"] == -15.0
    group = shown.followed_up(found, COMMITTEES, OTHERS)
    assert "Summa för 2 av 4 nämnder" in words(group)
    assert (
        "Summan gäller två av de fyra nämnder som rapporten känner till, och inga andra"
        in words(group)
    )


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ((("son", "2025-04-30"), APRIL), "till olika dagar"),
        ((("son", "2025-08-31"), YEAR), "med olika slags siffror"),
        ((("son", "2025-08-31"), {"forecast_year": 900}), "ingen budget bredvid"),
    ],
)
def test_other_amounts_are_not_added_up_and_the_page_says_why(
    other: tuple[tuple[str, str], Amounts], why: str
) -> None:
    found = of({("bun", "2025-08-31"): AUGUST, other[0]: other[1]})
    assert len(analysis.with_total(found)) == 2
    shown_words = words(shown.followed_up(found, COMMITTEES, OTHERS))
    assert why in shown_words
    assert "Summa" not in shown_words


def test_one_committee_is_no_sum() -> None:
    found = of({("bun", "2025-08-31"): AUGUST})
    shown_words = words(shown.followed_up(found, COMMITTEES, OTHERS))
    assert "Av de fyra nämnder som rapporten känner till är en uppföljd här." in shown_words
    with locales.using("en"):
        named = COMMITTEES.assign(name=["Child", "Social Services Committee", "Technical"])
        assert "One of the four committees" in words(shown.followed_up(found, named, OTHERS))


def test_of_the_only_committee_that_is_known_no_share_is_told() -> None:
    found = of({("bun", "2025-08-31"): AUGUST})
    group = shown.followed_up(found, COMMITTEES.head(1), ())
    assert "Barnnämnden" in words(group)
    assert "känner till" not in words(group)


def test_a_committee_that_is_not_followed_up_has_no_row() -> None:
    assert of({}).empty
    assert shown.followed_up(of({}), COMMITTEES, OTHERS) == Group(parts=())


def test_what_may_need_a_decision_is_of_the_latest_report() -> None:
    told = deviations(
        ("bun-2025-08-31", "a", None, None, None),
        ("bun-2025-08-31", "b", "Översyn", "2025-10", "not_started"),
        ("bun-2025-08-31", "c", "Översyn", "2025-06", "in_progress"),
        ("bun-2025-08-31", "d", "Översyn", "2025-06", "done"),
        ("bun-2025-08-31", "e", "Översyn", "2025-10", "in_progress"),
        ("bun-2025-04-30", "a", None, None, None),
    )
    found = of({("bun", "2025-04-30"): APRIL, ("bun", "2025-08-31"): AUGUST}, told)
    row = found.iloc[0]
    assert row["without_measure"] == ("data/deviations/a.csv#0",)
    assert row["not_carried_out"] == ("data/deviations/a.csv#1", "data/deviations/a.csv#2")
    assert len(row["off_plan"]) == 1
    cells = table(found).rows[0].cells
    assert str(cells[-1]) == (
        "En avvikelse utan åtgärd, två åtgärder ej påbörjade eller försenade och ett uppdrag som "
        "avviker"
    )
    assert len(cells[-1].rows) == 4


def table(found: pd.DataFrame) -> Table:
    group = shown.followed_up(found, COMMITTEES, OTHERS)
    return next(part for part in parts_of(group) if isinstance(part, Table))


def test_a_hedge_stays_and_makes_what_is_computed_from_it_about() -> None:
    cells = table(of({("bun", "2025-08-31"): AUGUST}, hedge="cirka")).rows[0].cells
    assert [plain(str(cell)) for cell in cells[1:5]] == [
        *("cirka 1 200", "cirka 1 000", "cirka −200", "cirka −20,0"),
    ]


def test_rows_in_another_order_say_the_same() -> None:
    reports = {
        ("bun", "2025-04-30"): APRIL,
        ("bun", "2025-08-31"): AUGUST,
        ("son", "2025-04-30"): APRIL,
    }
    rows = outturn(reports)
    pd.testing.assert_frame_equal(standing(rows, budgets()), standing(rows[::-1], budgets()))


def test_a_forecast_says_where_its_year_usually_ends_and_an_outturn_does_not() -> None:
    reports: dict[tuple[str, str], Amounts] = {("son", "2024-12-31"): YEAR}
    # Six years that cost 10, 20, … 60 more than 1,000: the errors are 1 to 6 per cent.
    for number, year in enumerate(range(2019, 2025), 1):
        reports["bun", f"{year}-04-30"] = {"budget_year": 1000, "forecast_year": 1000}
        reports["bun", f"{year}-12-31"] = {"outturn_year": 1000 + 10 * number}
    reports["bun", "2025-04-30"] = {"budget_year": 1000, "forecast_year": 1100}
    found = of(reports)
    low, high = record.prediction(pd.Series([1.0, 2, 3, 4, 5, 6]))
    child = found[found["committee"].eq("bun")].iloc[0]
    assert child[["low_tkr", "high_tkr"]].tolist() == pytest.approx(
        [1100 + 10 * low, 1100 + 10 * high]
    )
    told = table(found)
    place = [column.key for column in told.columns].index("range")
    assert [str(row.cells[place]) for row in told.rows] == ["1,1–1,2", "–"]
    assert "data/outturn/bun-2019-12-31.csv#outturn_year" in told.rows[0].cells[place].rows
    assert "Åtta av tio utfall väntas" in str(told.notes[0])
    assert not table(of({("bun", "2025-08-31"): AUGUST})).notes
