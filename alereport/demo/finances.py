"""The made-up money of a plan: its tables, what its text names apart, and what does not compare."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.data.datasets import TOTAL
from alereport.demo.committees import AREAS, Plan, Row
from alereport.texts.numbers import written

TABLE = "4.1"
"""The section of the budget table."""
ITEMS = ("Inventarier", "Fordon", "Digitala verktyg", "Ombyggnad")
YEARS_BETWEEN_BREAKS = 4


def budget(plan: Plan) -> Iterator[Row]:
    labels = {area: name for area, name, _en in AREAS} | {TOTAL: "Summa"}
    last_year = plan.year - 1
    before = plan.committee.budgets[last_year]
    # Next year's budget says how this year's turned out to be needed.
    forecast = {area: round((2 * before[area] + plan.budget[area]) / 3) for area in plan.budget}
    columns = (
        (last_year, "forecast", forecast),
        (last_year, "budget", before),
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
    size = sum(plan.budget.values()) // 200
    for number, item in enumerate(ITEMS, start=1):
        amount = size // number // 100 * 100
        for amount_year in range(plan.year, plan.year + 4):
            yield plan.row("4.2", item=item, amount_year=amount_year, amount_tkr=amount)


def earmarks(plan: Plan) -> Iterator[Row]:
    """A saving for the whole committee, and two areas that get more."""
    labels = {area: name.lower() for area, name, _en in AREAS}
    chance = plan.chance("earmarks")
    saving = max(1, round(sum(plan.budget.values()) / 100_000)) * 1000
    yield plan.row(
        TABLE,
        area=TOTAL,
        item="Effektivisering",
        kind="efficiency",
        amount_tkr=-saving,
        approximate="false",
        as_printed=f"effektivisera med {saving // 1000} mkr",
    )
    for area in chance.sample(sorted(plan.budget), 2):
        amount = chance.randint(2, 30) * 50
        yield plan.row(
            TABLE,
            area=area,
            item=f"Förstärkning: {labels[area]}",
            kind="venture",
            amount_tkr=amount,
            approximate="false",
            as_printed=f"{written(amount)} tkr till {labels[area]}",
        )


def breaks(plan: Plan) -> Iterator[Row]:
    """Now and then an area takes over what another committee had."""
    if plan.year in plan.committee.years[1::YEARS_BETWEEN_BREAKS]:
        area = plan.chance("breaks").choice(sorted(plan.budget))
        reason = "Området tog över verksamhet från en annan nämnd"
        for each in (area, TOTAL):
            yield plan.row(TABLE, area=each, reason=reason)
