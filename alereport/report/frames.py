"""What the door hands over: a report's frames, each refused where it was not asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pandas as pd

from alereport.base import params
from alereport.base.errors import ParamsError


class Frame:
    """A frame of a report, which is refused where its dataset was not asked for.

    So nothing can be shown that is not counted among what the report depends on.
    """

    def __init__(self, dataset: str = "") -> None:
        self.dataset = dataset

    def __set_name__(self, report: type, name: str) -> None:
        self.name, self.dataset = name, self.dataset or name

    def __get__(self, report: Any, _of: type) -> pd.DataFrame:
        frames: Mapping[str, pd.DataFrame] = report.frames
        if self.name in frames:
            return frames[self.name]
        raise ParamsError(
            f"data.{self.name}",
            f"the dataset {self.dataset} was not asked for",
            f"one that was ({', '.join(sorted(frames))})",
            f'add "{self.dataset}" to datasets, where the notebook calls {report.loaded_by}',
        )


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
        documents: The register's rows of the documents that are read.
        budgets: Every budget table, oldest plan first, with `name` (the area in the report's
            language) and `break_reason` (missing where the year compares with the year before).
        sick_leave: What must not be told of small groups is taken out before a notebook sees it;
            `withheld` says where.
    """

    loaded_by: ClassVar[str]

    def __getattr__(self, name: str) -> pd.DataFrame:
        """The frame of any other dataset that was read: of every document the report may see.

        Raises:
            AttributeError: No dataset of this name was read.
        """
        frames: Mapping[str, pd.DataFrame] = self.__dict__.get("frames", {})
        if name not in frames:
            raise AttributeError(
                f"no dataset {name} was read, but {', '.join(sorted(frames))}; where data/{name} "
                f'is one, add "{name}" to datasets, where the notebook calls {self.loaded_by}',
                name=name,
                obj=self,
            )
        return frames[name]

    language: str
    municipality: params.Municipality
    provenance: pd.DataFrame = field(repr=False)
    frames: Mapping[str, pd.DataFrame] = field(repr=False)

    documents = Frame()
    budgets = Frame("budget")
    investments = Frame()
    earmarks = Frame()
    goals = Frame()
    goal_links = Frame()
    measures = Frame()
    commentary = Frame()
    follow_up = Frame()
    personnel = Frame()
    sick_leave = Frame()
    indicators = Frame()
    breaks = Frame()


@dataclass(frozen=True, kw_only=True)
class Report(Loaded):
    """What the notebooks of one committee and year may read.

    Of investments, earmarks, goals, goal_links and measures, the plan's; of commentary, the annual
    report's too; of follow_up, what is known of the plan's goals, in whichever document it stands;
    of budgets, personnel, sick_leave, indicators and breaks, those of every document of the
    committee up to the year, oldest first.

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

    budget = Frame()
    goals_before = Frame("goals")


@dataclass(frozen=True, kw_only=True)
class Overall(Loaded):
    """What the notebooks on the whole municipality may read: every row of what they asked for.

    Attributes:
        committees, areas: The registers, with `name` in the report's language.
        evaluation, evaluation_answers: What evaluations found, and the goals that answer it.
    """

    loaded_by = "report.load_municipality"

    committees = Frame()
    areas = Frame()
    evaluation = Frame()
    evaluation_answers = Frame()
