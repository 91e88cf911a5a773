"""What is checked in a dataset: its schema and its rules.

Nothing here imports Great Expectations; `gate.gx` makes an expectation of each check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import Any

import pandas as pd

from alereport.base import params
from alereport.base.errors import TableError
from alereport.base.workspace import Workspace
from alereport.data import datasets, rules, schemas, translations
from alereport.data.expressions import ConditionError
from alereport.data.rules import Rule, Severity, Why
from alereport.gate import joins
from alereport.gate.conditions import RULES, Condition
from alereport.gate.dependencies import PRIMARY_KEY

FILE = "file"
"""The column that names the file a row stands in, beside those of the schema."""

TRACED = Why(
    en="A data file holds one document, so that a figure can be traced to it.",
    sv="En datafil håller ett dokument, så att en siffra går att spåra till det.",
)
ONCE = Why(
    en="A row that stands twice is counted twice.",
    sv="En rad som står två gånger räknas två gånger.",
)
KNOWN = Why(
    en="A name that no register or dataset holds cannot be shown to a reader.",
    sv="Ett namn som inget register eller dataset har går inte att visa för en läsare.",
)
RULED = "has-rules"
"""The rule that a dataset has rules."""
ASKED = Why(
    en="Of a dataset without rules nothing is asked but its form.",
    sv="Av ett dataset utan regler begärs inget mer än rätt form.",
)
WHOLE = Why(
    en="A file saved in the wrong encoding shows readers broken letters.",
    sv="En fil som sparats i fel teckenkodning visar läsaren trasiga bokstäver.",
)


@dataclass(frozen=True)
class Check:
    """One expectation on a dataset, with what a failure says.

    Attributes:
        expectation: The name of one in `gate.conditions.RULES`, or of Great Expectations' own.
        arguments: What it takes.
        rule: The rule's name.
        column: The column, or columns, it is about.
        expected: What it asks for, in words; where that differs by row, what gives it.
        why: Why it must hold.
        severity: `error` or `warning`.
        finding: The finding of its own that a rule over several files has; none of a rule over
            one, whose rows belong to the findings of their files.
        tells_of: The columns it reads that may have to be withheld, also those of other datasets.
    """

    expectation: str
    arguments: dict[str, Any]
    rule: str
    column: str
    expected: str | Callable[[pd.DataFrame], str | pd.Series[str]]
    why: Why
    severity: Severity = "error"
    finding: str | None = None
    tells_of: frozenset[str] = frozenset()


def of_dataset(
    workspace: Workspace, dataset: str, rows: pd.DataFrame
) -> tuple[list[Check], pd.DataFrame]:
    """Every check of a dataset, and its rows with what the rules need beside them.

    A rule that reads a dataset with a file that cannot be read is left out: what it would say of
    rows that are right is not known. So is a warning about a dataset that the project does without.

    Raises:
        TableError: The schema or the rules cannot be read, do not fit each other, or lack words in
            the project's first language.
    """
    translations.require(workspace, dataset)
    frames = cache(partial(_readable, workspace))
    written = [
        rule
        for rule in rules.of_dataset(workspace, dataset)
        if all(_is_answered(rule, *frames(join.dataset)) for join in rule.join)
    ]
    made, wide = of_rules(workspace, dataset, rows, written, lambda name: frames(name)[0])
    return [*_schema_checks(workspace, dataset), *made], wide


def _is_answered(rule: Rule, other: pd.DataFrame, is_whole: bool) -> bool:
    return is_whole and (rule.severity == "error" or not other.empty)


def _readable(workspace: Workspace, dataset: str) -> tuple[pd.DataFrame, bool]:
    """The rows of a dataset that can be read, and whether that is all of them."""
    nothing = pd.DataFrame(columns=schemas.schema(workspace, dataset).columns, dtype="str")
    frames, unreadable = datasets.readable(workspace, workspace.data_files(dataset))
    return (pd.concat(frames.values()) if frames else nothing), not unreadable


def _referred(workspace: Workspace, dataset: str) -> pd.DataFrame | None:
    """The rows that others refer to; none where a file of theirs is no table.

    Of one with a slip in a cell, as it is written: it makes no row that refers to another wrong.
    """
    rows, is_whole = _readable(workspace, dataset)
    if is_whole:
        return rows
    try:
        written = [schemas.written(workspace, path)[1] for path in workspace.data_files(dataset)]
    except TableError:
        return None
    return pd.DataFrame(list(chain(*written)), columns=rows.columns, dtype="str").replace("", None)


def of_rules(
    workspace: Workspace,
    dataset: str,
    rows: pd.DataFrame,
    written: list[Rule],
    read: Callable[[str], pd.DataFrame],
) -> tuple[list[Check], pd.DataFrame]:
    """The checks of some rules, and the rows with what these need beside them.

    Args:
        rows: What the dataset's files hold.
        written: The rules.
        read: What gives another dataset, whole.

    Raises:
        TableError: The rules do not fit the schema.
    """
    files = rows.index.str.extract(r"([^/]+)\.[a-z]+:\d+$", expand=False)
    wide = joins.beside(dataset, rows.assign(**{FILE: files}), written, read)
    return [_rule_check(workspace, dataset, rule, wide) for rule in written], wide


def _schema_checks(workspace: Workspace, dataset: str) -> Iterator[Check]:
    schema = schemas.schema(workspace, dataset)
    for field in schema.fields:
        yield from _column_checks(field)
    yield _text_check(schema)
    if "document" in schema.columns and schema.scope != "municipality":
        yield _document_check()
    yield _key_check(dataset, schema.primary_key)
    for key in schema.foreign_keys:
        # Of what cannot be read it is not known what refers to it rightly.
        if (referred := _referred(workspace, key.reference.resource)) is not None:
            yield _reference_check(workspace, key, referred)


def _column_checks(field: schemas.Field) -> Iterator[Check]:
    limits, name = field.constraints, field.name
    why = Why(**field.said("description"))
    tells_of = frozenset([name] if field.private else [])

    def check(expectation: str, rule: str, expected: str, **arguments: Any) -> Check:
        asked = {"column": name, **arguments}
        return Check(expectation, asked, f"{name}-{rule}", name, expected, why, tells_of=tells_of)

    if limits.required:
        yield check("ExpectColumnValuesToNotBeNull", "required", "a value")
    if limits.enum:
        values = list(limits.enum)
        expected = f"one of {', '.join(values)}"
        yield check("ExpectColumnValuesToBeInSet", "enum", expected, value_set=values)
    if limits.pattern:
        expected, regex = f"the pattern {limits.pattern}", f"^(?:{limits.pattern})$"
        yield check("ExpectColumnValuesToMatchRegex", "pattern", expected, regex=regex)
    if limits.minimum is not None or limits.maximum is not None:
        ends = {"min_value": limits.minimum, "max_value": limits.maximum}
        expected = _range_in_words(limits)
        yield check("ExpectColumnValuesToBeBetween", "range", expected, **ends)


def _range_in_words(limits: schemas.Constraints) -> str:
    if limits.maximum is None:
        return f"at least {limits.minimum}"
    if limits.minimum is None:
        return f"at most {limits.maximum}"
    return f"a value from {limits.minimum} to {limits.maximum}"


def _text_check(schema: schemas.Schema) -> Check:
    names = [field.name for field in schema.fields if field.type == "string"]
    asked, shown = {"text_columns": names}, ", ".join(names)
    expected = "text in UTF-8 without broken letters and stray spaces"
    return Check("ExpectTextToBeWhole", asked, "text-is-whole", shown, expected, WHOLE)


def _document_check() -> Check:
    expected = "the document the file is named after"
    asked = {"condition": f"document == {FILE}", "column": "document", "asked": expected}
    return Check("ExpectRowsToSatisfy", asked, "document-is-the-file", "document", expected, TRACED)


def _key_check(dataset: str, columns: tuple[str, ...]) -> Check:
    expectation = "ExpectCompoundColumnsToBeUnique"
    asked: dict[str, Any] = {"column_list": list(columns), "ignore_row_if": "never"}
    if len(columns) == 1:
        expectation, asked = "ExpectColumnValuesToBeUnique", {"column": columns[0]}
    named, place = ", ".join(columns), f"data/{dataset}/table.yaml:{PRIMARY_KEY}"
    expected = "each combination once"
    return Check(expectation, asked, PRIMARY_KEY, named, expected, ONCE, finding=place)


def _reference_check(workspace: Workspace, key: schemas.ForeignKey, rows: pd.DataFrame) -> Check:
    resource, columns = key.reference.resource, list(key.reference.fields)
    asked: dict[str, Any]
    if len(columns) == 1:
        known = rows[columns[0]].dropna().unique().tolist()
        expectation = "ExpectColumnValuesToBeInSet"
        asked = {"column": key.fields[0], "value_set": known}
    else:
        # Where a referred column may be empty, an empty cell must answer an empty one.
        schema = schemas.schema(workspace, resource)
        pairs = rows[columns].drop_duplicates().astype("str").fillna("").itertuples(index=False)
        expectation = "ExpectToStandInDataset"
        asked = {
            "key_columns": list(key.fields),
            "dataset": resource,
            "known": "\n".join("\t".join(pair) for pair in pairs),
            "asks_for_empty": not all(map(schema.is_required, columns)),
        }
    return Check(
        expectation,
        asked,
        f"{key.fields[0]}-in-{resource}",
        ", ".join(key.fields),
        f"a row of data/{resource}",
        KNOWN,
    )


def _rule_check(workspace: Workspace, dataset: str, rule: Rule, rows: pd.DataFrame) -> Check:
    place = f"data/{dataset}/rules.yaml"
    arguments = _arguments(workspace, place, rule)
    condition = _condition(place, rule, arguments, rows)
    return Check(
        rule.expectation,
        arguments,
        rule.rule,
        condition.about,
        condition.expected,
        rule.why,
        rule.severity,
        f"{place}:{rule.rule}" if rule.reads_several else None,
        _private(workspace, dataset, rule).intersection(condition.columns),
    )


def _private(workspace: Workspace, dataset: str, rule: Rule) -> frozenset[str]:
    """The columns a rule can read that may have to be withheld, by the names it knows them by."""
    own = schemas.schema(workspace, dataset).private
    joined = (
        f"{join.prefix or join.dataset}_{name}"
        for join in rule.join
        for name in schemas.schema(workspace, join.dataset).private.intersection(join.take)
    )
    return own.union(joined)


def _arguments(workspace: Workspace, place: str, rule: Rule) -> dict[str, Any]:
    if rule.expectation not in RULES:
        found, expected = f"the expectation {rule.expectation} is unknown", ", ".join(sorted(RULES))
        raise _rule_error(place, rule, found, f"one of {expected}")
    if not RULES[rule.expectation].needs_thresholds:
        return rule.arguments
    limits = params.municipality(workspace).thresholds
    return {**rule.arguments, "percent": limits.change_percent, "amount": limits.change_tkr}


def _condition(place: str, rule: Rule, arguments: dict[str, Any], rows: pd.DataFrame) -> Condition:
    """What a rule asks of the rows, once it is seen that it can be asked of them."""
    try:
        condition = RULES[rule.expectation](**arguments)
        columns = condition.columns
        if unknown := sorted(set(columns) - set(rows.columns)):
            found = f"the column {unknown[0]} is unknown"
            raise _rule_error(place, rule, found, "columns of table.yaml")
        condition.holds(rows.iloc[:0])
    except ConditionError as problem:
        raise _rule_error(place, rule, problem.found, problem.expected) from None
    except (AttributeError, LookupError, NameError, TypeError, ValueError, SyntaxError) as problem:
        found = f"its arguments do not fit ({' '.join(str(problem).split())})"
        raise _rule_error(place, rule, found, "those of the expectation") from None
    return condition


def _rule_error(place: str, rule: Rule, found: str, expected: str) -> TableError:
    return TableError(place, f"rule {rule.rule}: {found}", expected, "correct the rule")
