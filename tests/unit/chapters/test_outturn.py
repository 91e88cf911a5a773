"""What is said and shown of a year's economy, in both languages."""

from __future__ import annotations

import pandas as pd

from alereport.base import locales
from alereport.chapters import common, outturn
from alereport.chapters.common import amendments
from alereport.chapters.outturn import accounts, investments, movement
from alereport.chapters.outturn.outcomes import outcomes
from alereport.exhibits import building
from alereport.exhibits.model import Chart, Table
from alereport.exhibits.traced import traced_lines
from tests import handmade, handmade_outturn
from tests.handmade import plain
from tests.handmade_outturn import ANNUAL, APRIL, AUGUST, Printed, whole_year

AREAS = handmade_outturn.areas()
PLAN = handmade.amounts(handmade.with_total({"skola": (0, 0, 60_000), "vard": (0, 0, 40_000)}))
OVER = whole_year({"skola": 60_000, "vard": 40_000}, {"skola": 63_000, "vard": 39_000})
UNDER = whole_year({"skola": 60_000, "vard": 40_000}, {"skola": 59_000, "vard": 40_400})
CAUSE = {"deviation": "stod", "area": "skola", "cause": "Fler elever", "measure_taken": "Översyn"}
NOTHING = building.note("nothing", "Inget.")


def stood(printed: Printed, document: str = AUGUST, *, hedge: str | None = None) -> pd.DataFrame:
    compared = outcomes(PLAN, handmade_outturn.outturn({document: printed}, hedge=hedge))
    reports = handmade_outturn.documents(document)
    told = amendments.decided(handmade_outturn.amendments(), year=2024)
    table = accounts.by_area(compared, reports, areas=AREAS, budget=PLAN, told=told)
    return accounts.latest(table, accounts.period(compared, reports, areas=AREAS))


def lead(table: pd.DataFrame, *said: dict[str, str]) -> str:
    causes = handmade_outturn.deviations(*((AUGUST, each) for each in said))
    text = outturn.lead(table, causes, year=2024, otherwise=NOTHING)
    assert all(line.rows for line in traced_lines(text))
    return plain(text.markdown)


def test_the_lead_is_the_forecast_beside_the_budget_the_area_and_its_cause() -> None:
    assert (
        "Prognosen för 2024 är 102,0 mkr i rapporten till och med 31 augusti 2024, 2,0 mkr "
        "(2,0 procent) över budget; störst är överskridandet i skola, 3,0 mkr: fler elever."
    ) in lead(stood(OVER), CAUSE)
    with locales.using("en"):
        assert "2.0 per cent) over the budget; the largest overrun is in skola" in lead(stood(OVER))


def test_a_surplus_is_told_of_the_area_with_the_largest_surplus() -> None:
    said = lead(stood(UNDER))
    assert "600 000 kronor (0,6 procent) under budget" in said
    assert "störst är överskottet i skola, 1,0 mkr." in said


def test_an_outturn_is_not_called_a_forecast() -> None:
    annual = {"budget_year": OVER["budget_year"], "outturn_year": OVER["forecast_year"]}
    said = lead(stood(annual, ANNUAL))
    assert "Utfallet för 2024 blev 102,0 mkr" in said
    assert "rognos" not in said


def test_a_part_of_a_year_is_compared_with_its_own_budget() -> None:
    part = {"budget_period": {"total": 60_000}, "outturn_period": {"total": 58_000}}
    said = lead(stood(part))
    assert "Till och med 31 augusti 2024 var nettokostnaden 58,0 mkr" in said
    assert "under periodens budget" in said


def test_where_no_budget_is_printed_no_deviation_is_said() -> None:
    said = lead(stood({"forecast_year": {"skola": 10_000, "total": 10_000}}))
    assert "dokumentet har ingen budget bredvid" in said
    assert "över" not in said


def test_where_no_total_is_printed_the_lead_says_so() -> None:
    without = {kind: {"skola": amounts["skola"]} for kind, amounts in OVER.items()}
    assert "dokumentet har ingen summa" in lead(stood(without))


