"""Reasons beside the areas, what must be saved, and the questions that the figures raise."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from alereport.chapters import budget
from alereport.chapters.budget import analysis, asking
from alereport.chapters.budget.explained import with_reasons
from alereport.chapters.budget.questions import questions
from alereport.chapters.budget.requirements import must_save
from tests.handmade import Amounts, amounts, earmarks, explanations, plain, with_total

SAVING = ("efficiency", "Effektivisering", None, -8000, "drygt")
REASONS = {"hr": "Fler anställda", "total": "Sämre tider"}


def explained(
    areas: dict[str, Amounts], reasons: dict[str, str] = REASONS, **said: Any
) -> pd.DataFrame:
    changes = analysis.change_by_area(amounts(areas, **said))
    return with_reasons(changes, explanations(reasons), least_tkr=1000)


def asked(
    areas: dict[str, Amounts], *named: tuple, reasons: dict[str, str] = REASONS, **said: Any
) -> dict[str, str]:
    """The questions that are asked, by key."""
    rows = amounts(areas, **said)
    changes = explained(areas, reasons, **said)
    marked = analysis.earmarks_by_kind(earmarks(*named), rows)
    required = must_save(changes, marked)
    found = questions(changes, analysis.forecast_against_budget(rows), required)
    return {line.key: plain(str(line)) for line in asking.lines(found)}


# Reasons


def test_a_reason_stands_beside_the_area_that_it_is_given_for() -> None:
    changes = explained(with_total({"kost": (0, 5000, 9000), "hr": (0, 5000, 5000)}))
    assert changes["reason"].fillna("").tolist() == ["", "Fler anställda", "Sämre tider"]
    assert changes["reason_rows"].tolist() == [
        (),
        ("data/explanations/a-plan.csv#2",),
        ("data/explanations/a-plan.csv#3",),
    ]


def test_only_a_change_that_is_worth_asking_about_is_said_to_have_no_explanation() -> None:
    areas = with_total({"kost": (0, 5000, 9000), "it": (0, 500, 600), "hr": (0, 5000, 5000)})
    shown = budget.reasons(explained(areas))
    assert [[plain(str(cell)) for cell in row.cells] for row in shown.rows] == [
        ["Kost", "+4 000", "ingen förklaring i källans text"],
        ["Hr", "0", "Fler anställda"],
    ]
    assert shown.columns[-1].heading == "Planens förklaring, avsnitt 4.1"


def test_a_change_across_a_break_is_not_said_to_have_no_explanation() -> None:
    areas = with_total({"kost": (0, 5000, 9000)})
    assert not explained(areas, breaks={"kost": "Ramen flyttades"})["unexplained"].any()


def test_nothing_is_said_to_be_unexplained_of_a_plan_whose_reasons_are_not_in_the_data() -> None:
    changes = explained(with_total({"kost": (0, 5000, 9000)}), reasons={})
    assert not changes["unexplained"].any()
    assert budget.reasons(changes).markdown == ""


# What must be saved


KRAV = with_total({"kost": (26000, 20000, 20000), "krav": (0, -6485, -6936)})


def required_of(areas: dict[str, Amounts], *named: tuple, **said: Any) -> pd.DataFrame:
    marked = analysis.earmarks_by_kind(earmarks(*named), amounts(areas, **said))
    return must_save(analysis.change_by_area(amounts(areas, **said)), marked)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (-6485, -6936, "Effektiviseringskrav: 6,9 mkr, 7,0 procent mer än 2023 (6,5 mkr)"),
        (-6936, -6485, "Effektiviseringskrav: 6,5 mkr, 6,5 procent mindre än 2023 (6,9 mkr)"),
        (-6936, -6936, "Effektiviseringskrav: 6,9 mkr, som 2023"),
        (0, -3500, "Effektiviseringskrav: 3,5 mkr, inget 2023"),
    ],
)
def test_a_requirement_is_told_as_what_must_be_saved(before: int, now: int, words: str) -> None:
    areas = with_total({"kost": (0, 20000, 20000), "krav": (0, before, now)})
    (line,) = budget.must_save(required_of(areas, requirements=["krav"])).lines
    assert plain(str(line)) == words


def test_a_requirement_of_the_table_is_not_counted_again_where_the_text_names_it() -> None:
    named = ("efficiency", "Krav på överskott", "krav", -6900, "drygt")
    required = required_of(KRAV, named, requirements=["krav"])
    assert required["amount_tkr"].tolist() == [6936]


def test_neither_a_saving_made_nor_an_increase_nor_that_of_one_area_is_what_must_be_saved() -> None:
    made = ("saving_made", "Besparingar genomförda", None, -15000, "ca")
    one_area = ("efficiency", "Sparbeting", "kost", -100, None)
    areas = with_total({"kost": (0, 20000, 20000)})
    assert required_of(areas, made, one_area).empty
    marked = analysis.earmarks_by_kind(earmarks(SAVING, measured="increase"), amounts(areas))
    assert must_save(analysis.change_by_area(amounts(areas)), marked).empty


def test_a_requirement_neither_rises_nor_falls_with_the_areas() -> None:
    rows = amounts(KRAV, requirements=["krav"])
    changes = explained(KRAV, {}, requirements=["krav"])
    said = budget.commentary(changes, analysis.forecast_against_budget(rows))
    assert "Inget jämförbart område förändras." in plain(said.markdown)
    cells = {
        row.key: [plain(str(cell)) for cell in row.cells]
        for row in budget.change_by_area(changes).rows
    }
    assert cells["krav"] == ["Krav", "−6 936", "−451", "skärpt 7,0 %", "−6 485", ""]


# Questions


UNDERSPENT = with_total({"kost": (9000, 10000, 10000)})


def test_a_budget_above_a_forecast_that_is_under_its_budget_is_asked_about() -> None:
    assert asked(UNDERSPENT)["more-than-forecast"] == (
        "Prognosen för 2023 är 1,0 mkr (10,0 procent) under budget. Varför är budgeten för 2024 "
        "ändå 1,0 mkr (11,1 procent) högre än prognosen?"
    )


@pytest.mark.parametrize(
    "areas",
    [
        pytest.param(with_total({"kost": (9800, 10000, 10500)}), id="nearly as budgeted"),
        pytest.param(with_total({"kost": (9000, 10000, 9100)}), id="little above the forecast"),
        pytest.param({"kost": (None, 10000, 9000), "total": (None, 10000, 9000)}, id="no forecast"),
    ],
)
def test_it_is_not_asked_of_a_forecast_that_does_not_raise_it(areas: dict[str, Amounts]) -> None:
    assert "more-than-forecast" not in asked(areas)


def test_it_is_not_asked_across_a_break() -> None:
    assert "more-than-forecast" not in asked(UNDERSPENT, breaks={"total": "Flyttat"})


def test_a_saving_that_the_forecast_does_not_have_is_asked_about() -> None:
    found = asked(KRAV, requirements=["krav"])
    assert found["saving-not-booked"] == (
        "Prognosen för 2023 är över budget, och 6,5 mkr av det är en besparing som prognosen inte "
        "tar upp. Var ska 6,9 mkr sparas 2024?"
    )
    booked = with_total({"kost": (26000, 20000, 20000), "krav": (-6485, -6485, -6936)})
    assert "saving-not-booked" not in asked(booked, requirements=["krav"])


def test_an_area_over_its_budget_that_gets_no_more_is_asked_about() -> None:
    over = with_total({"pensioner": (38600, 29000, 29000), "hr": (10, 10, 10)})
    assert asked(over)["overspent-not-raised"] == (
        "Prognosen för pensioner 2023 är 9,6 mkr (33,1 procent) över budget, och budgeten för 2024 "
        "är inte större. Hur ska pengarna räcka?"
    )
    raised = with_total({"pensioner": (38600, 29000, 38600), "hr": (10, 10, 10)})
    assert "overspent-not-raised" not in asked(raised)


def test_a_saving_larger_than_the_decreases_is_asked_about_with_its_hedge() -> None:
    areas = with_total({"kost": (10000, 10000, 5000)})
    assert asked(areas, SAVING)["saving-not-placed"] == (
        "Enligt planen ska drygt 8 mkr sparas, men minskningarna i dess tabell är tillsammans "
        "5,0 mkr. Var ska besparingen göras?"
    )
    growing = with_total({"kost": (10000, 10000, 11000)})
    assert asked(growing, SAVING)["saving-without-decrease"] == (
        "Enligt planen ska drygt 8 mkr sparas, men inget minskar i dess tabell. Var ska "
        "besparingen göras?"
    )
    placed = with_total({"kost": (10000, 10000, 1000)})
    assert "saving-not-placed" not in asked(placed, SAVING)


def test_the_largest_change_is_asked_about_only_where_the_plan_gives_no_reason() -> None:
    areas = with_total({"kost": (10000, 10000, 15000), "it": (9000, 9000, 5000)})
    assert set(asked(areas)) == {"increase-unexplained", "decrease-unexplained"}
    reasons = {"kost": "Dyrare mat", "it": "Färre licenser"}
    assert asked(areas, reasons=reasons) == {}


def test_no_question_is_asked_without_rows_behind_it() -> None:
    rows = amounts(UNDERSPENT)
    changes = explained(UNDERSPENT)
    required = must_save(changes, analysis.earmarks_by_kind(earmarks(), rows))
    found = questions(changes, analysis.forecast_against_budget(rows), required)
    lines = asking.lines(found)
    assert lines
    assert all(line.rows for line in lines)


def test_where_nothing_is_asked_there_is_nothing_to_show() -> None:
    still = with_total({"kost": (1000, 1000, 1000)})
    rows, changes = amounts(still), explained(still)
    required = must_save(changes, analysis.earmarks_by_kind(earmarks(), rows))
    found = questions(changes, analysis.forecast_against_budget(rows), required)
    assert budget.questions_to_ask(found).markdown == ""
