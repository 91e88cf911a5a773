"""The made-up staff of a committee: how many there are in each area, and their sick leave."""

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
"""The groups the law asks for, and the share of the staff in each."""


def personnel(plan: Plan) -> Iterator[Row]:
    """The managers and the employees of each area."""
    for area, name, _en in AREAS:
        if area in plan.budget:
            yield from _unit(plan, area, name)


def _unit(plan: Plan, area: str, name: str) -> Iterator[Row]:
    chance = plan.committee.chance("staff", area)
    employees = _employees(plan, area)
    managers = max(1, round(employees / chance.randint(18, 34)))
    permanent = chance.random() < 0.3
    chief = "enhetschef" if managers == 1 else "enhetschefer"
    staff = "tillsvidareanställda medarbetare" if permanent else "medarbetare"
    for role, headcount in (("manager", managers), ("employee", employees)):
        yield plan.row(
            "5.1",
            unit=name,
            role=role,
            headcount=headcount,
            approximate="false",
            permanent_only="true" if permanent and role == "employee" else "false",
            as_printed=f"{managers} {chief} och {employees} {staff}",
        )


def _employees(plan: Plan, area: str) -> int:
    return 4 + plan.budget[area] // TKR_A_PERSON


def sick_leave(plan: Plan) -> Iterator[Row]:
    """The committee's sick leave the year before the plan, by sex and age."""
    chance = plan.chance("sick leave")
    everybody = sum(_employees(plan, area) for area in plan.budget)
    total = chance.uniform(4, 9)
    for group, share in GROUPS.items():
        percent = round(total * (1 if group == "total" else chance.uniform(0.7, 1.3)), 1)
        long_term = round(percent * chance.uniform(0.3, 0.6), 1)
        yield plan.row(
            "5.2",
            unit="total",
            period=str(plan.year - 1),
            group=group,
            employees=round(everybody * share),
            total_percent=percent,
            long_term_percent=long_term,
            long_term_share_percent=round(100 * long_term / percent, 1),
            already_public="true",
        )
