"""The committees beside each other: one row each, its own year, and what is not known is said."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alereport.base import locales
from alereport.chapters import overview
from alereport.chapters.overview import analysis
from alereport.chapters.overview.beside import beside
from alereport.exhibits import csv_files
from alereport.exhibits.model import Group, Table
from alereport.exhibits.values import Cell
from tests.handmade import budgets, plain

COMMITTEES = pd.DataFrame(
    {"committee": ["tn", "ks", "sn"], "name": ["Tekniska", "Kommunstyrelsen", "Servicenämnden"]}
)
READ = {"source": "SCB", "read": "2026-11"}


def every(broken: bool = False) -> pd.DataFrame:
    """The plans of KS for 2022 and 2024, and of SN for 2024, each 980 after a budget of 1,000."""
    ks = budgets({year: {"total": (990, 1000, 980)} for year in (2022, 2024)})
    sn = budgets({2024: {"total": (500, 1000, 980)}}).assign(committee="sn")
    sn.index = sn.index.str.replace("a-plan", "another-plan")
    both = pd.concat([ks, sn])
    both["break_reason"] = both["break_reason"].astype(object)
    if broken:
        is_new = both["committee"].eq("sn") & both["amount_year"].eq(2024)
        both["break_reason"] = both["break_reason"].mask(is_new, "Flyttat")
    return analysis.plans(both, COMMITTEES)


def population(*years: int) -> pd.DataFrame:
    places = [f"population#{year}" for year in years]
    return pd.DataFrame({"year": years, "inhabitants": 32_000, **READ}, index=places)


def prices(*years: int) -> pd.DataFrame:
    published = pd.to_datetime([f"{year - 1}-10-05" for year in years])
    columns = {"published": published, "year": years, "pkv_percent": 3.0, "source": "SKR"}
    places = [f"prices#{year}" for year in years]
    return pd.DataFrame(columns | {"read": "2026-11"}, index=places)


def forecasts(*rows: tuple[str, int, float]) -> pd.DataFrame:
    """Forecasts in the order of their days: the committee, the year, the error in per cent."""
    made = pd.DataFrame(rows, columns=["committee", "year", "error_percent"])
    return made.assign(rows=[(f"outturn#{number}",) for number in range(len(made))])


def judged(*can: bool, state: str = "covered", committee: str = "ks") -> pd.DataFrame:
    rows = [(f"goals#{committee}/{number}",) for number in range(len(can))]
    return pd.DataFrame({"can_be_judged": pd.Series(can, dtype=bool), "rows": rows}).assign(
        committee=committee, plan_year=2024, level="council_goal", state=state
    )


def sick_leave(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    """Sick leave of KS: the unit, the period and the figure; withheld where there is none."""
    leave = pd.DataFrame(rows, columns=["unit", "period", "total_percent"])
    leave = leave.astype({"unit": "str", "period": "str", "total_percent": "Float64"})
    leave.index = pd.Index([f"sick#{number}" for number in range(len(leave))])
    withheld = leave["total_percent"].isna()
    return leave.assign(committee="ks", group="total", withheld=withheld)


def found(**given: Any) -> pd.DataFrame:
    known = {
        "population": population(2021, 2023),
        "prices": prices(2024),
        "forecasts": forecasts(),
        "judged": judged(),
        "sick_leave": sick_leave(),
    }
    plans = given.pop("plans", every())
    return beside(plans, COMMITTEES, **known | given)


def shown(table: pd.DataFrame) -> Table:
    made = overview.committees(table, population(2023), prices(2024))
    assert isinstance(made, Table)
    return made


def cell(table: pd.DataFrame, column: str, committee: str = "ks/2024") -> Cell:
    made = shown(table)
    (row,) = [row for row in made.rows if row.key == committee]
    return row.cells[[each.key for each in made.columns].index(column)]


def notes(table: pd.DataFrame) -> str:
    return plain(" ".join(map(str, shown(table).notes)))


def test_a_committee_has_one_row_of_its_latest_plan_in_the_order_of_the_register() -> None:
    assert [row.key for row in shown(found()).rows] == ["ks/2024", "sn/2024"]
    reordered = beside(
        every(),
        COMMITTEES[::-1],
        population=population(),
        prices=prices(),
        forecasts=forecasts(),
        judged=judged(),
        sick_leave=sick_leave(),
    )
    assert reordered["committee"].tolist() == ["sn", "ks"]


def test_a_budget_is_told_per_inhabitant_and_in_real_terms_with_what_was_used() -> None:
    row = found().iloc[0]
    assert row["per_inhabitant"] == 980_000 / 32_000  # 30.625 kronor
    # 0.98 / 1.03 - 1
    assert row["real_percent"] == pytest.approx(-4.8543689)
    assert {"population#2023", "prices#2024"} <= set(cell(found(), "real_percent").rows)
    assert [str(cell(found(), name)) for name in ("change_percent", "real_percent")] == [
        "−2,0",
        "−4,9",
    ]
    assert plain(shown(found()).source) == (
        "Källa: Nämndplan 2024, avsnitt 4.1; folkmängd: SCB, läst november 2026; prisindex: SKR, "
        "läst november 2026."
    )


def test_why_there_is_no_change_in_real_terms_is_said_in_the_cell() -> None:
    without = found(prices=prices())
    assert str(cell(without, "real_percent")) == "prisindex saknas"
    assert cell(without, "real_percent").state == "silent"
    assert "fasta priser är beräknad för 2024: uppgifterna har ingen prognos" in notes(without)
    across = found(plans=every(broken=True))
    for column in ("change_percent", "real_percent"):
        assert cell(across, column, "sn/2024").state == "not_comparable"
        assert cell(across, column, "ks/2024").is_number


def test_a_missing_population_is_one_message_and_no_amount() -> None:
    without = found(population=population(2022))
    assert str(cell(without, "per_inhabitant")) == "folkmängd saknas"
    assert notes(without).count("Folkmängden den 31 december 2023 finns inte") == 1


def test_the_record_is_the_mean_of_the_last_forecast_of_each_year_whichever_way() -> None:
    # 2021 has two forecasts: the last missed by -1 per cent, 2022 by 3 per cent; 2023 is a break.
    made = forecasts(
        ("ks", 2021, 9.0), ("ks", 2021, -1.0), ("ks", 2022, 3.0), ("ks", 2023, float("nan"))
    )
    table = found(forecasts=made)
    assert table["error_percent"].tolist()[0] == 2.0
    of_ks = cell(table, "error_percent")
    assert plain(str(of_ks)) == "2,0 (n = 2)"
    assert of_ks.rows == ("outturn#1", "outturn#2")
    assert str(cell(table, "error_percent", "sn/2024")) == "ingen prognos att jämföra"
    assert "oavsett håll" in notes(table)


def test_without_any_record_there_is_no_column_and_a_sentence() -> None:
    assert "error_percent" not in [column.key for column in shown(found()).columns]
    assert "Ingen prognos för ett helt år går ännu att jämföra" in notes(found())


def test_goals_that_can_be_judged_are_counted_out_of_all() -> None:
    some = found(judged=judged(True, False, False))
    assert str(cell(some, "judgeable")) == "1 av 3"
    assert cell(some, "judgeable").value == 1
    assert len(cell(some, "judgeable").rows) == 3
    assert str(cell(some, "judgeable", "sn/2024")) == "inga mål från fullmäktige"
    unknown = found(judged=judged(False, state="uncovered"))
    assert str(cell(unknown, "judgeable")) == "inte uppföljt"


@pytest.mark.parametrize(
    ("rows", "words", "used"),
    [
        ([("total", "2022", 6.1), ("total", "2023", 5.4)], "5,4 (2023)", ("sick#1",)),
        # A part of a year is not taken where there is a whole one.
        ([("total", "2023", 5.4), ("total", "2024-01/2024-08", 4.9)], "5,4 (2023)", ("sick#0",)),
        ([("total", "2024-01/2024-08", 4.9)], "4,9 (januari–augusti 2024)", ("sick#0",)),
        ([("total", "2023", None)], "..", ()),
        ([("kontaktcenter", "2020", 14.6)], "bara för enskilda enheter", ()),
    ],
)
def test_sick_leave_is_of_the_whole_committee_and_says_its_period(
    rows: list[tuple[str, str, float | None]], words: str, used: tuple[str, ...]
) -> None:
    of_ks = cell(found(sick_leave=sick_leave(*rows)), "sick_percent")
    assert plain(str(of_ks)) == words
    assert of_ks.rows == used


def test_a_withheld_figure_is_in_no_format() -> None:
    made = shown(found(sick_leave=sick_leave(("total", "2023", None))))
    (of_ks, _of_sn) = csv_files.to_csv(made).decode().splitlines()[1:]
    assert of_ks.endswith(",..")


def test_the_file_has_true_values_beside_what_replaces_or_explains_them() -> None:
    made = found(
        judged=judged(True, False), sick_leave=sick_leave(("total", "2023", 5.4)), prices=prices()
    )
    rows = list(csv.DictReader(io.StringIO(csv_files.to_csv(shown(made)).decode())))
    of_ks, of_sn = rows
    assert (of_ks["Mål som går att bedöma"], of_ks["Mål som går att bedöma, anmärkning"]) == (
        "1",
        "1 av 2",
    )
    assert of_sn["Mål som går att bedöma, anmärkning"] == "inga mål från fullmäktige"
    assert of_ks["Förändring i fasta priser, %"] == "prisindex saknas"
    assert (of_ks["Sjukfrånvaro, %"], of_ks["Sjukfrånvaro, %, år"]) == ("5.4", "2023")


def test_without_plans_nothing_is_shown() -> None:
    empty = found(plans=every().iloc[:0])
    assert overview.committees(empty, population(), prices()) == Group(parts=())


def test_it_is_in_the_language_of_the_reader() -> None:
    with locales.using("en"):
        made = shown(found())
        assert made.caption.endswith("not ranked, and not compared with each other.")
        assert str(cell(found(prices=prices()), "real_percent")) == "no price index"


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_changes_nothing(order: list[int]) -> None:
    made = forecasts(*[("ks", 2018 + number, float(number)) for number in range(6)])
    goals = judged(True, False, True, False, True, False)
    leave = sick_leave(*[("total", f"{2018 + number}", 4.0 + number) for number in range(6)])
    one = found(forecasts=made, judged=goals, sick_leave=leave)
    other = found(
        forecasts=made.iloc[order], judged=goals.iloc[order], sick_leave=leave.iloc[order]
    )
    columns = ["error_percent", "errors", "goals", "judgeable", "sick_percent", "sick_period"]
    pd.testing.assert_frame_equal(one[columns], other[columns])


@given(st.integers(1, 1000))
def test_amounts_in_another_unit_change_no_percentage(factor: int) -> None:
    plans = every()
    larger = plans.assign(budget_tkr=plans["budget_tkr"] * factor)
    one, other = found(plans=plans), found(plans=larger)
    assert other["real_percent"].tolist() == one["real_percent"].tolist()
    assert other["per_inhabitant"].tolist() == pytest.approx(
        (one["per_inhabitant"] * factor).tolist()
    )