def test_a_hedge_follows_its_amount() -> None:
    assert "Prognosen för 2024 är cirka 102 mkr" in lead(stood(OVER, hedge="cirka"))
    assert "cirka 2 mkr (2,0 procent) över budget" in lead(stood(OVER, hedge="cirka"))


def test_a_year_whose_reports_have_no_amounts_has_the_lead_of_its_targets() -> None:
    assert lead(stood({})) == plain(NOTHING.markdown)


def test_the_table_of_the_areas_has_the_total_last_and_no_column_that_is_silent() -> None:
    table = outturn.by_area(stood(OVER), chapter="ks-2024", year=2024)
    assert isinstance(table, Table)
    assert [row.key for row in table.rows] == ["skola", "vard", "total"]
    assert "amended_tkr" not in [column.key for column in table.columns]
    assert [plain(str(row.cells[-1])) for row in table.rows] == ["−3 000", "+1 000", "−2 000"]
    assert table.total


def test_a_deviation_is_told_with_cause_measure_owner_date_and_status() -> None:
    full = {**CAUSE, "responsible": "Rektor", "due": "2024-11", "hedge": "preliminärt"}
    causes = handmade_outturn.deviations(
        (AUGUST, {"deviation": "el", "cause": "Dyr el"}), (AUGUST, {**full, "status": "done"})
    )
    said = plain(outturn.explained(causes, stood(OVER), areas=AREAS).markdown)
    first, second = said.strip().split("\n")
    assert "Skola, 3,0 mkr över budget" in first
    assert "Fler elever. Åtgärd: Översyn (rektor, preliminärt november 2024, klart)." in first
    assert "Dyr el. Rapporten nämner ingen åtgärd." in second


def test_requirements_to_save_are_named_as_such() -> None:
    printed = whole_year({"sparkrav": -5, "skola": 10}, {"sparkrav": 0, "skola": 10})
    assert "Sparkrav är ett sparkrav" in plain(outturn.reading(stood(printed)).markdown)
    assert "sparkravet ”sparkrav”" in lead(stood(printed))
    assert "sparkrav" not in plain(outturn.reading(stood(OVER)).markdown)


def moved(one: Printed, other: Printed) -> str:
    reports = handmade_outturn.documents(APRIL, AUGUST)
    compared = outcomes(PLAN, handmade_outturn.outturn({APRIL: one, AUGUST: other}))
    reported = movement.by_report(compared, reports, areas=AREAS)
    continued = movement.continued(CAUSES, reports, areas=AREAS)
    return plain(outturn.steps(movement.moves(reported), continued).markdown)


CAUSES = handmade_outturn.deviations(
    (APRIL, CAUSE),
    (APRIL, {"deviation": "hyra", "area": "vard", "cause": "Hyra", "measure_taken": "Flytt"}),
    (APRIL, {"deviation": "el", "cause": "El", "measure_taken": "Spara", "status": "not_started"}),
    (AUGUST, {**CAUSE, "measure_taken": "Sammanslagning", "status": "in_progress"}),
    (AUGUST, {"deviation": "el", "cause": "El", "measure_taken": "Spara", "status": "done"}),
    (AUGUST, {"deviation": "ny", "area": "vard", "cause": "Vikarier"}),
)


def test_the_way_from_report_to_report_names_what_moved_and_why() -> None:
    said = moved(UNDER, OVER)
    assert "sämre än i rapporten till och med 30 april 2024: nu 2,0 mkr över budget, då " in said
    assert "Mest har det försämrats i skola: nu 3,0 mkr över budget, då 1,0 mkr under" in said
    assert "Ny orsak: Vård: Vikarier" in said
    assert "Kvarstår: Skola: Fler elever" in said
    assert "Nämns inte längre: Vård: Hyra" in said
    assert "Avvikelsen är bättre" in moved(OVER, UNDER)
    assert "densamma som i rapporten" in moved(OVER, OVER)


