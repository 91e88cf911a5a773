"""The frames that a notebook gets; using one that it did not request is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pandas as pd

from alereport import seals
from alereport.base import locales
from alereport.base.errors import ParamsError, nearest
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import registers
from alereport.report import contents

SOURCE_DATASET = {"budgets": "budget", "goals_before": "goals"}
"""The dataset of each frame whose name is not that of a dataset."""
OF_THE_DOOR = {"frames", "known_datasets", "titles"}
"""What the data keep for themselves, and completion does not offer."""
DOCUMENT_COLUMNS = ("document", "title", "sha256")

File = tuple[Path, int, str | None, seals.State]
"""A data file: its path, how many of its rows are read, its state by the rules, and its seal."""


@dataclass(frozen=True, kw_only=True, repr=False)
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
        titles: What each frame shows, in the report's language.
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
    titles: Mapping[str, str] = field(default_factory=dict, repr=False)

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
            f"no dataset {name} was read{nearest(name, dir(self))}, only {available}; if "
            f'data/{name} is a dataset, add "{name}" to datasets, where the notebook calls '
            f"{self.loaded_by}",
            name=name,
            obj=self,
        )

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, *self.__dict__.get("frames", ())} - OF_THE_DOOR)

    @property
    def in_words(self) -> str:
        """What was loaded, in the report's language."""
        return self.municipality.name

    def __repr__(self) -> str:
        return self._shown_by(contents.text)

    def _repr_html_(self) -> str:
        return self._shown_by(contents.html)

    def _shown_by(self, show: contents.Show) -> str:
        with locales.using(self.language):
            table = contents.contents(self.frames, self.titles)
            return show(self.in_words, table, contents.unread(self.known_datasets, self.frames))


@dataclass(frozen=True, kw_only=True, repr=False)
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

    @property
    def in_words(self) -> str:
        return f"{self.name} {self.year}"


@dataclass(frozen=True, kw_only=True, repr=False)
class Overall(Loaded):
    """The data that the notebooks on the municipality may read: every row of what they requested.

    Attributes:
        committees, areas: The registers, with `name` in the report's language.
        evaluation, evaluation_answers: The results of evaluations, and the goals that answer them.
        compared_because: Why the municipality is compared with those it is; empty if nobody says.
    """

    loaded_by = "report.load_municipality"

    compared_because: str = field(default="", repr=False)


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
