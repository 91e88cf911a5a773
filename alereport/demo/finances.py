"""Made-up finances of a plan: budget, investments, earmarks, and breaks in comparability."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.data.datasets import TOTAL
from alereport.demo.committees import AREAS, Plan, Row
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


def budget(plan: Plan) -> Iterator[Row]:
    labels = {area: name for area, name, _en in AREAS} | {TOTAL: "Summa"}
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
                label=labels[area],
                amount_year=amount_year,
                kind=kind,
                amount_tkr=sum(amounts.values()) if area == TOTAL else amounts[area],
            )


def investments(plan: Plan) -> Iterator[Row]:
    largest = sum(plan.budget.values()) // 200
    for number, (item, item_en) in enumerate(ITEMS.items(), start=1):
        amount = largest // number // 100 * 100
        for amount_year in range(plan.year, plan.year + 4):
            cells = {"item": item, "item_en": item_en, "amount_year": amount_year}
            yield plan.row("4.2", **cells, amount_tkr=amount)


def earmarks(plan: Plan) -> Iterator[Row]:
    """Yield a saving for the whole committee, and increases for two areas."""
    labels = {area: name.lower() for area, name, _en in AREAS}
    labels_en = {area: name_en.lower() for area, _name, name_en in AREAS}
    rng = plan.rng("earmarks")
    saving = max(1, round(sum(plan.budget.values()) / 100_000)) * 1000
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
    for area in rng.sample(sorted(plan.budget), 2):
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


def breaks(plan: Plan) -> Iterator[Row]:
    """Yield a break in every fourth plan: an area takes over another committee's activities."""
    if plan.year in plan.committee.years[1::YEARS_BETWEEN_BREAKS]:
        area = plan.rng("breaks").choice(sorted(plan.budget))
        reason = "Verksamhet har tagits över från en annan nämnd"
        reason_en = "Activities have been taken over from another committee"
        for affected in (area, TOTAL):
            yield plan.row(TABLE, area=affected, reason=reason, reason_en=reason_en)
