"""Made-up finances of a plan: budget, investments, earmarks, and breaks in comparability."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.data.datasets import TOTAL
from alereport.demo.committees import AREAS, REQUIREMENT, Document, Row
from alereport.texts.numbers import format_number

TABLE = "4.1"
"""The section of the budget table."""
ITEMS = {
    "Inventarier": "Equipment",
    "Fordon": "Vehicles",
    "Digitala verktyg": "Digital tools",
    "Ombyggnad": "Conversion",
}
YEARS_BETWEEN_BREAKS = 4
LABELS = {area: name for area, name, _en in (*AREAS, REQUIREMENT)} | {TOTAL: "Summa"}
"""The labels of the rows of a table with amounts by area."""


def budget(plan: Document) -> Iterator[Row]:
    last_year = plan.year - 1
    last_budget = plan.committee.budgets[last_year]
    # The forecast for last year lies between its budget and this year's.
    forecast = {
        area: round((2 * last_budget[area] + plan.budget[area]) / 3) for area in plan.budget
    }
    columns = (
        (last_year, "forecast", forecast),
        (last_year, "budget", last_budget),
        (plan.year, "budget", plan.budget),
    )
    for area in (*plan.budget, TOTAL):
        for amount_year, kind, amounts in columns:
            yield plan.row(
                TABLE,
                area=area,
                label=LABELS[area],
                amount_year=amount_year,
                kind=kind,
                amount_tkr=sum(amounts.values()) if area == TOTAL else amounts[area],
            )


def investments(plan: Document) -> Iterator[Row]:
    for item, item_en in ITEMS.items():
        amount = yearly_investment(plan, item)
        for amount_year in range(plan.year, plan.year + 4):
            cells = {"item": item, "item_en": item_en, "amount_year": amount_year}
            yield plan.row("4.2", **cells, amount_tkr=amount)


def yearly_investment(plan: Document, item: str) -> int:
    """Return what a plan gives an investment each year, in tkr."""
    largest = sum(plan.areas.values()) // 200
    return largest // (list(ITEMS).index(item) + 1) // 100 * 100


def earmarks(plan: Document) -> Iterator[Row]:
    """Yield a saving for the whole committee, and increases for two areas."""
    labels = {area: name.lower() for area, name, _en in AREAS}
    labels_en = {area: name_en.lower() for area, _name, name_en in AREAS}
    rng = plan.rng("earmarks")
    saving = max(1, round(sum(plan.areas.values()) / 100_000)) * 1000
    yield plan.row(
        TABLE,
        area=TOTAL,
        item="Effektivisering",
        item_en="Efficiency savings",
        kind="efficiency",
        measured="total",
        amount_tkr=-saving,
        as_printed=f"effektivisera med {saving // 1000} mkr",
    )
    for area in rng.sample(sorted(plan.areas), 2):
        amount = rng.randint(2, 30) * 50
        yield plan.row(
            TABLE,
            area=area,
            item=f"Förstärkning: {labels[area]}",
            item_en=f"Reinforcement: {labels_en[area]}",
            kind="venture",
            measured="increase",
            amount_tkr=amount,
            as_printed=f"{format_number(amount)} tkr till {labels[area]}",
        )


def breaks(plan: Document) -> Iterator[Row]:
    """Yield a break in every fourth plan: an area takes over another committee's activities."""
    if plan.year in plan.committee.years[1::YEARS_BETWEEN_BREAKS]:
        area = plan.rng("breaks").choice(sorted(plan.areas))
        reason = "Verksamhet har tagits över från en annan nämnd"
        reason_en = "Activities have been taken over from another committee"
        for affected in (area, TOTAL):
            yield plan.row(TABLE, area=affected, reason=reason, reason_en=reason_en)
