"""Made-up committees: who they are, what their areas cost, and their rows in the registers."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from alereport.base.errors import ParamsError
from alereport.data.datasets import TOTAL

LAST_YEAR = 2024
SUBJECTS = (
    ("kultur", "Kulturnämnden", "Culture Committee"),
    ("skola", "Skolnämnden", "School Committee"),
    ("omsorg", "Omsorgsnämnden", "Care Committee"),
    ("miljo", "Miljönämnden", "Environment Committee"),
    ("trafik", "Trafiknämnden", "Traffic Committee"),
    ("fritid", "Fritidsnämnden", "Leisure Committee"),
    ("bygg", "Byggnadsnämnden", "Building Committee"),
    ("social", "Socialnämnden", "Social Welfare Committee"),
    ("teknik", "Tekniska nämnden", "Technical Committee"),
    ("arbete", "Arbetsmarknadsnämnden", "Labour Market Committee"),
)
DISTRICTS = (
    ("", "", ""),
    ("norr", " norr", ", North"),
    ("soder", " söder", ", South"),
    ("oster", " öster", ", East"),
    ("vaster", " väster", ", West"),
)
AREAS = (
    ("ledning", "Ledning och administration", "Management and administration"),
    ("utveckling", "Utveckling", "Development"),
    ("drift", "Drift och underhåll", "Operation and maintenance"),
    ("stod", "Stöd och service", "Support and service"),
    ("lokaler", "Lokaler", "Premises"),
    ("tillsyn", "Tillsyn", "Supervision"),
    ("projekt", "Projekt", "Projects"),
    ("gemensamt", "Gemensamma kostnader", "Shared costs"),
)

Row = dict[str, object]


@dataclass(frozen=True, eq=False)
class Committee:
    """A made-up committee, with the budget of each area for each year, in tkr."""

    seed: int
    slug: str
    name_sv: str
    name_en: str
    budgets: dict[int, dict[str, int]]

    @property
    def years(self) -> list[int]:
        """The years it has a plan for; its budgets begin a year earlier."""
        return sorted(self.budgets)[1:]

    def document(self, year: int) -> str:
        return f"{self.slug}-plan-{year}"

    def chance(self, *subject: object) -> random.Random:
        """What is drawn of a subject, the same each time and whatever else is drawn."""
        return random.Random(f"{self.seed} {self.slug} {subject}")  # noqa: S311

    def of_plan(self, year: int, section: str) -> Row:
        """The columns that the rows of a plan have in common."""
        return {
            "document": self.document(year),
            "section": section,
            "committee": self.slug,
            "plan_year": year,
        }


def drawn(many: int, years: int, seed: int) -> list[Committee]:
    """Made-up committees; the first ones are the same however many are asked for.

    Raises:
        ParamsError: More are asked for than there are names.
    """
    names = [
        (slug + district, f"{sv}{where_sv}", f"{en}{where_en}")
        for district, where_sv, where_en in DISTRICTS
        for slug, sv, en in SUBJECTS
    ]
    if many > len(names):
        raise ParamsError(
            "--committees", f"it is {many}", f"at most {len(names)}", "ask for fewer, or more years"
        )
    return [
        Committee(seed, *name, _budgets(random.Random(f"{seed} {name[0]}"), years))  # noqa: S311
        for name in names[:many]
    ]


def _budgets(chance: random.Random, years: int) -> dict[int, dict[str, int]]:
    areas = [slug for slug, _sv, _en in AREAS[: chance.randint(5, len(AREAS))]]
    amounts = {area: chance.randint(800, 60_000) for area in areas}
    budgets = {}
    for year in range(LAST_YEAR - years, LAST_YEAR + 1):
        budgets[year] = dict(amounts)
        amounts = {area: round(old * chance.uniform(0.96, 1.08)) for area, old in amounts.items()}
    return budgets


def documents(committee: Committee) -> Iterator[Row]:
    for year in committee.years:
        document = committee.document(year)
        yield {
            "document": document,
            "title": f"Påhittad nämndplan {year}",
            "committee": committee.slug,
            "year": year,
            "kind": "plan",
            "sha256": hashlib.sha256(document.encode()).hexdigest(),
        }


def committees(committee: Committee) -> Iterator[Row]:
    yield {
        "committee": committee.slug,
        "name_sv": committee.name_sv,
        "name_en": committee.name_en,
    }


def areas(committee: Committee) -> Iterator[Row]:
    names = (*AREAS, (TOTAL, "Totalt", "Total"))
    there = {TOTAL, *next(iter(committee.budgets.values()))}
    for area, name_sv, name_en in names:
        if area in there:
            yield {
                "committee": committee.slug,
                "area": area,
                "name_sv": name_sv,
                "name_en": name_en,
            }
