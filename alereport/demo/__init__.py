"""Synthetic workspaces: made-up committees with plausible plans, for trying and measuring.

What is drawn depends on the seed alone. Each dataset has one function, which gives the rows of a
committee's plan; their columns, and so the files, are those of the dataset's own `table.yaml`. A
dataset without a function has no rows.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml

from alereport import seals
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import schemas
from alereport.demo import commentary, committees, finances, goals, staff
from alereport.demo.committees import Plan, Row

ROWS: dict[str, Callable[[Plan], Iterable[Row]]] = {
    "areas": committees.areas,
    "breaks": finances.breaks,
    "budget": finances.budget,
    "commentary": commentary.commentary,
    "committees": committees.committees,
    "documents": committees.documents,
    "earmarks": finances.earmarks,
    "follow_up": goals.follow_up,
    "goal_links": goals.goal_links,
    "goals": goals.goals,
    "investments": finances.investments,
    "measures": goals.measures,
    "personnel": staff.personnel,
    "sick_leave": staff.sick_leave,
}
"""What gives a plan's rows of each dataset, in the order of the file."""


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
    drawn = committees.drawn(many, years, seed)
    plans = [Plan(committee, year) for committee in drawn for year in committee.years]
    with new_folder(folder.absolute()) as fresh:
        made = Workspace(fresh)
        _copy_what_stays(like, made)
        _write_params(like, made, plans)
        for dataset in schemas.names(like):
            _write_rows(made, dataset, plans)
        seals.seal(made, seals.data_files(made), "Syntetiska data.")
    return Workspace(folder.absolute())


def _copy_what_stays(like: Workspace, made: Workspace) -> None:
    folders = map(like.dataset, schemas.names(like))
    for path in (
        like.root / "_quarto.yml",
        like.root / "index.qmd",
        like.contents,
        *like.locale.glob("*"),
        *like.notebooks.glob("*.ipynb"),
        *(folder / name for folder in folders for name in ("table.yaml", "rules.yaml")),
    ):
        if path.is_file():
            target = made.root / like.relative(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _write_params(like: Workspace, made: Workspace, plans: Sequence[Plan]) -> None:
    settings = yaml.safe_load(like.municipality.read_text(encoding="utf-8"))
    settings |= {"name": "Exempelkommunen", "code": 2599, "synthetic": True}
    made.params.mkdir(exist_ok=True)
    _write(made.municipality, yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    for plan in plans:
        slug, first = plan.committee.slug, settings["languages"][0]
        text = f"committee: {slug}\nyear: {plan.year}\nlanguage: {first}\n"
        _write(made.params / f"{slug}-{plan.year}.yaml", text)


def _write_rows(made: Workspace, dataset: str, plans: Sequence[Plan]) -> None:
    """Write one file of the whole municipality, or one per document, as the dataset's scope is."""
    schema, folder = schemas.schema(made, dataset), made.dataset(dataset)
    files: dict[str, dict[tuple[object, ...], Row]] = {}
    for plan in plans:
        name = dataset if schema.scope == "municipality" else plan.document
        for row in ROWS[dataset](plan) if dataset in ROWS else ():
            cells = tuple(row.get(column, "") for column in schema.columns)
            files.setdefault(name, {})[cells] = row  # The name of a committee is in each plan.
    for name, rows in files.items():
        if dataset == "commentary":
            _write(folder / f"{name}.md", commentary.as_markdown(list(rows.values())))
            continue
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([schema.columns, *rows])
        _write(folder / f"{name}.csv", text.getvalue())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")  # The folder arrives whole.
