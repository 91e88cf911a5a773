"""Made-up committees: names, the budgets of their areas, and their rows in the registers."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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

REQUIREMENT = ("ofordelad-besparing", "Ofördelad besparing", "Saving not yet allocated")
"""A requirement to save that every other committee has as a row of its own: no part of it."""
REQUIREMENT_SHARE = 0.02
"""How large it is, as a share of the areas' budget."""

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


DAYS_TO_A_DECISION = 24
"""How long after its last day a report is decided."""
KINDS = ("plan", "amendment", "interim_report", "annual_report", "evaluation")
"""The kinds of made-up documents, in the order of the register."""
APRIL, AUGUST, DECEMBER = 4, 8, 12
LAST_DAYS = {APRIL: 30, AUGUST: 31, DECEMBER: 31}
NAMES = {
    "plan": ("plan", "nämndplan"),
    "amendment": ("tillaggsbudget", "tilläggsbudget"),
    "interim_report": ("delarsrapport", "delårsrapport"),
    "annual_report": ("arsredovisning", "årsredovisning"),
    "evaluation": ("arbetsmiljo", "genomlysning av arbetsmiljön"),
}
"""What a document of each kind is called, in its short name and in its title."""
MONTHS = {3: "mars", APRIL: "april", 6: "juni", AUGUST: "augusti"}
"""The months of which a year has several documents of a kind."""


@dataclass(frozen=True)
class Document:
    """A committee's document: its plan for a year, or one that amends or follows up the year.

    Attributes:
        committee: The committee.
        year: The year it is about.
        kind: One of `KINDS`.
        as_of: The last day it speaks of; of a plan, the last before its year.
    """

    committee: Committee
    year: int
    kind: str
    as_of: date

    @property
    def month(self) -> int:
        """The last month that it reports."""
        return self.as_of.month

    @property
    def document(self) -> str:
        return "-".join([self.committee.slug, NAMES[self.kind][0], *self._time()])

    @property
    def title(self) -> str:
        return " ".join(["Påhittad", NAMES[self.kind][1], *self._time()])

    def _time(self) -> list[str]:
        several = self.kind in {"amendment", "interim_report"}
        return [MONTHS[self.month], str(self.year)] if several else [str(self.year)]

    @property
    def budget(self) -> dict[str, int]:
        """The budget that the year's plan decides for each area and requirement, in tkr."""
        return self.committee.budgets[self.year]

    @property
    def areas(self) -> dict[str, int]:
        """The budget of the parts of the organisation, without a requirement to save."""
        return {area: amount for area, amount in self.budget.items() if area != REQUIREMENT[0]}

    def rng(self, subject: str, *more: str) -> random.Random:
        """Return a random generator, the same for all documents of the year."""
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


def plan(committee: Committee, year: int) -> Document:
    """Return the committee's plan for a year: it knows the outcome of the year before."""
    return Document(committee, year, "plan", date(year - 1, DECEMBER, 31))


def report(committee: Committee, year: int, month: int) -> Document:
    """Return the committee's report on a year up to the end of a month."""
    kind = "annual_report" if month == DECEMBER else "interim_report"
    return Document(committee, year, kind, date(year, month, LAST_DAYS[month]))


def reports(committee: Committee) -> list[Document]:
    """Return the committee's reports: three a year, but the last year is not over."""
    return [
        report(committee, year, month)
        for year in committee.years
        for month in LAST_DAYS
        if (year, month) <= (LAST_YEAR, AUGUST)
    ]


def evaluation(committee: Committee) -> Document:
    """Return the evaluation of the last year, the only document that is not public as it stands."""
    return Document(committee, LAST_YEAR, "evaluation", date(LAST_YEAR, APRIL, 30))


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
        Committee(seed, *name, _budgets(seed, name[0], years, requires=number % 2 == 1))
        for number, name in sorted(enumerate(names[:count]), key=lambda numbered: numbered[1])
    ]


def _budgets(seed: int, slug: str, years: int, *, requires: bool) -> dict[int, dict[str, int]]:
    rng = random.Random(f"{seed} {slug}")  # noqa: S311
    areas = [slug for slug, _sv, _en in AREAS[: rng.randint(5, len(AREAS))]]
    amounts = {area: rng.randint(800, 60_000) for area in areas}
    budgets = {}
    for year in range(LAST_YEAR - years, LAST_YEAR + 1):
        requirement = -to_nearest(100, sum(amounts.values()) * REQUIREMENT_SHARE)
        budgets[year] = amounts | ({REQUIREMENT[0]: requirement} if requires else {})
        amounts = {
            area: round(amount * rng.uniform(0.96, 1.08)) for area, amount in amounts.items()
        }
    return budgets


def to_nearest(step: int, amount: float) -> int:
    """Return an amount rounded to a whole number of steps, as documents print what is not exact."""
    return round(amount / step) * step


def documents(document: Document) -> Iterator[Row]:
    dated = "" if document.kind == "plan" else document.as_of + timedelta(DAYS_TO_A_DECISION)
    signs = {"amendment": "Antagen av fullmäktige", "evaluation": ""}
    sign = signs.get(document.kind, "Antagen av nämnden")
    yield document.row(
        title=document.title,
        kind=document.kind,
        status="adopted" if sign else "unknown",
        status_signs=sign,
        dated=document.as_of if document.kind == "amendment" else dated,
        sha256=hashlib.sha256(document.document.encode()).hexdigest(),
    )


def committees(document: Document) -> Iterator[Row]:
    yield document.row(name=document.committee.name, name_en=document.committee.name_en)


def areas(document: Document) -> Iterator[Row]:
    for area, name, name_en in sorted((*AREAS, REQUIREMENT, (TOTAL, "Totalt", "Total"))):
        if area in {TOTAL, *document.budget}:
            requirement = "true" if area == REQUIREMENT[0] else ""
            yield document.row(area=area, name=name, name_en=name_en, requirement=requirement)
