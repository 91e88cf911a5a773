"""What a person has to read in the documents after a migration, since no row said it before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alereport.base.workspace import Workspace
from alereport.data import schemas
from alereport.data.schemas import Schema
from alereport.migration.conversions import Conversion, Reading
from alereport.migration.tables import Table


@dataclass(frozen=True)
class ToRead:
    """One question to the documents.

    Attributes:
        dataset: The dataset.
        columns: The columns to fill in or to correct.
        what: What is to be read, and what is filled in until then.
        files: How many rows of each file it concerns.
        rows: The rows, such as `data/measures/x.csv:5`, if there are few.
    """

    dataset: str
    columns: tuple[str, ...]
    what: str
    files: dict[str, int]
    rows: tuple[str, ...] = ()


def of_dataset(
    dataset: str,
    conversion: Conversion,
    tables: Mapping[str, Table],
    places: Mapping[str, Sequence[str]],
) -> Iterator[ToRead]:
    """What is to be read for a dataset.

    Args:
        tables: Its tables, by file.
        places: The place of each remaining row, by file.
    """
    for reading in conversion.read:
        numbers = {file: _rows(reading, table) for file, table in tables.items()}
        files = {file: len(rows) for file, rows in numbers.items() if rows}
        named = files if reading.named else {}
        rows = tuple(places[file][number] for file in named for number in numbers[file])
        if files:
            yield ToRead(dataset, reading.columns, reading.what, files, rows)


def _rows(reading: Reading, table: Table) -> list[int]:
    """The numbers of the rows that it concerns; of dropped rows, those in the file before."""
    if reading.rows == "dropped":
        return list(range(table.dropped))
    return [
        number
        for number, (_old, new) in enumerate(table.rows)
        if all(new[column] in cells for column, cells in reading.where.items())
        and _concerns(reading, table, number)
    ]


def _concerns(reading: Reading, table: Table, number: int) -> bool:
    _old, new = table.rows[number]
    match reading.rows:
        case "filled":
            return new[reading.of] != ""
        case "unprinted":
            return new[reading.of] != "" and new[reading.of] not in new["as_printed"]
        case "guessed":
            return (number, reading.columns[0]) in table.guessed
        case _:
            return True


def untranslated(
    dataset: str, schema: Schema, tables: Mapping[str, Table], languages: Sequence[str]
) -> Iterator[ToRead]:
    """The texts that the new columns for other languages are to hold."""
    pairs = [
        (column, translation)
        for column, by_language in schema.translations.items()
        for language, translation in by_language.items()
        if language in languages
    ]
    files = {
        file: sum(
            any(new[column] and not new[translation] for column, translation in pairs)
            for _old, new in table.rows
        )
        for file, table in tables.items()
    }
    if any(files.values()):
        columns = tuple(translation for _column, translation in pairs)
        what = "the texts in the book's other languages; empty is filled in"
        yield ToRead(dataset, columns, what, {file: rows for file, rows in files.items() if rows})


def without_privacy(workspace: Workspace) -> Iterator[ToRead]:
    """The datasets with private columns that do not say of whom they tell, as earlier ones."""
    for name in workspace.datasets:
        path = workspace.dataset(name) / "table.yaml"
        table = schemas.outline(path)
        if table.is_on_people and table.privacy is None:
            columns = tuple(field.name for field in table.fields if field.private)
            place = workspace.relative(path)
            what = (
                f"of whom it tells and what of it is public, to be written as privacy in {place} "
                "(docs/how-to/dataset.md); until then it cannot be read"
            )
            yield ToRead(name, columns, what, {})
