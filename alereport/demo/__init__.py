"""Synthetic workspaces: made-up committees with plausible plans, for trials and measurements.

The data depend only on the seed. For each kind of document, each dataset has one function, which
returns the rows of a committee's document; the columns of the files are those of the dataset's
`table.yaml`. A dataset without a function has no rows.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from alereport import seals
from alereport.base import keyed_files, params
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace, new_folder
from alereport.data import rules_lock, schemas
from alereport.demo import (
    commentary,
    committees,
    deviations,
    explanations,
    finances,
    goals,
    municipalities,
    outturn,
    progress,
    projects,
    staff,
)
from alereport.demo.committees import KINDS, Committee, Document, Row

RowsOf = Callable[[Document], Iterable[Row]]
IN_EVERY_REPORT: dict[str, RowsOf] = {
    "deviations": deviations.deviations,
    "documents": committees.documents,
    "follow_up": progress.status_of_goals,
    "outturn": outturn.outturn,
    "personnel": staff.personnel,
    "projects": projects.projects,
}
ROWS: dict[str, dict[str, RowsOf]] = {
    "plan": {
        "areas": committees.areas,
        "breaks": finances.breaks,
        "budget": finances.budget,
        "commentary": commentary.commentary,
        "committees": committees.committees,
        "documents": committees.documents,
        "earmarks": finances.earmarks,
        "explanations": explanations.explanations,
        "follow_up": progress.follow_up,
        "goal_links": goals.goal_links,
        "goals": goals.goals,
        "investments": finances.investments,
        "measures": goals.measures,
        "personnel": staff.personnel,
        "sick_leave": staff.sick_leave,
    },
    "amendment": {"amendments": outturn.amendments, "documents": committees.documents},
    "interim_report": IN_EVERY_REPORT
    | {
        "commentary": commentary.of_the_year_so_far,
        "measures": progress.measures_so_far,
        "sick_leave": staff.sick_leave_so_far,
    },
    "annual_report": IN_EVERY_REPORT
    | {
        "commentary": commentary.of_the_year,
        "measures": progress.measures_of_the_year,
        "sick_leave": staff.sick_leave_of_the_year,
    },
    "evaluation": {
        "documents": committees.documents,
        "sick_leave": staff.sick_leave_in_evaluations,
    },
}
"""The function that returns the rows of each dataset of a document, by the kind of document."""


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
    documents = [document for committee in synthetic for document in _documents(committee)]
    # As the register has them.
    documents.sort(key=lambda document: (KINDS.index(document.kind), document.year))
    with new_folder(folder.absolute()) as root:
        workspace = Workspace(root)
        _copy_project_files(template, workspace)
        _write_params(template, workspace, documents)
        for dataset in schemas.names(template):
            _write_rows(workspace, dataset, documents)
        seals.seal(workspace, seals.data_files(workspace), "Syntetiska data.")
        rules_lock.lock(workspace, "Syntetiska data.", seals.today())
    return Workspace(folder.absolute())


def _documents(committee: Committee) -> Iterator[Document]:
    """Yield a committee's plans, what amends their budgets and what follows them up."""
    for year in committee.years:
        yield committees.plan(committee, year)
        yield from outturn.amending_documents(committee, year)
    yield from committees.reports(committee)
    yield committees.evaluation(committee)


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
        *template.text_files,
        *(folder / name for folder in folders for name in ("table.yaml", "rules.yaml")),
    ):
        if path.is_file():
            target = workspace.root / template.relative(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _write_params(template: Workspace, workspace: Workspace, documents: Sequence[Document]) -> None:
    place = template.relative(template.municipality)
    params.municipality(template)  # It tells what is wrong with the settings.
    settings = dict(keyed_files.read(template.municipality, place)[1])
    as_of = max(document.as_of for document in documents)
    settings |= {"name": "Exempelkommunen", "code": 2599, "synthetic": True, "as_of": as_of}
    if release := settings.get("release"):
        published = max(release["published"], as_of)
        settings["release"] = {**release, "published": published, "contact": CONTACT}
    settings.pop("other_committees", None)
    workspace.params.mkdir(exist_ok=True)
    _write(workspace.municipality, yaml.safe_dump(settings, allow_unicode=True, sort_keys=False))
    for document in documents:
        slug, year, first = document.committee.slug, document.year, settings["languages"][0]
        text = f"committee: {slug}\nyear: {year}\nlanguage: {first}\n"
        _write(workspace.params / f"{slug}-{year}.yaml", text)


def _write_rows(workspace: Workspace, dataset: str, documents: Sequence[Document]) -> None:
    """Write one file for the municipality or one per document, depending on the dataset's scope."""
    schema, folder = schemas.schema(workspace, dataset), workspace.dataset(dataset)
    files: dict[str, dict[tuple[object, ...], Row]] = {}
    for document in documents:
        name = dataset if schema.scope == "municipality" else document.document
        rows_of = ROWS[document.kind].get(dataset)
        for row in rows_of(document) if rows_of else ():
            cells = tuple(row.get(column, "") for column in schema.columns)
            files.setdefault(name, {})[cells] = row  # Every plan has the same committee row.
    if dataset in municipalities.ROWS:
        name, rows_of_all = municipalities.ROWS[dataset]
        cells_of = (tuple(row.get(each, "") for each in schema.columns) for row in rows_of_all())
        files[name] = {cells: {} for cells in cells_of}
    for name, rows in files.items():
        if dataset == "commentary":
            _write(folder / f"{name}.md", commentary.as_markdown(list(rows.values())))
            continue
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([schema.columns, *rows])
        _write(folder / f"{name}.csv", text.getvalue())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")  # The whole folder is moved into place.
