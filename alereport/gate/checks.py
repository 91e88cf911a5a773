"""The checks of a dataset, from its schema and its rules.

Nothing here imports Great Expectations; `gate.gx` turns each check into an expectation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
from alereport.data.schemas import CLAIMS
from alereport.gate import claims, counts, joins
from alereport.gate.conditions import RULES, Condition
from alereport.gate.dependencies import PRIMARY_KEY
from alereport.texts.claims.project import UNMATCHED

FILE = "file"
"""The added column that names the file a row is in."""

WHY_ONE_DOCUMENT = Why(
    en="A data file holds one document, so that a figure can be traced to it.",
    sv="En datafil håller ett dokument, så att en siffra går att spåra till det.",
)
WHY_UNIQUE = Why(
    en="A row that stands twice is counted twice.",
    sv="En rad som står två gånger räknas två gånger.",
)
WHY_REFERENCE = Why(
    en="A name that no register or dataset holds cannot be shown to a reader.",
    sv="Ett namn som inget register eller dataset har går inte att visa för en läsare.",
)
HAS_RULES = "has-rules"
"""The name of the rule that a dataset must have rules."""
WHY_RULES = Why(
    en="A dataset without rules is checked only for its form.",
    sv="Av ett dataset utan regler begärs inget mer än rätt form.",
)
WHY_LANGUAGES = Why(
    en="Where a translation is missing, a reader in that language meets the document's own words.",
    sv="Där en översättning saknas möter den som läser på det språket dokumentets egna ord.",
)
WHY_TRANSLATION = Why(
    en="Readers of two languages are shown the same, so a text of the line beside shows.",
    sv="Läsare av två språk får se detsamma, så en text från raden bredvid syns.",
)
WHY_DECLARED = Why(
    en="Whoever counted the rows in the document knows whether one is missing here.",
    sv="Den som räknat raderna i dokumentet vet om någon saknas här.",
)
WHY_CLAIMS = Why(
    en="A number in words that no row has is one that nobody can defend.",
    sv="En siffra i text som ingen rad har är en som ingen kan försvara.",
)
WHY_TEXT = Why(
    en="A file saved in the wrong encoding shows readers broken letters.",
    sv="En fil som sparats i fel teckenkodning visar läsaren trasiga bokstäver.",
)


@dataclass(frozen=True)
class Check:
    """One expectation on a dataset, with the texts of its failures.

    Attributes:
        expectation: The name of a condition in `gate.conditions.RULES`, or of one of Great
            Expectations' own expectations.
        arguments: The keyword arguments of the expectation.
        rule: The rule's name.
        column: The column it checks, or several separated by commas.
        expected: What a row should hold, in words; a function of the rows where it differs by row.
        why: Why the rule must hold.
        severity: `error` or `warning`.
        finding: The name of the separate finding that a rule over several files has; None for a
            rule over one file, whose broken rows belong to the finding of that file.
        private_columns: The columns it reads whose values may have to be withheld, those joined
            from other datasets included.
        line_column: The column of the line on which it fails, where that is not the row's.
    """

    expectation: str
    arguments: dict[str, Any]
    rule: str
    column: str
    expected: str | Callable[[pd.DataFrame], str | pd.Series[str]]
    why: Why
    severity: Severity = "error"
    finding: str | None = None
    private_columns: frozenset[str] = frozenset()
    line_column: str = ""


def of_dataset(
    workspace: Workspace, dataset: str, rows: pd.DataFrame
) -> tuple[list[Check], pd.DataFrame]:
    """Return every check of a dataset, and its rows with the joined columns that rules need.

    A rule that joins a dataset with an unreadable file is left out, since it could fail rows that
    are right. So is a warning that joins a dataset without rows.

    Raises:
        TableError: The schema or the rules cannot be read, do not fit each other, or lack texts in
            the project's first language.
    """
    translations.require(workspace, dataset)
    frames = cache(partial(_readable_rows, workspace))
    usable_rules = [
        rule
        for rule in rules.of_dataset(workspace, dataset)
        if _can_be_checked(rule, [frames(join.dataset) for join in rule.join])
    ]
    rule_checks, wide = of_rules(
        workspace, dataset, rows, usable_rules, lambda name: frames(name)[0]
    )
    schema_checks = list(_schema_checks(workspace, dataset))
    with_unmatched = claims.with_unmatched(workspace, dataset, wide)
    if with_unmatched is not None:
        return [*schema_checks, _claims_check(dataset), *rule_checks], with_unmatched
    return [*schema_checks, *rule_checks], wide


def _can_be_checked(rule: Rule, joined: Sequence[tuple[pd.DataFrame, bool]]) -> bool:
    has_rows = not joined or any(not rows.empty for rows, _ in joined)
    return all(is_complete for _, is_complete in joined) and (rule.severity == "error" or has_rows)


def _readable_rows(workspace: Workspace, dataset: str) -> tuple[pd.DataFrame, bool]:
    """Return the rows of a dataset that can be read, and whether those are all its rows."""
    frames, unreadable = datasets.try_read(workspace, workspace.data_files(dataset))
    rows = pd.concat(frames.values()) if frames else datasets.without_rows(workspace, dataset)
    return rows, not unreadable


def _referred_rows(workspace: Workspace, dataset: str) -> pd.DataFrame | None:
    """Return the rows that foreign keys refer to; None where one of the files is not a table.

    Files with an invalid cell are read as text, so that references to their other rows still hold.
    """
    rows, is_complete = _readable_rows(workspace, dataset)
    if is_complete:
        return rows
    try:
        file_rows = [
            schemas.read_rows(workspace, path)[1] for path in workspace.data_files(dataset)
        ]
    except TableError:
        return None
    return pd.DataFrame(list(chain(*file_rows)), columns=rows.columns, dtype="str").replace(
        "", None
    )


def of_rules(
    workspace: Workspace,
    dataset: str,
    rows: pd.DataFrame,
    dataset_rules: list[Rule],
    read: Callable[[str], pd.DataFrame],
) -> tuple[list[Check], pd.DataFrame]:
    """Return the checks of some rules, and the rows with the joined columns that they need.

    Args:
        rows: All rows of the dataset.
        dataset_rules: The rules.
        read: Returns all rows of another dataset by its name.

    Raises:
        TableError: The rules do not fit the schema.
    """
    files = rows.index.str.extract(r"([^/]+)\.[a-z]+:\d+$", expand=False)
    wide = joins.with_joined_columns(dataset, rows.assign(**{FILE: files}), dataset_rules, read)
    return [_rule_check(workspace, dataset, rule, wide) for rule in dataset_rules], wide


def _schema_checks(workspace: Workspace, dataset: str) -> Iterator[Check]:
    schema = schemas.schema(workspace, dataset)
    for field in schema.fields:
        yield from _column_checks(field)
    yield from _translation_checks(schema)
    yield _text_check(schema)
    yield from _language_checks(schema, params.municipality(workspace).languages)
    if "document" in schema.columns and schema.scope != "municipality":
        yield _document_check()
    yield _key_check(dataset, schema.primary_key)
    for key in schema.foreign_keys:
        # A reference cannot be checked against rows that cannot be read.
        if (referred_rows := _referred_rows(workspace, key.reference.resource)) is not None:
            yield _reference_check(workspace, key, referred_rows)
    if dataset == counts.SECTIONS:
        yield _declaration_check(workspace)
    elif counts.is_counted(dataset, schema) and (declared := counts.declared(workspace, dataset)):
        yield _count_check(dataset, schema, declared)


def _column_checks(field: schemas.Field) -> Iterator[Check]:
    limits, name = field.constraints, field.name
    why = Why(**field.by_language("description"))
    private_columns = frozenset([name] if field.private else [])

    def check(expectation: str, rule: str, expected: str, **arguments: Any) -> Check:
        all_arguments = {"column": name, **arguments}
        return Check(
            expectation,
            all_arguments,
            f"{name}-{rule}",
            name,
            expected,
            why,
            private_columns=private_columns,
        )

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
        bounds = {"min_value": limits.minimum, "max_value": limits.maximum}
        expected = _range_in_words(limits)
        yield check("ExpectColumnValuesToBeBetween", "range", expected, **bounds)


def _range_in_words(limits: schemas.Constraints) -> str:
    if limits.maximum is None:
        return f"at least {limits.minimum}"
    if limits.minimum is None:
        return f"at most {limits.maximum}"
    return f"a value from {limits.minimum} to {limits.maximum}"


def _translation_checks(schema: schemas.Schema) -> Iterator[Check]:
    """Yield the checks that a text has one translation, and that it has the text's numbers."""
    for text, by_language in schema.translations.items():
        for name in by_language.values():
            once: dict[str, Any] = {
                "group_columns": [text],
                "same_columns": [name],
                "when": f"{name}.notna()",
                "when_columns": [name],
            }
            numbers = {"text_column": text, "translated_column": name}
            checks: tuple[tuple[str, str, dict[str, Any], Severity], ...] = (
                (f"{name}-is-one", "ExpectSameWithin", once, "error"),
                (f"{name}-has-its-numbers", "ExpectSameNumbers", numbers, "warning"),
            )
            for rule, condition, arguments, severity in checks:
                expected = RULES[condition](**arguments).expected
                yield Check(condition, arguments, rule, name, expected, WHY_TRANSLATION, severity)


