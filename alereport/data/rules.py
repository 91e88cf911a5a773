"""The rules of a dataset and its accepted deviations, read from YAML.

Nothing here imports pandas, so that determining what a verdict depends on stays fast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache, reduce
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from alereport.base import files, keyed_files, params
from alereport.base.errors import TableError
from alereport.base.fingerprints import content
from alereport.base.languages import CODE, ENGLISH
from alereport.base.settings import Municipality
from alereport.base.workspace import Workspace
from alereport.data import schemas

Severity = Literal["error", "warning"]
Model = TypeVar("Model", bound=BaseModel)
Cell = str | int | float | bool | date
SETTING = re.compile(r"\$((?:habits|thresholds)(?:\.\w+)+)")
"""A setting of `params/municipality.yaml` in an argument of a rule, such as `$habits.hedges`."""
CONDITIONS = frozenset({"condition", "when"})
"""The arguments that are conditions, see `expressions`; a setting in one is a literal."""


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
        texts = {ENGLISH: self.en, **self.__pydantic_extra__}
        return {language: text for language, text in texts.items() if text}

    @model_validator(mode="after")
    def _has_language_codes(self) -> Self:
        for language in self.by_language:
            if not re.fullmatch(CODE, language):
                raise keyed_files.UnknownKeyError(language)
        return self


class Reason(Why):
    """A reason in the languages of the municipality, of which English may be none."""

    en: str = ""


class Join(_Frozen):
    """A join of each row with a row of another dataset.

    Attributes:
        dataset: The other dataset.
        keys: By column of this dataset, the column of the other that it must equal, or several.
        take: The columns taken from the other dataset, missing where it has no matching row.
        prefix: The prefix of their names: `goals` gives `goals_plan_year`; by default the
            dataset's name.
        where: Other values that the rows of the other dataset must have, by column.
        until: By column of this dataset, the column of the other that is no later or larger; with
            `sum` only.
        sum: Columns of the other dataset by which its rows are told apart, such as a decision that
            several documents repeat. If given, the taken columns are the sums over every matching
            row, each told apart counted once; zero where none matches.
        parts: The column of the other dataset that names the part, where rows told apart by `sum`
            are parts of a whole: where no row is of the whole, `total`, it is their sum.
    """

    dataset: str
    keys: dict[str, str | tuple[str, ...]]
    take: tuple[str, ...]
    prefix: str | None = None
    where: dict[str, str] = {}
    until: dict[str, str] = {}
    sum: tuple[str, ...] = ()
    parts: str | None = None

    @property
    def made(self) -> dict[str, str]:
        """The name that each taken column has beside a row."""
        return {name: f"{self.prefix or self.dataset}_{name}" for name in self.take}

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each column of this dataset with a column of the other that it must equal."""
        return [
            (column, other)
            for column, others in self.keys.items()
            for other in ((others,) if isinstance(others, str) else others)
        ]


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
        habit: The municipality's habit that it rests on, such as `told_with_goals`: where
            `params/municipality.yaml` does not have it, the rule is not asked.
    """

    rule: str
    expectation: str
    arguments: dict[str, Any]
    severity: Severity
    why: Why
    join: tuple[Join, ...] = ()
    over_files: bool = False
    habit: str | None = None

    @property
    def settings(self) -> list[str]:
        """The settings of `params/municipality.yaml` that it reads, such as `habits.hedges`."""
        texts = [str(value) for value in self.arguments.values()]
        own = [f"habits.{self.habit}"] if self.habit else []
        return sorted({*own, *(name for text in texts for name in SETTING.findall(text))})

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
    reason: Reason
    by: str
    date: date


def of_dataset(workspace: Workspace, dataset: str) -> list[Rule]:
    """The rules of a dataset that are asked, with the municipality's settings filled in.

    Raises:
        TableError: See `written`; or a rule names a setting that does not exist.
        ParamsError: A rule reads a setting, and `params/municipality.yaml` cannot be read.
    """
    rules = written(workspace, dataset)
    if not any(rule.settings for rule in rules):
        return rules
    settings = params.municipality(workspace)
    place = workspace.relative(workspace.dataset(dataset) / "rules.yaml")
    return [
        _filled(place, rule, settings)
        for rule in rules
        if rule.habit is None or _setting(place, rule, settings, f"habits.{rule.habit}")
    ]


def _filled(place: str, rule: Rule, settings: Municipality) -> Rule:
    if not rule.settings:
        return rule

    def value(name: str) -> Any:
        setting = _setting(place, rule, settings, name)
        return list(setting) if isinstance(setting, tuple) else setting

    def filled(key: str, argument: Any) -> Any:
        if not isinstance(argument, str):
            return argument
        whole = SETTING.fullmatch(argument)
        if whole and key not in CONDITIONS:
            return value(whole[1])
        as_text = _literal if key in CONDITIONS else _in_words
        return SETTING.sub(lambda match: as_text(value(match[1])), argument)

    arguments = {key: filled(key, argument) for key, argument in rule.arguments.items()}
    return rule.model_copy(update={"arguments": arguments})


def _literal(setting: Any) -> str:
    """A setting as a literal of a condition; words are a pattern that any of them matches."""
    if isinstance(setting, list):
        return repr("(?i)" + "|".join(map(re.escape, setting)))
    return repr(setting)


def _in_words(setting: Any) -> str:
    return f"{setting:g}" if isinstance(setting, float) else str(setting)


def _setting(place: str, rule: Rule, settings: Municipality, name: str) -> Any:
    try:
        return reduce(getattr, name.split("."), settings)
    except AttributeError:
        raise TableError(
            place,
            f"rule {rule.rule}: the setting {name} is unknown",
            "a key of params/municipality.yaml",
            "correct the rule",
        ) from None


def written(workspace: Workspace, dataset: str) -> list[Rule]:
    """The rules of a dataset beyond its schema, as written; empty if there is no `rules.yaml`.

    Raises:
        TableError: The file is not a list of rules or is empty, two rules have the same name, or
            two joins give one name to different columns.
    """
    path = workspace.dataset(dataset) / "rules.yaml"
    rules = _read(Rule, workspace, path, "rules")
    for keys, found, next_step in _named_twice(rules):
        place, text = workspace.relative(path), files.text(content(path))
        where = keyed_files.place_with_line(place, text, keys)
        raise TableError(where, found, "one", next_step)
    return rules


def _named_twice(rules: Sequence[Rule]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield the keys of each name that stands for two things, what was found, and what to do."""
    names: set[str] = set()
    joined: dict[str, Join] = {}
    for number, rule in enumerate(rules):
        if rule.rule in names:
            yield (number, "rule"), f"two rules are named {rule.rule}", "rename one of them"
        names.add(rule.rule)
        for place, join in enumerate(rule.join):
            source = join.model_copy(update={"take": (), "prefix": None})
            for name in join.made.values():
                if joined.setdefault(name, source) != source:
                    found = f"two different joins take a column as {name}"
                    yield (number, "join", place), found, "give one of them another prefix"


