"""The numbers of a text, matched to rows made by hand."""

from __future__ import annotations

import pytest

from alereport.data.schemas import Schema
from alereport.texts.claims import derived, facts, matching
from alereport.texts.claims.matching import Numbers, Support, stems

BUDGET = Schema.model_validate(
    {
        "title": "Budget",
        "description": "One cell.",
        "scope": "plan",
        "primaryKey": ["committee", "plan_year", "area", "amount_year", "kind"],
        "fields": [
            {"name": "document", "type": "string", "description": "-"},
            {"name": "committee", "type": "string", "description": "-"},
            {"name": "plan_year", "type": "integer", "description": "-"},
            {"name": "area", "type": "string", "description": "-"},
            {"name": "amount_year", "type": "integer", "description": "-"},
            {
                "name": "kind",
                "type": "string",
                "description": "-",
                "constraints": {"enum": ["forecast", "budget"]},
            },
            {"name": "amount_tkr", "type": "integer", "unit": "tkr", "description": "-"},
        ],
    }
)
AMOUNTS = {
    ("hr", 2023, "budget"): 26_000,
    ("hr", 2024, "budget"): 26_677,
    ("ekonomi", 2023, "budget"): 20_000,
    ("ekonomi", 2024, "budget"): 18_911,
    ("kansli", 2023, "budget"): 5_000,
    ("kansli", 2024, "budget"): 5_100,
    ("total", 2023, "forecast"): 49_100,
    ("total", 2023, "budget"): 51_000,
    ("total", 2024, "budget"): 50_688,
}


def support() -> Support:
    rows = [
        (
            f"data/budget/plan.csv#{area}/{year}/{kind}",
            {
                "document": "plan",
                "committee": "ks",
                "plan_year": "2024",
                "area": area,
                "amount_year": str(year),
                "kind": kind,
                "amount_tkr": str(amount),
            },
        )
        for (area, year, kind), amount in AMOUNTS.items()
    ]
    return Support(
        values=Numbers(derived.values(list(facts.of_rows("budget", BUDGET, rows)))),
        years=frozenset({2023, 2024}),
        counts={"uppdrag": frozenset({11})},
        stems={"hr": stems(["HR-avdelningen"]), "ekonomi": stems(["Ekonomiavdelningen"])},
    )


def verdicts(text: str) -> dict[str, bool]:
    return {claim.text: claim.is_matched for claim in matching.claims(text, support())}


@pytest.mark.parametrize(
    "text",
    [
        "Budgeten för 2024 är 50 688 tkr.",
        "Budgeten är 50,7 miljoner kronor.",
        "Budgeten minskar med 312 tkr eller 0,6 procent.",
        "HR får 677 tkr (2,6 %) mer, ekonomi 1 089 tkr (5,4 %) mindre.",
        "Prognosen för 2023 är 1 900 tkr under budget.",
        "HR är 52,6 procent av budgeten.",
        "HR minskar från 26 000 till 26 677 tkr (2,6 procent).",
        "Budgeten är drygt 50 miljoner kronor.",
        "Nämnden har de elva uppdragen kvar.",
    ],
)
def test_a_number_that_is_equal_rounded_or_derived_is_matched(text: str) -> None:
    assert all(verdicts(text).values())
    assert verdicts(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Budgeten för 2024 är 52 209 tkr.", "52 209 tkr"),
        ("Budgeten är 52,2 miljoner kronor.", "52,2 miljoner"),
        ("Budgeten minskar med 312 tkr eller 0,7 procent.", "0,7 procent"),
        ("HR får 697 tkr mer.", "697 tkr"),
        ("Budgeten för 2085 är 50 688 tkr.", "2085"),
        ("Budgeten är drygt 52 miljoner kronor.", "52 miljoner"),
        ("Nämnden har de tolv uppdragen kvar.", "tolv"),
        ("Nämnden har tolv uppdrag.", "tolv"),
        ("Planen har 12 uppdrag.", "12"),
    ],
)
def test_a_number_of_no_row_is_found(text: str, number: str) -> None:
    assert verdicts(text)[number] is False


def test_what_is_computed_of_an_area_is_said_of_that_area_only() -> None:
    assert verdicts("HR får 677 tkr mer.") == {"677 tkr": True}
    assert verdicts("Ekonomi får 677 tkr mer.") == {"677 tkr": False}


def test_a_small_number_in_letters_that_may_be_of_some_rows_is_not_judged() -> None:
    assert verdicts("Fyra uppdrag saknar tidpunkt.") == {}
    assert verdicts("Två frågor återstår.") == {}


def test_two_years_far_apart_are_not_compared() -> None:
    rows = [
        ("a", {"area": "hr", "amount_year": "2020", "kind": "budget", "amount_tkr": "100"}),
        ("b", {"area": "hr", "amount_year": "2024", "kind": "budget", "amount_tkr": "175"}),
    ]
    values = derived.values(list(facts.of_rows("budget", BUDGET, rows)))
    assert 75.0 not in {abs(value.value) for value in values}


def test_what_many_documents_print_alike_is_compared_once() -> None:
    def printed_in(documents: int) -> list[derived.Value]:
        cells = {"area": "hr", "amount_year": "2024", "kind": "budget", "amount_tkr": "100"}
        rows = [(str(each), {**cells, "document": str(each)}) for each in range(documents)]
        return derived.values(list(facts.of_rows("budget", BUDGET, rows)))

    assert 0 not in {each.value for each in printed_in(1) if each.subject == ("", "hr")}
    assert 0 in {each.value for each in printed_in(2) if each.subject == ("", "hr")}
    assert printed_in(9) == printed_in(2)


def test_the_columns_of_a_dataset_are_read_from_its_schema() -> None:
    columns = facts.layout(BUDGET)
    assert columns.numbers == (("amount_tkr", "tkr"),)
    assert columns.years == ("amount_year", "plan_year")
    assert (columns.respects, columns.subjects) == (("kind",), ("committee", "area"))
