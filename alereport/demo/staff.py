"""The made-up staff of a committee: how many there are in each area, and their sick leave."""

from __future__ import annotations

from collections.abc import Iterator

from alereport.demo.committees import AREAS, Committee, Row

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


def personnel(committee: Committee) -> Iterator[Row]:
    """The managers and the employees of each area."""
    for year in committee.years:
        for area, name, _en in AREAS:
            if area in committee.budgets[year]:
                yield from _unit(committee, year, area, name)


def _unit(committee: Committee, year: int, area: str, name: str) -> Iterator[Row]:
    chance = committee.chance("staff", area)
    employees = _employees(committee, year, area)
    managers = max(1, round(employees / chance.randint(18, 34)))
    permanent = chance.random() < 0.3
    chief = "enhetschef" if managers == 1 else "enhetschefer"
    staff = "tillsvidareanställda medarbetare" if permanent else "medarbetare"
    for role, headcount in (("manager", managers), ("employee", employees)):
        yield {
            "document": committee.document(year),
            "section": "5.1",
            "committee": committee.slug,
            "year": year,
            "unit": name,
            "role": role,
            "headcount": headcount,
            "approximate": "false",
            "permanent_only": "true" if permanent and role == "employee" else "false",
            "as_printed": f"{managers} {chief} och {employees} {staff}",
        }


def _employees(committee: Committee, year: int, area: str) -> int:
    return 4 + committee.budgets[year][area] // TKR_A_PERSON


def sick_leave(committee: Committee) -> Iterator[Row]:
    """The committee's sick leave the year before each plan, by sex and age."""
    for year in committee.years:
        chance = committee.chance("sick leave", year)
        everybody = sum(_employees(committee, year, area) for area in committee.budgets[year])
        total = chance.uniform(4, 9)
        for group, share in GROUPS.items():
            percent = round(total * (1 if group == "total" else chance.uniform(0.7, 1.3)), 1)
            long_term = round(percent * chance.uniform(0.3, 0.6), 1)
            yield {
                "document": committee.document(year),
                "section": "5.2",
                "committee": committee.slug,
                "unit": "total",
                "period": str(year - 1),
                "group": group,
                "employees": round(everybody * share),
                "total_percent": percent,
                "long_term_percent": long_term,
                "long_term_share_percent": round(100 * long_term / percent, 1),
                "already_public": "true",
            }
