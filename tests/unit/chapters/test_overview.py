"""The front page: what was found, what to ask, what can be judged and what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd
import pytest

from alereport.base import locales
from alereport.chapters import overview
from alereport.chapters.outturn.outcomes import outcomes
from alereport.chapters.overview import analysis
from alereport.exhibits.model import Chart, Group, KeyFigures, Text
from tests import handmade_outturn
from tests.handmade import budgets, plain
from tests.handmade_outturn import AUGUST
from tests.unit.chapters.test_overview_analysis import (
    AREAS,
    OLD,
    latest,
    of_two_committees,
)

DOCUMENTS = pd.DataFrame(
    [
        ("plan-2024", "Nämndplan 2024", "ks", 2024, "plan", "draft", None),
        ("plan-2022", "Plan 2022", "ks", 2022, "plan", "adopted", None),
        ("report", "Årsredovisning", "sn", 2016, "cover_letter", "proposal", None),
        ("compass", "Kommunkompassen", None, 2020, "evaluation", "unknown", None),
    ],
    columns=["document", "title", "committee", "year", "kind", "status", "dated"],
    index=[f"data/documents/documents.csv#{number}" for number in range(4)],
).astype({"year": "Int64"})
OTHERS = ({"sv": "utbildningsnämnden", "en": "the Education Committee"},)


NOT_FOLLOWED = pd.DataFrame(columns=["committee", "year"])


NO_PATH = pd.DataFrame()


def lead(plans: Sequence[analysis.Plan], followed: pd.DataFrame = NOT_FOLLOWED) -> Text:
    return overview.lead(plans, followed)


def words(text: Text | Group | KeyFigures | Chart) -> str:
    return plain(text.markdown)


def test_the_lead_says_how_much_what_falls_most_and_why() -> None:
    shown = lead(latest(reasons={"total": "Ekonomin är svag."}))
    assert [line.key for line in shown.lines] == ["ks/frame", "ks/most", "ks/why"]
    assert "Enligt sin plan får kommunstyrelsen 1,6 mkr för 2024" in words(shown)
    assert "Mest minskar kost, med 50 000 kronor (5,0 procent)." in words(shown)
    assert "Ekonomin är svag." in words(shown)
    assert all(line.rows for line in shown.lines)


def test_without_the_plans_reason_the_lead_says_what_must_be_saved() -> None:
    shown = lead(latest())
    assert shown.lines[-1].key == "ks/save"
    assert "Nämnden ska spara drygt 80 000 kronor." in words(shown)


def test_the_lead_is_in_the_language_of_the_reader() -> None:
    with locales.using("en"):
        shown = words(lead(latest()))
    assert "Under its plan, the Kommunstyrelsen gets" in shown
    assert "The largest decrease is for" in shown


def test_the_lead_begins_with_the_latest_report_of_the_plans_own_year() -> None:
    reported = {
        "committee": "ks",
        "year": 2024,
        "area": "total",
        "comparison": "forecast",
        "amount_tkr": 1800,
        "budget_tkr": 1700,
        "deviation_tkr": -100,
        "hedge": None,
        "budget_hedge": None,
        "as_of": pd.Timestamp(2024, 8, 31),
        "rows": ("r",),
    }
    shown = lead(latest(), pd.DataFrame([reported]))
    keys = [line.key for line in shown.lines]
    assert keys[:3] == ["ks/reported", "ks/budget-since", "ks/frame"]
    assert "Den budgeten är 1,7 mkr, mer än planens 1,6 mkr." in words(shown)
    assert str(shown.lines[0].term) == "Kommunstyrelsen"
    assert "31 augusti 2024" in words(shown)
    assert "100 000 kronor (5,9 procent) över budget" in words(shown)
    as_planned = pd.DataFrame([{**reported, "budget_tkr": 1570}])
    of_a_part = pd.DataFrame([{**reported, "comparison": "period"}])
    for followed in (as_planned, of_a_part):
        assert "i planen" not in words(lead(latest(), followed))
    of_the_year_before = pd.DataFrame([{**reported, "year": 2023}])
    assert lead(latest(), of_the_year_before) == lead(latest())


def test_nothing_is_compared_with_a_year_that_is_not_comparable() -> None:
    broken = budgets({2024: {"kost": (1100, 1000, 950), "total": (1100, 1000, 950)}})
    of_2024 = broken["amount_year"].eq(2024)
    broken["break_reason"] = broken["break_reason"].mask(of_2024, "Flyttat")
    shown = words(lead(latest(broken)))
    assert "för 2024." in shown
    assert "mindre" not in shown
    assert "Mest" not in shown


def test_the_committees_are_named_with_their_years_unless_they_are_many() -> None:
    plans = pd.DataFrame(
        [("Kommunstyrelsen", 2024), ("Servicenämnden", 2021), ("Kommunstyrelsen", 2022)],
        columns=["name", "year"],
    ).assign(rows=[("a",), ("b",), ("c",)])
    assert words(overview.scope(plans)).strip() == (
        "Planer i rapporten: kommunstyrelsen (2024 och 2022) och servicenämnden (2021)."
    )
    many = pd.concat([plans.assign(name=f"Nämnd {number}") for number in range(4)])
    assert overview.scope(many) == Group(parts=())


def test_more_committees_than_there_is_room_for_are_counted() -> None:
    many = latest() * 4
    assert "Fyra nämnder har en plan för 2024." in words(lead(many))


def test_many_committees_are_told_of_together_where_their_amounts_add_up() -> None:
    (plan,) = latest()
    plans = tuple(dataclasses.replace(plan, committee=name) for name in ("a", "b", "c", "d"))
    row = {"year": 2024, "comparison": "forecast", "hedge": None, "budget_hedge": None}
    row |= {"as_of": pd.Timestamp(2024, 8, 31), "name": "N", "budget_tkr": 1000}
    row["rows"] = ("o.csv#total/net/forecast_year", "o.csv#total/net/budget_year")
    followed = pd.DataFrame(
        [
            {**row, "committee": name, "amount_tkr": 1000 + over, "deviation_tkr": -over}
            for name, over in {"a": 300, "b": 200, "c": 0, "d": -100}.items()
        ]
    ).assign(without_measure=[()] * 4, not_carried_out=[()] * 4, off_plan=[()] * 4)
    shown = words(lead(plans, followed))
    told = lead(plans, followed).lines[1]
    # 1300 + 1200 + 1000 + 900 = 4400 of 4000.
    assert "Den 31 augusti 2024 räknar de med att tillsammans kosta 4,4 mkr 2024" in shown
    assert "mot budgetar på 4,0 mkr." in shown
    assert [cell.rows for cell in told.words.cells.values() if cell.unit == "tkr"] == [
        ("o.csv#total/net/forecast_year",) * 4,
        ("o.csv#total/net/budget_year",) * 4,
    ]
    assert "Två av dem räknar med att gå över sin budget." in shown
    for apart in (
        followed.iloc[:3],  # One of the four is not followed up.
        followed.assign(comparison=["forecast", "forecast", "outturn", "outturn"]),
        followed.assign(year=2023),
    ):
        assert "tillsammans" not in words(lead(plans, apart))


def test_each_of_several_committees_has_a_paragraph() -> None:
    shown = lead(latest(of_two_committees()))
    assert [line.key for line in shown.lines] == ["ks", "sn"]
    assert shown.layout == "paragraphs"


def test_only_a_single_plan_has_key_figures_and_a_chart() -> None:
    one, two = latest(), latest(of_two_committees())
    figures = overview.key_figures(one, NOT_FOLLOWED)
    assert isinstance(figures, KeyFigures)
    assert [each.key for each in figures.figures] == ["budget", "forecast", "must-save"]
    assert (
        overview.key_figures(two, NOT_FOLLOWED)
        == overview.compared(two, NO_PATH)
        == Group(parts=())
    )


def test_what_a_report_says_of_the_year_is_the_first_key_figure() -> None:
    (plan,) = latest()
    row = {"committee": plan.committee, "year": plan.year, "comparison": "forecast"}
    row |= {"amount_tkr": 12_500, "hedge": None, "budget_hedge": None, "deviation_tkr": -2_500}
    followed = pd.DataFrame([row | {"as_of": pd.Timestamp("2024-08-31"), "rows": ("a",)}])
    figures = overview.key_figures((plan,), followed)
    assert isinstance(figures, KeyFigures)
    assert [each.key for each in figures.figures] == ["reported", "budget", "must-save"]
    first = figures.figures[0]
    assert first.name == "Prognos 2024"
    assert plain(f"{first.value}, {first.note}") == "12,5 mkr, 2,5 mkr över budget, 31 augusti 2024"


def test_the_chart_is_of_the_year_so_far_where_reports_follow_the_latest_plan_up() -> None:
    printed = {"budget_year": {"total": 1600}, "forecast_year": {"total": 1700}}
    facts = {
        "amendments": handmade_outturn.amendments(),
        "budgets": budgets({2022: OLD, 2024: AREAS}),
        "documents": handmade_outturn.documents(AUGUST),
    }
    compared = outcomes(facts["budgets"], handmade_outturn.outturn({AUGUST: printed}))
    path = analysis.path(latest(), compared, **facts)
    assert path["step"].tolist() == ["plan", "forecast"]
    chart = overview.compared(latest(), path)
    assert isinstance(chart, Chart)
    assert chart.label == "fig-municipality-path"
    assert plain(str(chart.headline)) == "Prognos 31 augusti 2024: 100 000 kronor över budget"
    facts["documents"] = handmade_outturn.documents(AUGUST).assign(year=2025)
    assert analysis.path(latest(), compared, **facts).empty
    assert analysis.path(latest(of_two_committees()), compared, **facts).empty


def test_the_chart_has_a_label_of_its_own_in_the_book() -> None:
    chart = overview.compared(latest(), NO_PATH)
    assert isinstance(chart, Chart)
    assert chart.label.startswith("fig-municipality-")
    assert chart.rows


def test_the_document_of_the_latest_plan_says_what_it_is() -> None:
    shown = overview.about(latest(), DOCUMENTS)
    assert "[Nämndplan 2024]{.term}: Källan är odaterad och bär spår av att vara ett utkast." in (
        words(shown)
    )
    adopted = DOCUMENTS.assign(status="adopted")
    assert overview.about(latest(), adopted) == Group(parts=())


def test_the_questions_are_those_of_the_committees_own_page() -> None:
    shown = words(overview.questions(latest()))
    assert "Var ska besparingen göras?" in shown
    two = overview.questions(latest(of_two_committees()))
    assert "[Servicenämnden]{.term}" in words(two)


def test_what_the_report_is_made_from_and_what_is_missing_is_said() -> None:
    shown = words(overview.contents(DOCUMENTS, OTHERS))
    assert "två planer och ett ärende om årsredovisning från två nämnder." in shown
    assert "Den bygger också på en utvärdering av hela kommunen." in shown
    assert "Planer från andra nämnder, till exempel utbildningsnämnden, ingår inte." in shown
    without = words(overview.contents(DOCUMENTS[DOCUMENTS["kind"].ne("evaluation")], ()))
    assert "utvärdering" not in without
    assert "andra nämnder" not in without


@pytest.mark.parametrize(("language", "name"), [("sv", "utbildningsnämnden"), ("en", "Education")])
def test_the_missing_committees_are_named_in_the_readers_language(language: str, name: str) -> None:
    with locales.using(language):
        assert name in words(overview.contents(DOCUMENTS, OTHERS))