def _text_check(schema: schemas.Schema) -> Check:
    names = [field.name for field in schema.fields if field.type == "string"]
    arguments, columns = {"text_columns": names}, ", ".join(names)
    expected = "text in UTF-8 without broken letters and stray spaces"
    return Check("ExpectTextToBeWhole", arguments, "text-is-whole", columns, expected, WHY_TEXT)


def _language_checks(schema: schemas.Schema, languages: Sequence[str]) -> Iterator[Check]:
    """Yield a warning for each column of texts that has a column in one of the languages."""
    for column, by_language in schema.translations.items():
        translated = [by_language[code] for code in languages if code in by_language]
        if not translated:
            continue
        columns = ", ".join([column, *translated])
        expected = f"a text in each of {columns}, or in none of them"
        same = (f"{column}.notna() == {name}.notna()" for name in translated)
        yield Check(
            "ExpectRowsToSatisfy",
            {"condition": " and ".join(same), "column": columns, "asked": expected},
            f"{column}-in-every-language",
            columns,
            expected,
            WHY_LANGUAGES,
            severity="warning",
            private_columns=schema.private.intersection([column, *translated]),
        )


def _document_check() -> Check:
    expected = "the document the file is named after"
    arguments = {"condition": f"document == {FILE}", "column": "document", "asked": expected}
    return Check(
        "ExpectRowsToSatisfy",
        arguments,
        "document-is-the-file",
        "document",
        expected,
        WHY_ONE_DOCUMENT,
    )


