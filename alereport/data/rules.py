"""The rules of a dataset and its accepted deviations, as they are written.

Nothing here imports pandas, so that asking what a verdict depends on stays quick.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    model_validator,
)

from alereport.base import yaml_files
from alereport.base.errors import TableError
from alereport.base.languages import CODE, ENGLISH
from alereport.base.workspace import Workspace
from alereport.data import schemas

Severity = Literal["error", "warning"]
Model = TypeVar("Model", bound=BaseModel)
Cell = str | int | float | bool | date


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Why(BaseModel):
    """A reason in English, and under their codes in other languages."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str]

    en: str

    @property
    def said(self) -> dict[str, str]:
        """The reason by language."""
        return {ENGLISH: self.en, **self.__pydantic_extra__}

    @model_validator(mode="after")
    def _is_said_in_languages(self) -> Self:
        for language in self.said:
            if not re.fullmatch(CODE, language):
                raise ValueError(f"the key {language} is no language")
        return self


class Join(_Frozen):
    """The row of another dataset that stands beside each row.

    Attributes:
        dataset: The other dataset.
        keys: By column here, the column there that holds the same.
        take: The columns taken from there, empty where there is no such row.
        prefix: What their names begin with here: `goals` makes `goals_plan_year`; by default
            the dataset's name.
        where: What the rows there must hold besides.
    """

    dataset: str
    keys: dict[str, str]
    take: tuple[str, ...]
    prefix: str | None = None
    where: dict[str, str] = {}


class Rule(_Frozen):
    """One rule of a dataset's `rules.yaml`.

    Attributes:
        rule: Its name, as failures show it.
        expectation: The expectation's class in `gate.conditions`.
        arguments: What the class takes.
        severity: `error` stops publishing, `warning` is published.
        why: Why it must hold.
        join: What stands beside each row; a rule with any reads several files.
        over_files: It compares rows of several files of the dataset.
    """

    rule: str
    expectation: str
    arguments: dict[str, Any]
    severity: Severity
    why: Why
    join: tuple[Join, ...] = ()
    over_files: bool = False

    @property
    def reads_several(self) -> bool:
        """Whether it reads more than one file, and so has a finding of its own."""
        return self.over_files or bool(self.join)


class Deviation(_Frozen):
    """One row that breaks a rule and is accepted, from a dataset's `accepted.yaml`.

    Attributes:
        rule: The rule's name.
        row: The row, by the columns of its primary key; an empty cell is "".
        expect: Cells as they must still be; when one differs, the acceptance no longer holds.
        reason: Why the row may stand.
        by: The role that accepted it.
        date: When.
    """

    rule: str
    row: Annotated[dict[str, Cell], Field(min_length=1)]
    expect: Annotated[dict[str, Cell], Field(min_length=1)]
    reason: Why
    by: str
    date: date


def of_dataset(workspace: Workspace, dataset: str) -> list[Rule]:
    """The rules of a dataset beyond its schema; none where there is no `rules.yaml`.

    Raises:
        TableError: The file is not a list of rules or holds nothing, or two have one name.
    """
    found = _read(Rule, workspace, workspace.dataset(dataset) / "rules.yaml", "rules")
    names = [rule.rule for rule in found]
    for name in names:
        if names.count(name) > 1:
            place = workspace.relative(workspace.dataset(dataset) / "rules.yaml")
            raise TableError(place, f"two rules are named {name}", "one", "rename one of them")
    return found


def accepted(workspace: Workspace, dataset: str) -> list[Deviation]:
    """The accepted deviations of a dataset; none where there is no `accepted.yaml`.

    Raises:
        TableError: The file is not a list of accepted deviations.
    """
    path = workspace.dataset(dataset) / "accepted.yaml"
    return _read(Deviation, workspace, path, "accepted deviations")


def _read(model: type[Model], workspace: Workspace, path: Path, what: str) -> list[Model]:
    if not path.is_file():
        return []
    parse = partial(_parsed, model)
    return list(schemas.parsed(workspace, path, parse, f"a list of {what}", "correct the file"))


@lru_cache(maxsize=128)
def _parsed(model: type[Model], written: bytes) -> tuple[Model, ...]:
    loaded = yaml_files.load(written.decode("utf-8"))
    if loaded is None and model is Rule:
        raise ValueError("it is empty")  # One that means to hold none says `[]`.
    found: list[Model] = TypeAdapter(list[model]).validate_python(loaded or [])  # type: ignore[valid-type]
    return tuple(found)