def accepted_deviations(workspace: Workspace, dataset: str) -> list[Deviation]:
    """The accepted deviations of a dataset; empty if there is no `accepted.yaml`.

    Raises:
        TableError: The file is not a list of accepted deviations.
    """
    path = workspace.dataset(dataset) / "accepted.yaml"
    return _read(Deviation, workspace, path, "accepted deviations")


def require(workspace: Workspace, dataset: str) -> None:
    """Refuse a dataset whose schema, rules or accepted deviations cannot be read.

    Raises:
        TableError: One of them cannot be read.
        ParamsError: See `of_dataset`.
    """
    schemas.schema(workspace, dataset)
    of_dataset(workspace, dataset)
    accepted_deviations(workspace, dataset)


def _read(model: type[Model], workspace: Workspace, path: Path, what: str) -> list[Model]:
    if not files.exists(path):
        return []
    place = workspace.relative(path)
    return list(_parsed(model, files.read(path, place=place, error=TableError), place, what))


@lru_cache(maxsize=128)
def _parsed(model: type[Model], content: bytes, place: str, what: str) -> tuple[Model, ...]:
    """The entries of a file; one that is meant to have none holds `[]`."""
    text, value = keyed_files.parsed(content, place, TableError)
    return keyed_files.items(model, value, place=place, text=text, what=what, kind=TableError)
