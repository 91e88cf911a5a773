"""Synthetic workspaces: made-up committees with plausible plans, for trying and measuring.

What is drawn depends on the seed alone. Each dataset has one function, which gives a committee's
rows; their columns, and so the files, are those of the dataset's own `table.yaml`. A dataset
without a function has no rows.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from alereport import seals
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import schemas
from alereport.demo import commentary, committees, finances, goals, staff
from alereport.demo.committees import Committee, Row

ROWS: dict[str, Callable[[Committee], Iterator[Row]]] = {
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
    drawn = committees.drawn(many, years, seed)
    with new_folder(folder.absolute()) as fresh:
        made = Workspace(fresh)
        _copy_what_stays(like, made)
        _write_params(like, made, drawn)
        for dataset in schemas.names(made):
            _write_rows(made, dataset, drawn)
        seals.seal(made, seals.data_files(made), "Syntetiska data.")
    return Workspace(folder.absolute())


def _copy_what_stays(like: Workspace, made: Workspace) -> None:
    for name in ("_quarto.yml", "index.qmd"):
        shutil.copyfile(like.root / name, made.root / name)
    made.notebooks.mkdir()
    for notebook in like.notebooks.glob("*.ipynb"):
        shutil.copyfile(notebook, made.notebooks / notebook.name)
    for dataset in schemas.names(like):
        made.dataset(dataset).mkdir(parents=True)
        for name in ("table.yaml", "rules.yaml"):
            if (like.dataset(dataset) / name).is_file():
                shutil.copyfile(like.dataset(dataset) / name, made.dataset(dataset) / name)


def _write_params(like: Workspace, made: Workspace, drawn: list[Committee]) -> None:
    settings = yaml.safe_load(like.municipality.read_text(encoding="utf-8"))
    settings |= {"name": "Exempelkommunen", "code": 2599, "synthetic": True}
    made.params.mkdir()
    if like.locale.is_dir():
        shutil.copytree(like.locale, made.locale)
    if like.contents.exists():
        shutil.copyfile(like.contents, made.contents)
    _write(made.municipality, yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    for committee in drawn:
        for year in committee.years:
            first = settings["languages"][0]
            text = f"committee: {committee.slug}\nyear: {year}\nlanguage: {first}\n"
            _write(made.params / f"{committee.slug}-{year}.yaml", text)


def _write_rows(made: Workspace, dataset: str, drawn: list[Committee]) -> None:
    """Write one file of the whole municipality, or one per document, as the dataset's scope is."""
    files: dict[str, list[Row]] = {}
    schema, folder = schemas.schema(made, dataset), made.dataset(dataset)
    for committee in drawn:
        for row in ROWS[dataset](committee) if dataset in ROWS else ():
            name = dataset if schema.scope == "municipality" else str(row["document"])
            files.setdefault(name, []).append(row)
    for name, rows in files.items():
        if dataset == "commentary":
            _write(folder / f"{name}.md", commentary.as_markdown(rows))
            continue
        text = io.StringIO()
        writer = csv.DictWriter(text, schema.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: row.get(key, "") for key in schema.columns} for row in rows)
        _write(folder / f"{name}.csv", text.getvalue())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")  # The folder arrives whole.
