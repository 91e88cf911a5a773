"""What the door hands over: a report's frames, each refused where it was not asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pandas as pd

from alereport import seals
from alereport.base import params
from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace
from alereport.data import registers

MADE_OF = {"budgets": "budget", "goals_before": "goals"}
"""The dataset of each frame that is not called as one."""
OF_A_DOCUMENT = ("document", "title", "sha256")

File = tuple[Path, int, str | None, seals.State]
"""A data file: how many of its rows are read, the state its rules gave it, and its seal."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What any notebook may read, of the datasets it asked for.

    One row of a frame is one row of the dataset of that name, with its columns and `title` (of
    the document; `document_title` in `goals`, whose `title` is the goal's own). Every frame keeps
    the index `row`, which says in which file and line a row stands. A frame is empty where the
    documents have no such rows.

    Attributes:
        loaded_by: The door that handed it over.
        language: The language the report speaks.
        municipality: What holds for every report, such as `as_of`.
        provenance: One row is one data file: `file`, `rows`, `document`, `title`, `sha256` of
            the source (missing for registers), the `state` its rules gave it, and its `seal`:
            whether the rows that are read are as they were sealed. A file that was sealed and is
            gone has no rows and no state.
        frames: The frames that may be read, by name.
        known: The project's datasets.
        documents: The register's rows of the documents that are read.
        budgets: Every budget table, oldest plan first, with `name` (the area in the report's
            language) and `break_reason` (missing where the year compares with the year before).
        sick_leave: What must not be told of small groups is taken out before a notebook sees it;
            `withheld` says where.
    """

    loaded_by: ClassVar[str]

    language: str
    municipality: params.Municipality
    provenance: pd.DataFrame = field(repr=False)
    frames: Mapping[str, pd.DataFrame] = field(repr=False)
    known: frozenset[str] = field(default=frozenset(), repr=False)

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The frame of any dataset that was asked for.

        So nothing can be shown that is not counted among what the report depends on.

        Raises:
            ParamsError: The dataset was not asked for.
            AttributeError: There is no dataset of this name.
        """
        frames: Mapping[str, pd.DataFrame] = self.__dict__.get("frames", {})
        if name in frames:
            return frames[name]
        there, dataset = ", ".join(sorted(frames)), MADE_OF.get(name, name)
        if dataset in self.__dict__.get("known", ()) and dataset not in frames:
            raise ParamsError(
                f"data.{name}",
                f"the dataset {dataset} was not asked for",
                f"one that was ({there})",
                f'add "{dataset}" to datasets, where the notebook calls {self.loaded_by}',
            )
        raise AttributeError(
            f"no dataset {name} was read, but {there}; where data/{name} is one, "
            f'add "{name}" to datasets, where the notebook calls {self.loaded_by}',
            name=name,
            obj=self,
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.frames]


@dataclass(frozen=True, kw_only=True)
class Report(Loaded):
    """What the notebooks of one committee and year may read.

    Which rows of a dataset these are is its `scope` in `table.yaml`, oldest document first; see
    `schemas.Schema`. Of follow_up, those on the plan's goals, in whichever document they stand.

    Attributes:
        committee: The committee's short name.
        year: The year of the committee's plan or annual report.
        name: The committee's name in the report's language.
        budget: The plan's own rows of `budgets`, in its order.
        goals_before: The goals of the committee's plans before this one, oldest first.
    """

    loaded_by = "report.load"

    committee: str
    year: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Overall(Loaded):
    """What the notebooks on the whole municipality may read: every row of what they asked for.

    Attributes:
        committees, areas: The registers, with `name` in the report's language.
        evaluation, evaluation_answers: What evaluations found, and the goals that answer it.
    """

    loaded_by = "report.load_municipality"


def provenance(workspace: Workspace, files: Iterable[File]) -> pd.DataFrame:
    """Data files with the documents they are from; see `Loaded`."""
    register = {row["document"]: row for row in registers.records(workspace, "documents")}
    rows = [
        (
            workspace.relative(path),
            read,
            *(register.get(path.stem, {}).get(column) for column in OF_A_DOCUMENT),
            state,
            seal,
        )
        for path, read, state, seal in files
    ]
    return pd.DataFrame(rows, columns=["file", "rows", *OF_A_DOCUMENT, "state", "seal"])
