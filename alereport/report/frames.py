"""The frames that a notebook gets; using one that it did not request is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pandas as pd

from alereport import seals
from alereport.base.errors import ParamsError
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import registers

SOURCE_DATASET = {"budgets": "budget", "goals_before": "goals"}
"""The dataset of each frame whose name is not that of a dataset."""
DOCUMENT_COLUMNS = ("document", "title", "sha256")

File = tuple[Path, int, str | None, seals.State]
"""A data file: its path, how many of its rows are read, its state by the rules, and its seal."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The data that a notebook may read, from the datasets it requested.

    One row of a frame is one row of the dataset of that name, with its columns and `title` (of
    the document; `document_title` in `goals`, whose `title` is that of the goal). The index of
    every frame is `row`: the address of the row, such as
    `data/budget/ks-namndplan-2024.csv#ks/2024/hr/2023/budget` (see `data.addresses`). The rows of a
    document are in the order of its file. A frame is empty if the documents have no such rows.

    Attributes:
        loaded_by: The function that loaded it.
        language: The language of the report.
        municipality: The settings of all reports, such as `as_of`.
        provenance: One row is one data file: `file`, `rows`, `document`, `title`, `sha256` of
            the source (missing for registers), its `state` by the rules, and its `seal`: whether
            the rows that are read are the same as when they were sealed. A sealed file that is
            missing has no rows and no state.
        frames: The frames that may be read, by name.
        known_datasets: All datasets of the project.
        documents: The rows of the register for the documents that are read.
        budgets: Every budget table, oldest plan first, with `name` (the area in the report's
            language), `requirement` (whether it is a requirement to save and no area) and
            `break_reason` (missing if the year is comparable with the year before).
        commentary: With `approval`: whether the text is `written`, `reviewed` or `approved`.
        sick_leave: The figures of small groups are removed before a notebook sees them; `withheld`
            says where.
    """

    loaded_by: ClassVar[str]

    language: str
    municipality: Municipality
    provenance: pd.DataFrame = field(repr=False)
    frames: Mapping[str, pd.DataFrame] = field(repr=False)
    known_datasets: frozenset[str] = field(default=frozenset(), repr=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return the frame of a requested dataset.

        Thus a notebook can show only data that the report is known to depend on.

        Raises:
            ParamsError: The dataset was not requested.
            AttributeError: There is no dataset of this name.
        """
        frames: Mapping[str, pd.DataFrame] = self.__dict__.get("frames", {})
        if name in frames:
            return frames[name]
        available, dataset = ", ".join(sorted(frames)), SOURCE_DATASET.get(name, name)
        if dataset in self.__dict__.get("known_datasets", ()) and dataset not in frames:
            raise ParamsError(
                f"data.{name}",
                f"the dataset {dataset} was not requested",
                f"one of the requested datasets ({available})",
                f'add "{dataset}" to datasets, where the notebook calls {self.loaded_by}',
            )
        raise AttributeError(
            f"no dataset {name} was read, only {available}; if data/{name} is a dataset, "
            f'add "{name}" to datasets, where the notebook calls {self.loaded_by}',
            name=name,
            obj=self,
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.frames]


@dataclass(frozen=True, kw_only=True)
class Report(Loaded):
    """The data that the notebooks of one committee and year may read.

    The rows of a dataset are selected by its `scope` in `table.yaml`, oldest document first; see
    `schemas.Schema`. In `follow_up` they are the rows on the plan's goals, from any document.

    Attributes:
        committee: The committee's short name.
        year: The year of the committee's plan or annual report.
        name: The committee's name in the report's language.
        budget: The rows of `budgets` from the plan itself, in its order.
        goals_before: The goals of the committee's plans before this one, oldest first.
    """

    loaded_by = "report.load"

    committee: str
    year: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Overall(Loaded):
    """The data that the notebooks on the municipality may read: every row of what they requested.

    Attributes:
        committees, areas: The registers, with `name` in the report's language.
        evaluation, evaluation_answers: The results of evaluations, and the goals that answer them.
    """

    loaded_by = "report.load_municipality"


def provenance(workspace: Workspace, files: Iterable[File]) -> pd.DataFrame:
    """Return one row for each data file, with the document it is from; see `Loaded`."""
    documents = {row["document"]: row for row in registers.register_rows(workspace, "documents")}
    rows = [
        (
            workspace.relative(path),
            row_count,
            *(documents.get(path.stem, {}).get(column) for column in DOCUMENT_COLUMNS),
            state,
            seal,
        )
        for path, row_count, state, seal in files
    ]
    return pd.DataFrame(rows, columns=["file", "rows", *DOCUMENT_COLUMNS, "state", "seal"])
