"""Made-up economy of a year: what amends its budget, and what becomes of it.

The outturn of a year is drawn first, and each forecast around it: its error is normal, with a bias
that a committee keeps from year to year, and larger in April than in August. What is decided after
a report is not in its forecast.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from alereport.data.datasets import TOTAL
from alereport.demo.committees import (
    APRIL,
    AUGUST,
    DECEMBER,
    REQUIREMENT,
    Committee,
    Document,
    Row,
    plan,
    report,
    to_nearest,
)
from alereport.demo.finances import LABELS

SECTION = "3.2"
"""The section of the table of outturn."""
DECISIONS = "3.1"
"""The section of what was decided about the budget."""
SHARE_OF_YEARS = {3: 0.4, 6: 0.5}
"""How often the budget is amended in each month."""
OUTTURN_SPREAD = 0.025
"""The standard deviation of an area's outturn, as a share of its budget."""
FORECAST_SPREAD = {APRIL: 0.028, AUGUST: 0.014}
"""The standard deviation of the error of an area's forecast, as a share of its budget."""
BIAS_SPREAD = {APRIL: 0.007, AUGUST: 0.0035}
"""The standard deviation, over the committees, of the bias of their forecasts."""
HEDGED = 0.04
"""The share of the areas' forecasts that are printed as approximate."""


@dataclass(frozen=True, eq=False)
class Decision:
    """A decision that amends a budget; the areas' amounts are in tkr."""

    name: str
    day: date
    decided_by: str
    reference: str
    reason: tuple[str, str]
    amounts: dict[str, int]
    has_total: bool = True


@cache
def decisions(committee: Committee, year: int) -> tuple[Decision, ...]:
    """Return what was decided about a year's budget: none, one or two decisions."""
    areas = plan(committee, year).areas
    rng = committee.rng("amendments", year)
    found = []
    if rng.random() < SHARE_OF_YEARS[3]:
        rises = {area: max(1, round(amount * 0.008)) for area, amount in areas.items()}
        reason = ("Löneökningar enligt avtal", "Pay rises by agreement")
        found.append(Decision("loneokningar", date(year, 3, 25), "council", "§ 28", reason, rises))
    if rng.random() < SHARE_OF_YEARS[6]:
        found.append(_in_june(rng, areas, year))
    return tuple(found)


def _in_june(rng: random.Random, areas: dict[str, int], year: int) -> Decision:
    """Return a decision on more money for one area, or on moving some to it from another."""
    giver, taker = rng.sample(sorted(areas), 2)
    amount = max(50, to_nearest(10, min(areas[giver], areas[taker]) * 0.02))
    if rng.random() < 0.5:
        reason = ("Utökat uppdrag", "Extended assignment")
        return Decision(
            "utokat-uppdrag", date(year, 6, 17), "council", "§ 61", reason, {taker: amount}
        )
    reason = ("Pengar flyttas mellan områden", "Money is moved between areas")
    return Decision(
        *("omfordelning", date(year, 6, 12), "executive", "§ 112", reason),
        {giver: -amount, taker: amount},
        has_total=False,
    )


def amending_documents(committee: Committee, year: int) -> Iterator[Document]:
    """Yield the document of each decision on a year's budget."""
    for decision in decisions(committee, year):
        yield Document(committee, year, "amendment", decision.day)


def amendments(document: Document) -> Iterator[Row]:
    """Yield the changes of one decision: an area each, and the total if it is printed."""
    for decision in decisions(document.committee, document.year):
        if decision.day == document.as_of:
            total = {TOTAL: sum(decision.amounts.values())} if decision.has_total else {}
            for area, amount in (decision.amounts | total).items():
                yield document.row(
                    decision.reference,
                    amendment=f"{decision.name}-{document.year}",
                    area=area,
                    amount_tkr=amount,
                    decided=decision.day,
                    decided_by=decision.decided_by,
                    reference=decision.reference,
                    reason=decision.reason[0],
                    reason_en=decision.reason[1],
                )


def current_budget(document: Document) -> dict[str, int]:
    """Return the budget of each area with what was decided until the last day of a document."""
    budget = dict(document.budget)
    for decision in decisions(document.committee, document.year):
        if decision.day <= document.as_of:
            for area, amount in decision.amounts.items():
                budget[area] += amount
    return budget


@cache
def year_outturn(committee: Committee, year: int) -> dict[str, int]:
    """Return what each area cost in a year; no requirement to save is met as such."""
    rng = committee.rng("outturn", year)
    budget = current_budget(report(committee, year, DECEMBER))
    return {
        area: 0 if area == REQUIREMENT[0] else round(amount * (1 + rng.gauss(0, OUTTURN_SPREAD)))
        for area, amount in budget.items()
    }


@cache
def year_forecast(document: Document) -> dict[str, int]:
    """Return what an interim report expects each area to cost in the year, in whole hundreds."""
    committee, month, budget = document.committee, document.month, current_budget(document)
    spread = FORECAST_SPREAD[month]
    bias = committee.rng("bias").gauss(0, 1) * BIAS_SPREAD[month]
    rng = document.rng("forecast", str(month))
    last_day = report(committee, document.year, DECEMBER)
    decided_later = {
        area: amount - budget[area] for area, amount in current_budget(last_day).items()
    }
    return {
        area: 0
        if area == REQUIREMENT[0]
        else to_nearest(
            100, amount - decided_later[area] - budget[area] * (bias + rng.gauss(0, spread))
        )
        for area, amount in year_outturn(committee, document.year).items()
    }


def expected(document: Document) -> dict[str, int]:
    """Return the amount that a report compares with the year's budget: a forecast or outturn."""
    if document.month == DECEMBER:
        return year_outturn(document.committee, document.year)
    return year_forecast(document)


def outturn(document: Document) -> Iterator[Row]:
    """Yield each column of a report's table for each area, and their totals."""
    columns = _columns(document)
    hedged = document.rng("hedges", str(document.month))
    for area in (*document.budget, TOTAL):
        for kind, amounts in columns.items():
            is_forecast = kind == "forecast_year" and area in document.areas
            yield document.row(
                SECTION,
                area=area,
                label=LABELS[area],
                side="net",
                kind=kind,
                amount_tkr=sum(amounts.values()) if area == TOTAL else amounts[area],
                hedge="cirka" if is_forecast and hedged.random() < HEDGED else "",
            )


def _columns(document: Document) -> dict[str, dict[str, int]]:
    """Return the amounts of each kind that a report prints, by area."""
    committee, year, budget = document.committee, document.year, current_budget(document)
    if document.month == DECEMBER:
        this_year = {"budget_year": budget, "outturn_year": year_outturn(committee, year)}
        if year - 1 not in committee.years:
            return this_year
        return {"outturn_previous_year": year_outturn(committee, year - 1)} | this_year
    part, rng = document.month / DECEMBER, document.rng("period", str(document.month))
    spent = year_outturn(committee, year)
    return {
        "budget_period": {area: round(amount * part) for area, amount in budget.items()},
        "outturn_period": {
            area: round(amount * part * rng.gauss(1, 0.01)) for area, amount in spent.items()
        },
        "budget_year": budget,
        "forecast_year": year_forecast(document),
    }
