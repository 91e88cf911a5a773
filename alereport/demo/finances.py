"""The made-up money of a plan: its tables, what its text names apart, and what does not compare."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.data.datasets import TOTAL
from alereport.demo.committees import AREAS, Committee, Row
from alereport.texts.numbers import written

TABLE = "4.1"
"""The section of the budget table."""
ITEMS = ("Inventarier", "Fordon", "Digitala verktyg", "Ombyggnad")
YEARS_BETWEEN_BREAKS = 4


def budget(committee: Committee) -> Iterator[Row]:
    labels = {area: name for area, name, _en in AREAS} | {TOTAL: "Summa"}
    for year in committee.years:
        before, budget = committee.budgets[year - 1], committee.budgets[year]
        # Next year's budget says how this year's turned out to be needed.
        forecast = {area: round((2 * before[area] + budget[area]) / 3) for area in budget}
        columns = (
            (year - 1, "forecast", forecast),
            (year - 1, "budget", before),
            (year, "budget", budget),
        )
        for area in (*budget, TOTAL):
            for amount_year, kind, amounts in columns:
                yield committee.of_plan(year, TABLE) | {
                    "area": area,
                    "label": labels[area],
                    "amount_year": amount_year,
                    "kind": kind,
                    "amount_tkr": sum(amounts.values()) if area == TOTAL else amounts[area],
                }


def investments(committee: Committee) -> Iterator[Row]:
    for year in committee.years:
        size = sum(committee.budgets[year].values()) // 200
        for number, item in enumerate(ITEMS, start=1):
            for amount_year in range(year, year + 4):
                yield committee.of_plan(year, "4.2") | {
                    "item": item,
                    "amount_year": amount_year,
                    "amount_tkr": size // number // 100 * 100,
                }


def earmarks(committee: Committee) -> Iterator[Row]:
    """A saving for the whole committee, and two areas that get more."""
    labels = {area: name for area, name, _en in AREAS}
    for year in committee.years:
        chance, budget = committee.chance("earmarks", year), committee.budgets[year]
        saving = max(1, round(sum(budget.values()) / 100_000)) * 1000
        words = f"effektivisera med {saving // 1000} mkr"
        yield _earmark(committee, year, "efficiency", TOTAL, "Effektivisering", -saving, words)
        for area in chance.sample(sorted(budget), 2):
            amount = chance.randint(2, 30) * 50
            words = f"{written(amount)} tkr till {labels[area].lower()}"
            item = f"Förstärkning: {labels[area].lower()}"
            yield _earmark(committee, year, "venture", area, item, amount, words)


def _earmark(
    committee: Committee, year: int, kind: str, area: str, item: str, amount: int, words: str
) -> Row:
    return committee.of_plan(year, TABLE) | {
        "area": area,
        "item": item,
        "kind": kind,
        "amount_tkr": amount,
        "approximate": "false",
        "as_printed": words,
    }


def breaks(committee: Committee) -> Iterator[Row]:
    """Now and then an area takes over what another committee had."""
    for year in committee.years[1::YEARS_BETWEEN_BREAKS]:
        area = committee.chance("breaks", year).choice(sorted(committee.budgets[year]))
        for each in (area, TOTAL):
            yield {
                "document": committee.document(year),
                "section": TABLE,
                "committee": committee.slug,
                "area": each,
                "year": year,
                "reason": "Området tog över verksamhet från en annan nämnd",
            }
