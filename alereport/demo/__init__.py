"""Synthetic workspaces: made-up committees with plausible plans, for trials and measurements.

The data depend only on the seed. Each dataset has one function, which returns the rows of a
committee's plan; the columns of the files are those of the dataset's `table.yaml`. A dataset
without a function has no rows.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml

from alereport import seals
from alereport.base import keyed_files, params
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import rules_lock, schemas
from alereport.demo import commentary, committees, explanations, finances, goals, staff
from alereport.demo.committees import Plan, Row

ROWS: dict[str, Callable[[Plan], Iterable[Row]]] = {
    "areas": committees.areas,
    "breaks": finances.breaks,
    "budget": finances.budget,
    "commentary": commentary.commentary,
    "committees": committees.committees,
    "documents": committees.documents,
    "earmarks": finances.earmarks,
    "explanations": explanations.explanations,
    "follow_up": goals.follow_up,
    "goal_links": goals.goal_links,
    "goals": goals.goals,
    "investments": finances.investments,
    "measures": goals.measures,
    "personnel": staff.personnel,
    "sick_leave": staff.sick_leave,
}
"""The function that returns a plan's rows of each dataset, in the order of the file."""


CONTACT = {"name": "Exempelkommunens kontaktcenter", "email": "kontakt@exempelkommunen.example"}
"""Whom to ask about made-up data: nobody who is there."""


def make(
    template: Workspace, folder: Path, *, committee_count: int, years: int, seed: int
) -> Workspace:
    """Create a workspace with the notebooks and schemas of another, and made-up data.

    Args:
        template: The project to copy notebooks, schemas, rules and the book's settings from.
        folder: The new workspace's folder, which must not exist.
        committee_count: The number of committees.
        years: The number of years that each committee has a plan for.
        seed: The seed of the random figures.

    Raises:
        ParamsError: The folder already exists, or there are not enough committee names.
    """
    if folder.exists():
        raise ParamsError(str(folder), "it already exists", "a new folder", "choose another name")
    _require_outside(template, folder)
    synthetic = committees.generate(committee_count, years, seed)
    plans = [Plan(committee, year) for committee in synthetic for year in committee.years]
    plans.sort(key=lambda plan: plan.year)  # As the register of documents has them.
    with new_folder(folder.absolute()) as root:
        workspace = Workspace(root)
        _copy_project_files(template, workspace)
        _write_params(template, workspace, plans)
        for dataset in schemas.names(template):
            _write_rows(workspace, dataset, plans)
        seals.seal(workspace, seals.data_files(workspace), "Syntetiska data.")
        rules_lock.lock(workspace, "Syntetiska data.", seals.today())
    return Workspace(folder.absolute())


def _require_outside(template: Workspace, folder: Path) -> None:
    """Refuse a folder among those that commands in the template read, write and remove."""
    final = folder.resolve()
    for own in (template.data, template.params, template.notebooks, template.build):
        if final.is_relative_to(own):
            raise ParamsError(
                str(folder),
                f"it is in {template.relative(own)}/ of this project",
                "a folder outside of it",
                "choose another folder, such as one beside the project",
            )


def _copy_project_files(template: Workspace, workspace: Workspace) -> None:
    folders = map(template.dataset, schemas.names(template))
    for path in (
        template.root / "_quarto.yml",
        template.root / "index.qmd",
        template.contents,
        template.glossary,
        *template.locale.glob("*"),
        *template.notebooks.glob("*.ipynb"),
        *(folder / name for folder in folders for name in ("table.yaml", "rules.yaml")),
    ):
        if path.is_file():
            target = workspace.root / template.relative(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _write_params(template: Workspace, workspace: Workspace, plans: Sequence[Plan]) -> None:
    place = template.relative(template.municipality)
    params.municipality(template)  # It tells what is wrong with the settings.
    settings = dict(keyed_files.read(template.municipality, place)[1])
    settings |= {"name": "Exempelkommunen", "code": 2599, "synthetic": True}
    if "release" in settings:
        settings["release"] = {**settings["release"], "contact": CONTACT}
    settings.pop("other_committees", None)
    workspace.params.mkdir(exist_ok=True)
    _write(workspace.municipality, yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    for plan in plans:
        slug, first = plan.committee.slug, settings["languages"][0]
        text = f"committee: {slug}\nyear: {plan.year}\nlanguage: {first}\n"
        _write(workspace.params / f"{slug}-{plan.year}.yaml", text)


def _write_rows(workspace: Workspace, dataset: str, plans: Sequence[Plan]) -> None:
    """Write one file for the municipality or one per document, depending on the dataset's scope."""
    schema, folder = schemas.schema(workspace, dataset), workspace.dataset(dataset)
    files: dict[str, dict[tuple[object, ...], Row]] = {}
    for plan in plans:
        name = dataset if schema.scope == "municipality" else plan.document
        for row in ROWS[dataset](plan) if dataset in ROWS else ():
            cells = tuple(row.get(column, "") for column in schema.columns)
            files.setdefault(name, {})[cells] = row  # Every plan has the same committee row.
    for name, rows in files.items():
        if dataset == "commentary":
            _write(folder / f"{name}.md", commentary.as_markdown(list(rows.values())))
            continue
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([schema.columns, *rows])
        _write(folder / f"{name}.csv", text.getvalue())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")  # The whole folder is moved into place.
