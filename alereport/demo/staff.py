"""Made-up staff of a committee: the headcount of each area, and the sick leave."""

from __future__ import annotations

import random
from collections.abc import Iterator

from alereport.demo.committees import AREAS, Document, Row
from alereport.demo.committees import plan as plan_of

TKR_A_PERSON = 700
GROUPS = {
    "total": 1.0,
    "women": 0.6,
    "men": 0.4,
    "age_0_29": 0.2,
    "age_30_49": 0.45,
    "age_50_plus": 0.35,
}
"""The groups that the law requires, and the share of the staff in each."""
FAMILIES = (("women", "men"), ("age_0_29", "age_30_49", "age_50_plus"))
"""The groups that everybody is in one of."""


YEARLY_PERCENT = (4, 9)
"""The least and the most sick leave of a committee in a year."""
SMALL_UNITS = {("Staben", "The staff office"): 8, ("Kundtjänst", "Customer services"): 26}
"""Units within the areas, and how many they employ: figures on the first are withheld."""
MONTHLY_UNIT = ("Driftenheten", "The operations unit", 140)
"""The unit that the evaluation tells of by month, and how many it employs."""


def personnel(plan: Document) -> Iterator[Row]:
    """Yield the number of managers and of employees of each area, on a document's last day."""
    for area, name, name_en in AREAS:
        if area in plan.budget:
            yield from _unit(plan, area, name, name_en)


def _unit(plan: Document, area: str, name: str, name_en: str) -> Iterator[Row]:
    rng = plan.committee.rng("staff", area)
    employees = _employees(plan, area)
    managers = max(1, round(employees / rng.randint(18, 34)))
    permanent = rng.random() < 0.3
    managers_sv = "enhetschef" if managers == 1 else "enhetschefer"
    employees_sv = "tillsvidareanställda medarbetare" if permanent else "medarbetare"
    for role, headcount in (("manager", managers), ("employee", employees)):
        yield plan.row(
            "5.1",
            unit=name,
            unit_en=name_en,
            role=role,
            headcount=headcount,
            basis="document",
            permanent_only="true" if permanent and role == "employee" else "false",
            as_printed=f"{managers} {managers_sv} och {employees} {employees_sv}",
        )


def _employees(plan: Document, area: str) -> int:
    """Return how many employees an area has: a plan's, and a few more or fewer in a report."""
    planned = 4 + plan.budget[area] // TKR_A_PERSON
    if plan.kind == "plan":
        return planned
    return planned + plan.rng("staff", area, str(plan.month)).randint(-1, planned // 20)


def sick_leave(plan: Document) -> Iterator[Row]:
    """Yield the committee's sick leave in the year before the plan, by sex and age."""
    rng = plan.rng("sick leave")
    yield from _by_group(plan, str(plan.year - 1), rng.uniform(*YEARLY_PERCENT), rng)


def sick_leave_so_far(report: Document) -> Iterator[Row]:
    """Yield the committee's sick leave in the part of the year that an interim report covers."""
    period = f"{report.year}-01/{report.year}-{report.month:02}"
    next_plan, rng = plan_of(report.committee, report.year + 1), report.rng("sick leave so far")
    whole_year = next_plan.rng("sick leave").uniform(*YEARLY_PERCENT)
    yield from _by_group(report, period, whole_year + rng.uniform(-0.8, 0.8), rng)


def sick_leave_of_the_year(report: Document) -> Iterator[Row]:
    """Yield what the plan for the next year says too of the year of an annual report."""
    for row in sick_leave(plan_of(report.committee, report.year + 1)):
        yield row | report.row(str(row["section"]))


def sick_leave_of_units(evaluation: Document) -> Iterator[Row]:
    """Yield the sick leave of units that no public document tells of."""
    rng = evaluation.rng("sick leave of units")
    for (unit, unit_en), employees in SMALL_UNITS.items():
        yield evaluation.row(
            "2",
            unit=unit,
            unit_en=unit_en,
            period=f"{evaluation.as_of:%Y-%m}",
            group="total",
            already_public="false",
            **_figures(employees, rng.uniform(3, 9), rng),
        )


def sick_leave_by_month(evaluation: Document) -> Iterator[Row]:
    """Yield the sick leave of a unit in each month of the year before, higher in winter."""
    unit, unit_en, employees = MONTHLY_UNIT
    rng = evaluation.rng("sick leave by month")
    for month in range(1, 13):
        winter = 1.5 if month in {1, 2, 3, 11, 12} else 0.0
        yield evaluation.row(
            "3",
            unit=unit,
            unit_en=unit_en,
            period=f"{evaluation.year - 1}-{month:02}",
            group="total",
            already_public="true",
            **_figures(employees, 5.5 + winter + rng.uniform(-0.9, 0.9), rng),
        )


def sick_leave_in_evaluations(evaluation: Document) -> Iterator[Row]:
    """Yield what an evaluation has: of units that are not public, and of one by month."""
    yield from sick_leave_of_units(evaluation)
    yield from sick_leave_by_month(evaluation)


def _by_group(document: Document, period: str, total: float, rng: random.Random) -> Iterator[Row]:
    headcount = sum(_employees(document, area) for area in document.areas)
    factors = _factors(rng)
    for group, share in GROUPS.items():
        percent = total * factors[group]
        yield document.row(
            "5.2",
            unit="total",
            unit_en="total",
            period=period,
            group=group,
            already_public="true",
            **_figures(round(headcount * share), percent, rng),
        )


def _factors(rng: random.Random) -> dict[str, float]:
    """Return how much sick leave each group has of that of all, which is their average."""
    factors = {"total": 1.0}
    for *drawn, last in FAMILIES:
        factors |= {group: rng.uniform(0.85, 1.15) for group in drawn}
        rest = 1 - sum(GROUPS[group] * factors[group] for group in drawn)
        factors[last] = rest / GROUPS[last]
    return factors


def _figures(employees: int, percent: float, rng: random.Random) -> dict[str, float]:
    """Return the figures on the sick leave of so many employees."""
    percent = round(percent, 1)
    long_term = round(percent * rng.uniform(0.3, 0.6), 1)
    return {
        "employees": employees,
        "total_percent": percent,
        "long_term_percent": long_term,
        "long_term_share_percent": round(100 * long_term / percent, 1),
    }