def _key_check(dataset: str, columns: tuple[str, ...]) -> Check:
    expectation = "ExpectCompoundColumnsToBeUnique"
    arguments: dict[str, Any] = {"column_list": list(columns), "ignore_row_if": "never"}
    if len(columns) == 1:
        expectation, arguments = "ExpectColumnValuesToBeUnique", {"column": columns[0]}
    column_names, place = ", ".join(columns), f"data/{dataset}/table.yaml:{PRIMARY_KEY}"
    expected = "each combination once"
    return Check(
        expectation, arguments, PRIMARY_KEY, column_names, expected, WHY_UNIQUE, finding=place
    )


def _reference_check(workspace: Workspace, key: schemas.ForeignKey, rows: pd.DataFrame) -> Check:
    resource, columns = key.reference.resource, list(key.reference.fields)
    arguments: dict[str, Any]
    if len(columns) == 1:
        values = rows[columns[0]].dropna().unique().tolist()
        expectation = "ExpectColumnValuesToBeInSet"
        arguments = {"column": key.fields[0], "value_set": values}
    else:
        # Where a referred column may be empty, an empty cell must match an empty one.
        schema = schemas.schema(workspace, resource)
        pairs = rows[columns].drop_duplicates().astype("str").fillna("").itertuples(index=False)
        expectation = "ExpectToStandInDataset"
        arguments = {
            "key_columns": list(key.fields),
            "dataset": resource,
            "known": "\n".join("\t".join(pair) for pair in pairs),
            "asks_for_empty": not all(map(schema.is_required, columns)),
        }
    return Check(
        expectation,
        arguments,
        f"{key.fields[0]}-in-{resource}",
        ", ".join(key.fields),
        f"a row of data/{resource}",
        WHY_REFERENCE,
    )


