"""The checks that a dataset's schema asks for, without a rule of its own.

Nothing here imports Great Expectations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from alereport.base import params
from alereport.base.errors import Failure, TableError
from alereport.base.workspace import Workspace
from alereport.data import data_files, datasets, schemas
from alereport.data.rules import Severity, Why
from alereport.gate import counts
from alereport.gate.check import FILE, Check
from alereport.gate.conditions import RULES
from alereport.gate.dependencies import PRIMARY_KEY

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
WHY_LANGUAGES = Why(
    en="Where a translation is missing, a reader in that language meets the document's own words.",
    sv="Där en översättning saknas möter den som läser på det språket dokumentets egna ord.",
)
WHY_TRANSLATION = Why(
    en="Readers of two languages are shown the same, so a text of the line beside shows.",
    sv="Läsare av två språk får se detsamma, så en text från raden bredvid syns.",
)
WHY_NUMBERS = Why(
    en="A translation with another number tells its readers something else than the document.",
    sv="En översättning med ett annat tal säger sina läsare något annat än dokumentet.",
)
TRANSLATE = "correct the translation, or leave it empty until it is translated"
"""The next step where a translation says something else than its text."""
WHY_DECLARED = Why(
    en="Whoever counted the rows in the document knows whether one is missing here.",
    sv="Den som räknat raderna i dokumentet vet om någon saknas här.",
)
WHY_TEXT = Why(
    en="A file saved in the wrong encoding shows readers broken letters.",
    sv="En fil som sparats i fel teckenkodning visar läsaren trasiga bokstäver.",
)


def of_schema(workspace: Workspace, dataset: str) -> Iterator[Check]:
    """Yield the checks that a dataset's schema asks for.

    Raises:
        TableError: The schema cannot be read.
    """
    schema = schemas.schema(workspace, dataset)
    languages = params.municipality(workspace).languages
    unasked = schema.unasked(languages)
    for field in schema.fields:
        yield from _column_checks(field, is_asked=field.name not in unasked)
    yield from _translation_checks(schema)
    yield _text_check(schema)
    yield from _language_checks(schema, languages)
    if "document" in schema.columns and schema.scope != "municipality":
        yield _document_check()
    yield _key_check(dataset, schema.primary_key)
    for key in schema.foreign_keys:
        _require_referred(workspace, dataset, key.reference)
        # A reference cannot be checked against rows that cannot be read.
        if (referred_rows := _referred_rows(workspace, key.reference.resource)) is not None:
            yield _reference_check(workspace, key, referred_rows)
    if dataset == counts.SECTIONS:
        yield _declaration_check(workspace)
    elif counts.is_counted(dataset, schema) and (declared := counts.declared(workspace, dataset)):
        yield _count_check(workspace, dataset, declared)


def _require_referred(workspace: Workspace, dataset: str, reference: schemas.Reference) -> None:
    """Refuse a foreign key to a dataset or column that does not exist."""
    known = schemas.outline(workspace.dataset(reference.resource) / "table.yaml").columns
    if reference.resource not in workspace.datasets:
        found, expected = f"the dataset {reference.resource}", ", ".join(workspace.datasets)
    elif known and (unknown := sorted(set(reference.fields) - set(known))):
        found, expected = f"the column {unknown[0]} of {reference.resource}", ", ".join(known)
    else:
        return
    raise TableError(
        workspace.relative(workspace.dataset(dataset) / "table.yaml"),
        f"a foreign key refers to {found}, which does not exist",
        f"one of {expected}",
        "correct the foreign key",
    )


def _column_checks(field: schemas.Field, *, is_asked: bool) -> Iterator[Check]:
    """Yield what the schema asks of a column; it may be empty where it `is_asked` for by nobody."""
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

    if limits.required and is_asked:
        yield check("ExpectColumnValuesToNotBeNull", "required", "a value")
    if limits.enum:
        values = list(limits.enum)
        expected = f"one of {', '.join(values)}"
        yield check("ExpectColumnValuesToBeInSet", "enum", expected, value_set=values)
    if limits.pattern:
        regex = f"^(?:{limits.pattern})$"
        yield check("ExpectColumnValuesToMatchRegex", "pattern", field.form, regex=regex)
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


def _of_condition(
    expectation: str,
    arguments: dict[str, Any],
    rule: str,
    why: Why,
    *,
    severity: Severity = "error",
    private_columns: frozenset[str] = frozenset(),
    next_step: str = Failure.next_step,
) -> Check:
    """Return the check of one of the gate's own conditions, with the condition's texts."""
    condition = RULES[expectation](**arguments)
    return Check(
        expectation,
        arguments,
        rule,
        condition.about,
        condition.expected,
        why,
        severity,
        private_columns=private_columns,
        next_step=next_step,
    )


def _translation_checks(schema: schemas.Schema) -> Iterator[Check]:
    """Yield the checks that a text has one translation, and that it has the text's numbers.

    A text that is translated in one row is so in every row where it stands.
    """
    for text, by_language in schema.translations.items():
        for name in by_language.values():
            once = {
                "group_columns": [text],
                "same_columns": [name],
                "when": f"{text}.notna()",
                "when_columns": [text],
            }
            numbers = {"text_column": text, "translated_column": name}
            yield _of_condition(
                "ExpectSameWithin",
                once,
                f"{name}-is-one",
                WHY_TRANSLATION,
                next_step="translate the text in the same way wherever it stands",
            )
            yield _of_condition(
                "ExpectSameNumbers",
                numbers,
                f"{name}-has-its-numbers",
                WHY_NUMBERS,
                next_step=TRANSLATE,
            )


def _text_check(schema: schemas.Schema) -> Check:
    arguments = {"text_columns": [field.name for field in schema.fields if field.type == "string"]}
    return _of_condition("ExpectTextToBeWhole", arguments, "text-is-whole", WHY_TEXT)


def _language_checks(schema: schemas.Schema, languages: Sequence[str]) -> Iterator[Check]:
    """Yield a warning for each column of texts that has a column in one of the languages."""
    for column, by_language in schema.translations.items():
        translated = [by_language[code] for code in languages if code in by_language]
        if not translated:
            continue
        columns = ", ".join([column, *translated])
        same = (f"{column}.notna() == {name}.notna()" for name in translated)
        yield _of_condition(
            "ExpectRowsToSatisfy",
            {
                "condition": " and ".join(same),
                "column": columns,
                "asked": f"a text in each of {columns}, or in none of them",
            },
            f"{column}-in-every-language",
            WHY_LANGUAGES,
            severity="warning",
            private_columns=schema.private.intersection([column, *translated]),
        )


def _document_check() -> Check:
    arguments = {
        "condition": f"document == {FILE}",
        "column": "document",
        "asked": "the document the file is named after",
    }
    return _of_condition("ExpectRowsToSatisfy", arguments, "document-is-the-file", WHY_ONE_DOCUMENT)


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


def _count_check(workspace: Workspace, dataset: str, declared: str) -> Check:
    schema = schemas.schema(workspace, dataset)
    document, section = counts.PLACE
    arguments = {
        "document_column": document,
        "section_column": section,
        "naming_columns": counts.naming_columns(schema),
        "dataset": dataset,
        "declared": declared,
        "basis_column": counts.basis_column(schema),
        "listed_columns": counts.listed_columns(workspace, schema),
    }
    return _of_condition("ExpectRowsAsDeclared", arguments, "rows-as-declared", WHY_DECLARED)


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


def _referred_rows(workspace: Workspace, dataset: str) -> pd.DataFrame | None:
    """Return the rows that foreign keys refer to; None where one of the files is not a table.

    Files with an invalid cell are read as text, so that references to their other rows still hold.
    """
    rows, is_complete = datasets.readable_rows(workspace, dataset)
    if is_complete:
        return rows
    try:
        file_rows = [
            data_files.read_rows(workspace, path)[1] for path in workspace.data_files(dataset)
        ]
    except TableError:
        return None
    return pd.DataFrame(list(chain(*file_rows)), columns=rows.columns, dtype="str").replace(
        "", None
    )
