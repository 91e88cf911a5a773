"""What is checked in a data file: its schema and its rules, as expectations.

Making the checks imports Great Expectations; importing this module does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from alereport import datasets
from alereport.errors import TableError
from alereport.workspace import Workspace


class Why(BaseModel):
    """The reason for a rule, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    en: str
    sv: str


class Rule(BaseModel):
    """One rule of a dataset's `rules.yaml`.

    Attributes:
        rule: Its name, as failures show it.
        expectation: The expectation's class in `quality.expectations`.
        arguments: What the class takes.
        severity: `error` stops publishing, `warning` is published.
        why: Why it must hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    expectation: str
    arguments: dict[str, Any]
    severity: Literal["error", "warning"]
    why: Why


@dataclass(frozen=True)
class Check:
    """One expectation on one file, with what a failure says.

    Attributes:
        expectation: An expectation of Great Expectations.
        rule: The rule's name.
        column: The column, or columns, it is about.
        expected: What it asks for, in words; by row where that differs.
        why: Why it must hold.
        severity: `error` or `warning`.
    """

    expectation: Any
    rule: str
    column: str
    expected: str | pd.Series[str]
    why: str
    severity: Literal["error", "warning"] = "error"


def of_file(workspace: Workspace, path: Path, rows: pd.DataFrame) -> list[Check]:
    """Every check of a data file.

    Args:
        workspace: The project.
        path: The data file.
        rows: What it holds, from `datasets.read`.

    Raises:
        TableError: The schema or the rules cannot be read.
    """
    return [*_schema_checks(workspace, path), *_rule_checks(workspace, path, rows)]


def _schema_checks(workspace: Workspace, path: Path) -> Iterator[Check]:
    import great_expectations.expectations as gxe

    schema = datasets.schema(workspace, path.parent.name)
    for field in schema.fields:
        yield from _column_checks(field)
    if "document" in schema.columns and path.stem != path.parent.name:
        yield Check(
            gxe.ExpectColumnValuesToBeInSet(column="document", value_set=[path.stem]),
            "document-is-the-file",
            "document",
            f"{path.stem}, as the file is named",
            "A data file holds one document, so that a figure can be traced to it.",
        )
    yield _key_check(schema.primary_key)
    for key in schema.foreign_keys:
        yield _reference_check(workspace, key)


def _column_checks(field: datasets.Field) -> Iterator[Check]:
    import great_expectations.expectations as gxe

    limits, name = field.constraints, field.name

    def check(expectation: Any, rule: str, expected: str) -> Check:
        return Check(expectation, f"{name}-{rule}", name, expected, field.description)

    if limits.required:
        yield check(gxe.ExpectColumnValuesToNotBeNull(column=name), "required", "a value")
    if limits.enum:
        yield check(
            gxe.ExpectColumnValuesToBeInSet(column=name, value_set=list(limits.enum)),
            "enum",
            f"one of {', '.join(limits.enum)}",
        )
    if limits.pattern:
        yield check(
            gxe.ExpectColumnValuesToMatchRegex(column=name, regex=f"^(?:{limits.pattern})$"),
            "pattern",
            f"the pattern {limits.pattern}",
        )
    if limits.minimum is not None or limits.maximum is not None:
        yield check(
            gxe.ExpectColumnValuesToBeBetween(
                column=name, min_value=limits.minimum, max_value=limits.maximum
            ),
            "range",
            _range_in_words(limits),
        )


def _range_in_words(limits: datasets.Constraints) -> str:
    if limits.maximum is None:
        return f"at least {limits.minimum}"
    if limits.minimum is None:
        return f"at most {limits.maximum}"
    return f"a value from {limits.minimum} to {limits.maximum}"


def _key_check(columns: tuple[str, ...]) -> Check:
    import great_expectations.expectations as gxe

    expectation = (
        gxe.ExpectColumnValuesToBeUnique(column=columns[0])
        if len(columns) == 1
        else gxe.ExpectCompoundColumnsToBeUnique(column_list=list(columns), ignore_row_if="never")
    )
    return Check(
        expectation,
        "primary-key",
        ", ".join(columns),
        "each combination once",
        "A row that stands twice is counted twice.",
    )


def _reference_check(workspace: Workspace, key: datasets.ForeignKey) -> Check:
    import great_expectations.expectations as gxe

    resource, columns = key.reference.resource, list(key.reference.fields)
    referred = datasets.whole(workspace, resource)[columns].astype(object)
    known = [tuple(row) for row in referred.where(referred.notna(), None).to_numpy().tolist()]
    if len(columns) == 1:
        expectation: Any = gxe.ExpectColumnValuesToBeInSet(
            column=key.fields[0], value_set=[value for (value,) in known]
        )
    else:
        # Where a referred column may be empty, an empty cell must answer an empty one.
        schema = datasets.schema(workspace, resource)
        always_there = all(map(schema.is_required, columns))
        expectation = gxe.ExpectColumnPairValuesToBeInSet(
            column_A=key.fields[0],
            column_B=key.fields[1],
            value_pairs_set=known,
            ignore_row_if="either_value_is_missing" if always_there else "neither",
        )
    return Check(
        expectation,
        f"{key.fields[0]}-in-{resource}",
        ", ".join(key.fields),
        f"a row of data/{resource}",
        f"A name that is not in {resource} cannot be shown to a reader.",
    )


def _rule_checks(workspace: Workspace, path: Path, rows: pd.DataFrame) -> Iterator[Check]:
    for rule in rules(workspace, path.parent.name):
        place = workspace.relative(path.with_name("rules.yaml"))
        expectation = _expectation(place, rule, datasets.schema(workspace, path.parent.name))
        yield Check(
            expectation,
            rule.rule,
            expectation.about,
            expectation.expected(rows),
            rule.why.en,
            rule.severity,
        )


def _expectation(place: str, rule: Rule, schema: datasets.Schema) -> Any:
    from alereport.quality.expectations import RULES

    def error(found: str, expected: str) -> TableError:
        return TableError(place, f"rule {rule.rule}: {found}", expected, "correct the rule")

    if rule.expectation not in RULES:
        raise error(f"the expectation {rule.expectation} is unknown", f"one of {', '.join(RULES)}")
    try:
        made = RULES[rule.expectation].of(**rule.arguments)
    except (KeyError, TypeError, ValueError) as problem:
        found = " ".join(str(problem).split())
        raise error(f"its arguments do not fit ({found})", "those of the expectation") from None
    if unknown := set(made.column_list) - set(schema.columns):
        raise error(f"the column {min(unknown)} is unknown", "columns of table.yaml")
    return made


def rules(workspace: Workspace, dataset: str) -> list[Rule]:
    """The rules of a dataset beyond its schema; none where there is no `rules.yaml`.

    Raises:
        TableError: The file is not a list of rules.
    """
    path = workspace.dataset(dataset) / "rules.yaml"
    if not path.is_file():
        return []
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[Rule]).validate_python(loaded)
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as problem:
        found = " ".join(str(problem).split())
        raise TableError(
            workspace.relative(path), found, "a list of rules", "correct the rule"
        ) from None
