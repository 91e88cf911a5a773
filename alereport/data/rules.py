"""The rules of a dataset and its accepted deviations, read from YAML.

Nothing here imports pandas, so that determining what a verdict depends on stays fast.
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
    """A reason in English, and in other languages under their codes."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, str]

    en: str

    @property
    def by_language(self) -> dict[str, str]:
        """The reason by language."""
        return {ENGLISH: self.en, **self.__pydantic_extra__}

    @model_validator(mode="after")
    def _has_language_codes(self) -> Self:
        for language in self.by_language:
            if not re.fullmatch(CODE, language):
                raise ValueError(f"the key {language} is not a language")
        return self


class Join(_Frozen):
    """A join of each row with a row of another dataset.

    Attributes:
        dataset: The other dataset.
        keys: By column of this dataset, the column of the other that it must equal.
        take: The columns taken from the other dataset, missing where it has no matching row.
        prefix: The prefix of their names: `goals` gives `goals_plan_year`; by default the
            dataset's name.
        where: Other values that the rows of the other dataset must have, by column.
    """

    dataset: str
    keys: dict[str, str]
    take: tuple[str, ...]
    prefix: str | None = None
    where: dict[str, str] = {}


class Rule(_Frozen):
    """One rule of a dataset's `rules.yaml`.

    Attributes:
        rule: Its name, as shown in failures.
        expectation: The expectation's class in `gate.conditions`.
        arguments: The arguments of the class.
        severity: `error` stops publishing, `warning` is published.
        why: Why it must hold.
        join: Joins with other datasets; a rule with any reads several files.
        over_files: True if it compares rows from several files of the dataset.
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
        """True if it reads more than one file, and so has a separate finding."""
        return self.over_files or bool(self.join)


class Deviation(_Frozen):
    """One row that breaks a rule and is accepted, from a dataset's `accepted.yaml`.

    Attributes:
        rule: The rule's name.
        row: The primary key of the row, by column; an empty cell is "".
        expect: Cells that must be unchanged; if one differs, the deviation is no longer accepted.
        reason: Why the row is accepted.
        by: The role that accepted it.
        date: The date of acceptance.
    """

    rule: str
    row: Annotated[dict[str, Cell], Field(min_length=1)]
    expect: Annotated[dict[str, Cell], Field(min_length=1)]
    reason: Why
    by: str
    date: date


def of_dataset(workspace: Workspace, dataset: str) -> list[Rule]:
    """The rules of a dataset beyond its schema; empty if there is no `rules.yaml`.

    Raises:
        TableError: The file is not a list of rules or is empty, or two rules have the same name.
    """
    rules = _read(Rule, workspace, workspace.dataset(dataset) / "rules.yaml", "rules")
    names = [rule.rule for rule in rules]
    for name in names:
        if names.count(name) > 1:
            place = workspace.relative(workspace.dataset(dataset) / "rules.yaml")
            raise TableError(place, f"two rules are named {name}", "one", "rename one of them")
    return rules


def accepted_deviations(workspace: Workspace, dataset: str) -> list[Deviation]:
    """The accepted deviations of a dataset; empty if there is no `accepted.yaml`.

    Raises:
        TableError: The file is not a list of accepted deviations.
    """
    path = workspace.dataset(dataset) / "accepted.yaml"
    return _read(Deviation, workspace, path, "accepted deviations")


def _read(model: type[Model], workspace: Workspace, path: Path, what: str) -> list[Model]:
    if not path.is_file():
        return []
    parse = partial(_parsed, model)
    return list(schemas.parse_file(workspace, path, parse, f"a list of {what}", "correct the file"))


@lru_cache(maxsize=128)
def _parsed(model: type[Model], content: bytes) -> tuple[Model, ...]:
    loaded = yaml_files.load(content.decode("utf-8"))
    if loaded is None and model is Rule:
        raise ValueError("it is empty")  # A file that is meant to have no rules holds `[]`.
    entries: list[Model] = TypeAdapter(list[model]).validate_python(loaded or [])  # type: ignore[valid-type]
    return tuple(entries)
