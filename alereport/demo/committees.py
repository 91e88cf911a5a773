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

    def chance(self, *subject: object) -> random.Random:
        """What is drawn of a subject, the same each time and whatever else is drawn."""
        return random.Random(f"{self.seed} {self.slug} {subject}")  # noqa: S311


@dataclass(frozen=True)
class Plan:
    """A committee's plan for a year."""

    committee: Committee
    year: int

    @property
    def document(self) -> str:
        return f"{self.committee.slug}-plan-{self.year}"

    @property
    def budget(self) -> dict[str, int]:
        return self.committee.budgets[self.year]

    def chance(self, subject: str, *more: str) -> random.Random:
        return self.committee.chance(subject, self.year, *more)

    def row(self, section: str = "", **cells: object) -> Row:
        """A row of any dataset, which takes of what all have in common the columns it has."""
        common = {
            "document": self.document,
            "section": section,
            "committee": self.committee.slug,
            "plan_year": self.year,
            "year": self.year,
        }
        return common | cells


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


def documents(plan: Plan) -> Iterator[Row]:
    yield plan.row(
        title=f"Påhittad nämndplan {plan.year}",
        kind="plan",
        sha256=hashlib.sha256(plan.document.encode()).hexdigest(),
    )


def committees(plan: Plan) -> Iterator[Row]:
    yield plan.row(name_sv=plan.committee.name_sv, name_en=plan.committee.name_en)


def areas(plan: Plan) -> Iterator[Row]:
    for area, name_sv, name_en in (*AREAS, (TOTAL, "Totalt", "Total")):
        if area in {TOTAL, *plan.budget}:
            yield plan.row(area=area, name_sv=name_sv, name_en=name_en)