def _count_check(dataset: str, schema: schemas.Schema, declared: str) -> Check:
    document, section = counts.PLACE
    arguments = {
        "document_column": document,
        "section_column": section,
        "naming_columns": counts.naming_columns(schema),
        "dataset": dataset,
        "declared": declared,
        "basis_column": counts.basis_column(schema),
    }
    condition = RULES["ExpectRowsAsDeclared"](**arguments)
    return Check(
        "ExpectRowsAsDeclared",
        arguments,
        "rows-as-declared",
        section,
        condition.expected,
        WHY_DECLARED,
    )


def _claims_check(dataset: str) -> Check:
    """Return the warning of a number in a text that no row supports."""
    return Check(
        "ExpectRowsToSatisfy",
        claims.CONDITION,
        CLAIMS,
        UNMATCHED,
        claims.ASKED,
        WHY_CLAIMS,
        severity="warning",
        finding=claims.finding(dataset),
        line_column=claims.LINE,
    )


def _declaration_check(workspace: Workspace) -> Check:
    """Return the check that what is declared of a document is in a file of that dataset."""
    files = workspace.data_files(*counts.counted(workspace))
    columns = ["document", "dataset"]
    arguments = {
        "key_columns": columns,
        "dataset": "a dataset with a file of the document",
        "known": "\n".join(f"{path.stem}\t{path.parent.name}" for path in files),
        "asks_for_empty": False,
    }
    return Check(
        "ExpectToStandInDataset",
        arguments,
        "declared-rows-are-there",
        ", ".join(columns),
        "a dataset with a file of the document, or no declaration",
        WHY_DECLARED,
        severity="warning",  # A file that is gone is told of by its seal.
    )


def _rule_check(workspace: Workspace, dataset: str, rule: Rule, rows: pd.DataFrame) -> Check:
    place = f"data/{dataset}/rules.yaml"
    arguments = _arguments(place, rule)
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
        _private_columns(workspace, dataset, rule).intersection(condition.columns),
    )


def _private_columns(workspace: Workspace, dataset: str, rule: Rule) -> frozenset[str]:
    """Return the columns a rule can read whose values may be withheld, by their names in it."""
    own_columns = schemas.schema(workspace, dataset).private
    joined_columns = (
        f"{join.prefix or join.dataset}_{name}"
        for join in rule.join
        for name in schemas.schema(workspace, join.dataset).private.intersection(join.take)
    )
    return own_columns.union(joined_columns)


def _arguments(place: str, rule: Rule) -> dict[str, Any]:
    if rule.expectation not in RULES:
        problem, names = f"the expectation {rule.expectation} is unknown", ", ".join(sorted(RULES))
        raise _rule_error(place, rule, problem, f"one of {names}")
    return rule.arguments


def _condition(place: str, rule: Rule, arguments: dict[str, Any], rows: pd.DataFrame) -> Condition:
    """Return the condition of a rule, after trying it on a frame without rows."""
    try:
        condition = RULES[rule.expectation](**arguments)
        columns = condition.columns
        if unknown := sorted(set(columns) - set(rows.columns)):
            message = f"the column {unknown[0]} is unknown"
            raise _rule_error(place, rule, message, "columns of table.yaml")
        condition.holds(rows.iloc[:0])
    except ConditionError as problem:
        raise _rule_error(place, rule, problem.found, problem.expected) from None
    except (AttributeError, LookupError, NameError, TypeError, ValueError, SyntaxError) as problem:
        message = f"its arguments do not fit ({' '.join(str(problem).split())})"
        raise _rule_error(place, rule, message, "the arguments of the expectation") from None
    return condition


def _rule_error(place: str, rule: Rule, message: str, expected: str) -> TableError:
    return TableError(place, f"rule {rule.rule}: {message}", expected, "correct the rule")