def test_a_budget_that_changed_meanwhile_is_told() -> None:
    raised = whole_year({"skola": 61_500, "vard": 40_000}, {"skola": 63_000, "vard": 39_000})
    assert "Under tiden höjdes årets budget med 1,5 mkr, till 101,5 mkr." in moved(OVER, raised)
    assert "Under tiden sänktes" in moved(raised, OVER)
    assert "Under tiden" not in moved(OVER, UNDER)


def test_a_measure_is_told_by_the_next_report() -> None:
    reports = handmade_outturn.documents(APRIL, AUGUST)
    continued = movement.continued(CAUSES, reports, areas=AREAS)
    said = plain(outturn.measures(continued).markdown)
    assert "Översyn – nu: Sammanslagning (pågår)" in said
    assert "Spara (ej påbörjat) – klart" in said
    assert "Flytt – ej rapporterat" in said


def test_the_path_is_drawn_with_its_values_for_those_who_cannot_see_it() -> None:
    told = amendments.decided(
        handmade_outturn.amendments((APRIL, "loner", "skola", 500, "2024-03-01")), year=2024
    )
    compared = outcomes(PLAN, handmade_outturn.outturn({APRIL: UNDER, AUGUST: OVER}))
    reports = handmade_outturn.documents(APRIL, AUGUST)
    steps = accounts.path(compared, reports, budget=PLAN, told=told)
    chart = outturn.path(steps, chapter="ks-2024", year=2024)
    assert isinstance(chart, Chart)
    assert set(chart.pictures) == {"wide", "narrow"}
    assert [plain(str(row.cells[1])) for row in chart.rows] == [
        "100 000",
        "100 500",
        "99 400",
        "102 000",
    ]
    assert "Prognos 31 augusti 2024: 2,0 mkr över budget; prognos 30 april 2024:" in plain(
        chart.alt
    )
    assert "Budget efter beslut till och med 1 mars 2024 100 500 tkr" in plain(chart.alt)
    assert outturn.path(steps.iloc[:1], chapter="ks-2024", year=2024).markdown == ""


def test_a_plan_whose_budget_was_changed_says_so() -> None:
    told = handmade_outturn.amendments(
        (APRIL, "loner", "skola", 500, "2024-03-01"), (APRIL, "el", "vard", 1000, "2024-04-01")
    )
    decisions = amendments.decisions(amendments.decided(told, year=2024))
    said = plain(common.budget_now(PLAN, decisions, year=2024).markdown)
    assert "två beslut, till och med 1 april 2024, höjt budgeten för 2024 med 1,5 mkr" in said
    assert "från 100,0 mkr i planen" in said
    assert "själva planen finns inte" in plain(
        common.budget_now(PLAN.iloc[:0], decisions, year=2024).markdown
    )
    assert common.budget_now(PLAN, decisions.iloc[:0], year=2024).markdown == ""
    table = plain(common.decisions(decisions, PLAN, areas=AREAS, name="ks-2024-x").markdown)
    assert "1 mars 2024 | +500 | Skäl loner | fullmäktige | Skola | § 1" in table
    assert "Planens budget | 100 000" in table
    assert "**Budget nu**]{.total} | **101 500**" in table
    alone = common.decisions(decisions, PLAN.iloc[:0], areas=AREAS, name="ks-2024-x")
    assert "Budget nu" not in alone.markdown


def test_projects_are_shown_with_what_moved_since_the_report_before() -> None:
    told = handmade_outturn.projects(
        (APRIL, "skola", 100, 10, 100), (AUGUST, "skola", 100, 40, 130)
    )
    reports = handmade_outturn.documents(APRIL, AUGUST)
    table = outturn.projects(investments.latest(told, reports), chapter="ks-2024")
    assert "Prognosen sedan 30 april 2024" in plain(table.markdown)
    assert "Skola | 100 | 130 | −30 | 40 | +30" in plain(table.markdown)
    assert outturn.projects(investments.latest(told.iloc[:0], reports), chapter="x").markdown == ""
