"""Made-up committees: names, the budgets of their areas, and their rows in the registers."""

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
    name: str
    name_en: str
    budgets: dict[int, dict[str, int]]

    @property
    def years(self) -> list[int]:
        """The years with a plan; the budgets begin one year earlier."""
        return sorted(self.budgets)[1:]

    def rng(self, *subject: object) -> random.Random:
        """Return a random generator for a subject, seeded independently of all others."""
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
    def as_of(self) -> str:
        """The last day before its year, whose outcome it can report."""
        return f"{self.year - 1}-12-31"

    @property
    def budget(self) -> dict[str, int]:
        return self.committee.budgets[self.year]

    def rng(self, subject: str, *more: str) -> random.Random:
        return self.committee.rng(subject, self.year, *more)

    def row(self, section: str = "", **cells: object) -> Row:
        """Return a row with the common columns added; a dataset uses those in its schema."""
        common = {
            "document": self.document,
            "section": section,
            "committee": self.committee.slug,
            "plan_year": self.year,
            "year": self.year,
            "as_of": self.as_of,
        }
        return common | cells


def generate(count: int, years: int, seed: int) -> list[Committee]:
    """Generate made-up committees, in the order of their short names.

    Each is the same whatever the count.

    Raises:
        ParamsError: There are fewer names than requested committees.
    """
    names = [
        (slug + district, f"{sv}{suffix_sv}", f"{en}{suffix_en}")
        for district, suffix_sv, suffix_en in DISTRICTS
        for slug, sv, en in SUBJECTS
    ]
    if count > len(names):
        raise ParamsError(
            "--committees", f"it is {count}", f"at most {len(names)}", "use fewer, or more years"
        )
    return [
        Committee(seed, *name, _budgets(random.Random(f"{seed} {name[0]}"), years))  # noqa: S311
        for name in sorted(names[:count])
    ]


def _budgets(rng: random.Random, years: int) -> dict[int, dict[str, int]]:
    areas = [slug for slug, _sv, _en in AREAS[: rng.randint(5, len(AREAS))]]
    amounts = {area: rng.randint(800, 60_000) for area in areas}
    budgets = {}
    for year in range(LAST_YEAR - years, LAST_YEAR + 1):
        budgets[year] = dict(amounts)
        amounts = {
            area: round(amount * rng.uniform(0.96, 1.08)) for area, amount in amounts.items()
        }
    return budgets


def documents(plan: Plan) -> Iterator[Row]:
    yield plan.row(
        title=f"Påhittad nämndplan {plan.year}",
        kind="plan",
        status="adopted",
        status_signs="Antagen av nämnden",
        sha256=hashlib.sha256(plan.document.encode()).hexdigest(),
    )


def committees(plan: Plan) -> Iterator[Row]:
    yield plan.row(name=plan.committee.name, name_en=plan.committee.name_en)


def areas(plan: Plan) -> Iterator[Row]:
    for area, name, name_en in sorted((*AREAS, (TOTAL, "Totalt", "Total"))):
        if area in {TOTAL, *plan.budget}:
            yield plan.row(area=area, name=name, name_en=name_en)
