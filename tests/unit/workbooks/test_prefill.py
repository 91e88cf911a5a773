"""What a new workbook knows beforehand of a document."""

from __future__ import annotations

import pytest

from alereport.base import locales, params
from alereport.base.workspace import Workspace
from alereport.workbooks import prefill
from alereport.workbooks.layout import SHOWN
from tests.unit.workbooks import typed
from tests.unit.workbooks.typed import Rows


def rows(workspace: Workspace, document: dict[str, str]) -> Rows:
    with locales.using("sv", params.words(workspace)):
        return prefill.rows(workspace, document)


@pytest.fixture(scope="module")
def august(municipality: Workspace) -> Rows:
    return rows(municipality, typed.document(municipality, "bun-delarsrapport-augusti-2025"))


@pytest.fixture(scope="module")
def next_plan(municipality: Workspace) -> Rows:
    before = typed.document(municipality, "bun-budget-2025")
    later = {"document": "bun-budget-2026", "year": "2026", "as_of": "2025-12-31"}
    return rows(municipality, before | later)


def test_the_years_budget_is_the_plan_with_what_was_decided_since(august: Rows) -> None:
    budget = {row["area"]: row["amount_tkr"] for row in august["outturn"]}
    assert {row["kind"] for row in august["outturn"]} == {"budget_year"}
    assert budget["grundskola"] == "292720"  # 290 120 in the plan, and 2 600 decided in March.
    assert budget["forskola"] == "149750"
    assert budget["total"] == "600580"


def test_a_decision_of_another_document_of_the_same_day_counts_once(
    municipality: Workspace,
) -> None:
    annual = rows(municipality, typed.document(municipality, "bun-verksamhetsberattelse-2025"))
    budget = {row["area"]: row["amount_tkr"] for row in annual["outturn"]}
    assert budget["total"] == "599080"  # 4 120 and -1 500, each told of in two reports.
    assert budget["forskola"] == "148250"


def test_each_goal_is_to_be_followed_up_and_shows_what_was_last_said(august: Rows) -> None:
    shown = {row["goal"]: row[SHOWN] for row in august["follow_up"]}
    assert len(shown) == 5
    assert shown["bun-2025-dokumentation"] == "pågår (30 april 2025)"
    assert all("status" not in row for row in august["follow_up"])


def test_each_measure_shows_its_target_and_has_no_value(august: Rows) -> None:
    assert {row["kind"] for row in august["measures"]} == {"outturn"}
    assert all(row[SHOWN] and "value" not in row for row in august["measures"])


def test_the_deviations_of_the_report_before_are_to_be_followed(august: Rows) -> None:
    followed = {row["follows"]: row for row in august["deviations"]}
    assert {*followed} == {"extra-stod", "sparkrav-ofordelat"}
    assert "Fler elever med rätt till extra stöd" in followed["extra-stod"][SHOWN]
    assert "cause" not in followed["extra-stod"]


def test_the_sick_leave_is_of_the_months_of_the_report(august: Rows) -> None:
    assert {row["period"] for row in august["sick_leave"]} == {"2025-01/2025-08"}
    assert not {"total_percent", "employees"} & {*august["sick_leave"][0]}


def test_no_headcount_is_shown_beforehand(august: Rows, next_plan: Rows) -> None:
    for own in (august, next_plan):
        assert own["personnel"]
        assert all("headcount" not in row and SHOWN not in row for row in own["personnel"])


def test_the_next_plan_has_last_years_budget_and_its_own_names(next_plan: Rows) -> None:
    assert {(row["kind"], row["amount_year"]) for row in next_plan["budget"]} == {
        ("budget", "2025")
    }
    assert all(row["goal"].startswith("bun-2026-") for row in next_plan["goals"])
    assert {row["parent"][:9] for row in next_plan["goals"]} <= {"", "bun-2026-"}
    assert all(row["goal"].startswith("bun-2026-") for row in next_plan["measures"])
    assert all("amount_tkr" not in row for row in next_plan["investments"])


def test_an_amendment_has_a_row_for_each_area(municipality: Workspace) -> None:
    before = typed.document(municipality, "bun-budget-2025")
    own = {"document": "bun-tillaggsbudget-juni-2025", "kind": "amendment", "as_of": "2025-06-11"}
    found = rows(municipality, before | own)["amendments"]
    assert [row["area"] for row in found][:2] == ["ledning", "forskola"]
    assert all("amount_tkr" not in row for row in found)


def test_a_committees_first_plan_has_its_areas(municipality: Workspace) -> None:
    first = rows(municipality, typed.document(municipality, "bun-budget-2025"))
    assert [row["area"] for row in first["budget"]][-1] == "total"
    assert [row["chapter"] for row in first["commentary"]] == ["goals", "budget", "personnel"]
