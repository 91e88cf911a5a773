"""Synthetic workspaces: made-up committees with plausible plans, for trying and measuring.

What is drawn depends on the seed alone. Each dataset has one function below, which gives its
rows; their columns, and so the files, are those of the dataset's own `table.yaml`. A dataset
without a function has no rows.
"""

from __future__ import annotations

import csv
import hashlib
import io
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from alereport import datasets, provenance
from alereport.datasets import TOTAL
from alereport.errors import ParamsError
from alereport.quality import seals
from alereport.workspace import Workspace, new_folder, write_whole

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
ITEMS = ("Inventarier", "Fordon", "Digitala verktyg", "Ombyggnad")

Row = dict[str, object]


@dataclass(frozen=True)
class Committee:
    """A made-up committee, with the budget of each area for each year, in tkr."""

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


def committees(many: int, years: int, seed: int) -> list[Committee]:
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
        Committee(*name, _budgets(random.Random(f"{seed} {name[0]}"), years))  # noqa: S311
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


def _documents(committee: Committee) -> Iterator[Row]:
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


def _committees(committee: Committee) -> Iterator[Row]:
    yield {
        "committee": committee.slug,
        "name_sv": committee.name_sv,
        "name_en": committee.name_en,
    }


def _areas(committee: Committee) -> Iterator[Row]:
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


def _budget(committee: Committee) -> Iterator[Row]:
    labels = {area: name for area, name, _en in AREAS} | {TOTAL: "Summa"}
    for year in committee.years:
        before, budget = committee.budgets[year - 1], committee.budgets[year]
        # Next year's budget says how this year's turned out to be needed.
        forecast = {area: round((2 * before[area] + budget[area]) / 3) for area in budget}
        columns = (
            (year - 1, "forecast", forecast),
            (year - 1, "budget", before),
            (year, "budget", budget),
        )
        for area in (*budget, TOTAL):
            for amount_year, kind, amounts in columns:
                yield _of_plan(committee, year, "4.1") | {
                    "area": area,
                    "label": labels[area],
                    "amount_year": amount_year,
                    "kind": kind,
                    "amount_tkr": sum(amounts.values()) if area == TOTAL else amounts[area],
                }


def _investments(committee: Committee) -> Iterator[Row]:
    for year in committee.years:
        size = sum(committee.budgets[year].values()) // 200
        for number, item in enumerate(ITEMS, start=1):
            for amount_year in range(year, year + 3):
                yield _of_plan(committee, year, "4.2") | {
                    "item": item,
                    "amount_year": amount_year,
                    "amount_tkr": size // number // 100 * 100,
                }


def _of_plan(committee: Committee, year: int, section: str) -> Row:
    return {
        "document": committee.document(year),
        "section": section,
        "committee": committee.slug,
        "plan_year": year,
    }


ROWS: dict[str, Callable[[Committee], Iterator[Row]]] = {
    "areas": _areas,
    "budget": _budget,
    "committees": _committees,
    "documents": _documents,
    "investments": _investments,
}
"""What gives a committee's rows of each dataset, in the order of the file."""


def make(like: Workspace, folder: Path, *, many: int, years: int, seed: int) -> Workspace:
    """Make a workspace with the notebooks and schemas of another, and made-up data.

    Args:
        like: The project to take notebooks, schemas, rules and the book's settings from.
        folder: The new workspace's folder, which must not be there yet.
        many: How many committees.
        years: How many years each has a plan for.
        seed: What the figures are drawn from.

    Raises:
        ParamsError: The folder is there already, or too much is asked for.
    """
    if folder.exists():
        raise ParamsError(str(folder), "it is there already", "a new folder", "choose another name")
    drawn = committees(many, years, seed)
    with new_folder(folder.absolute()) as fresh:
        made = Workspace(fresh)
        _copy_what_stays(like, made)
        _write_params(like, made, drawn)
        for dataset in datasets.names(made):
            _write_rows(made, dataset, drawn)
        seals.seal(made, seals.data_files(made), "Syntetiska data.")
    return Workspace(folder.absolute())


def _copy_what_stays(like: Workspace, made: Workspace) -> None:
    for name in ("_quarto.yml", "index.qmd"):
        shutil.copyfile(like.root / name, made.root / name)
    made.notebooks.mkdir()
    for notebook in like.notebooks.glob("*.ipynb"):
        shutil.copyfile(notebook, made.notebooks / notebook.name)
    for dataset in datasets.names(like):
        made.dataset(dataset).mkdir(parents=True)
        for name in ("table.yaml", "rules.yaml"):
            if (like.dataset(dataset) / name).is_file():
                shutil.copyfile(like.dataset(dataset) / name, made.dataset(dataset) / name)


def _write_params(like: Workspace, made: Workspace, drawn: list[Committee]) -> None:
    settings = yaml.safe_load(like.municipality.read_text(encoding="utf-8"))
    settings |= {"name": "Exempelkommunen", "code": 2599, "synthetic": True}
    write_whole(made.municipality, yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    for committee in drawn:
        for year in committee.years:
            text = f"committee: {committee.slug}\nyear: {year}\nlanguage: sv\n"
            write_whole(made.params / f"{committee.slug}-{year}.yaml", text)


def _write_rows(made: Workspace, dataset: str, drawn: list[Committee]) -> None:
    """Write a register as one file, and any other dataset as one file per document."""
    files: dict[str, list[Row]] = {}
    for committee in drawn:
        for row in ROWS[dataset](committee) if dataset in ROWS else ():
            name = dataset if dataset in provenance.REGISTERS else str(row["document"])
            files.setdefault(name, []).append(row)
    columns = datasets.schema(made, dataset).columns
    for name, rows in files.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write_whole(made.dataset(dataset) / f"{name}.csv", text.getvalue())
