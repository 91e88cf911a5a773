"""Made-up staff of a committee: the headcount of each area, and the sick leave."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.demo.committees import AREAS, Plan, Row

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


def personnel(plan: Plan) -> Iterator[Row]:
    """Yield the number of managers and of employees of each area."""
    for area, name, name_en in AREAS:
        if area in plan.budget:
            yield from _unit(plan, area, name, name_en)


def _unit(plan: Plan, area: str, name: str, name_en: str) -> Iterator[Row]:
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


def _employees(plan: Plan, area: str) -> int:
    return 4 + plan.budget[area] // TKR_A_PERSON


def sick_leave(plan: Plan) -> Iterator[Row]:
    """Yield the committee's sick leave in the year before the plan, by sex and age."""
    rng = plan.rng("sick leave")
    headcount = sum(_employees(plan, area) for area in plan.budget)
    total = rng.uniform(4, 9)
    for group, share in GROUPS.items():
        percent = round(total * (1 if group == "total" else rng.uniform(0.7, 1.3)), 1)
        long_term = round(percent * rng.uniform(0.3, 0.6), 1)
        yield plan.row(
            "5.2",
            unit="total",
            unit_en="total",
            period=str(plan.year - 1),
            group=group,
            employees=round(headcount * share),
            total_percent=percent,
            long_term_percent=long_term,
            long_term_share_percent=round(100 * long_term / percent, 1),
            already_public="true",
        )
