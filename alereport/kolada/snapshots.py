"""Snapshots of what Kolada said on a day: their rows, and their files in `data/`.

A snapshot is a file of `data/comparison`, named after its day; those of earlier days stay. The
indicators that are asked for stand in `data/comparison_indicators`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from alereport.base import languages
from alereport.base.comparison import Indicator
from alereport.base.errors import TableError
from alereport.base.fingerprints import content
from alereport.base.workspace import Workspace, write_together
from alereport.data import addresses, csv_files, schemas

VALUES, INDICATORS = "comparison", "comparison_indicators"
"""The datasets of the values and of what each indicator is."""
NAME = re.compile(r"kolada-\d{4}-\d\d(-\d\d)?\.csv")
"""The file of a day's snapshot, or of a month's whose day nobody knows."""
MOST_DECIMALS = Decimal(1).scaleb(-15)
"""What a value is rounded to that has more decimals than a data file may."""

Sex = Literal["total", "men", "women"]
Key = tuple[str, str, int, str]
"""An indicator, a municipality's code, a year and a sex."""


@dataclass(frozen=True)
class Row:
    """One value as Kolada has it.

    Attributes:
        indicator: The indicator's name at Kolada, such as `N03011`.
        municipality: The municipality's four digits.
        municipality_name: Its name at Kolada.
        year: The year.
        sex: Whose it is.
        value: The value, in the indicator's unit.
        status: `preliminary` until the day that Kolada publishes it as final.
    """

    indicator: str
    municipality: str
    municipality_name: str
    year: int
    sex: Sex
    value: Decimal
    status: Literal["final", "preliminary"]

    @property
    def key(self) -> Key:
        return self.indicator, self.municipality, self.year, self.sex


@dataclass(frozen=True)
class Snapshot:
    """What Kolada said on a day.

    Attributes:
        fetched: The day, such as `2026-12-01`, or the month where the day is not known.
        rows: The values, in the order of their keys.
        indicators: The indicators that were asked for.
        asked: The indicators, the codes of the municipalities and the years that were asked for.
        silent: The keys of which Kolada said that it has no value, or deleted it.
    """

    fetched: str
    rows: tuple[Row, ...]
    indicators: tuple[Indicator, ...]
    asked: tuple[frozenset[str], frozenset[str], frozenset[int]]
    silent: frozenset[Key] = field(default=frozenset())

    def is_asked(self, key: Key) -> bool:
        """Whether a value was asked for."""
        return all(part in parts for part, parts in zip(key, self.asked, strict=False))


@dataclass(frozen=True)
class Stored:
    """A snapshot in a file.

    Attributes:
        path: The file of its values.
        rows: The values by key.
        addresses: The address of the row of each, as exhibits name it.
    """

    path: Path
    rows: Mapping[Key, Row]
    addresses: Mapping[Key, str]

    @property
    def fetched(self) -> str:
        """The day it was fetched, or the month; a month is earlier than each of its days."""
        return fetched(self.path)


def fetched(path: Path) -> str:
    """The day, or the month, that the snapshot in a file was fetched."""
    return path.stem.removeprefix("kolada-")


def require_datasets(workspace: Workspace) -> None:
    """Require the datasets that a snapshot is written to, before anybody is asked for one.

    Raises:
        TableError: The project has not both of them, or a schema cannot be read.
    """
    for name in (VALUES, INDICATORS):
        table = workspace.dataset(name) / "table.yaml"
        if not table.is_file():
            raise TableError(
                workspace.relative(table),
                "there is no such file",
                "the dataset that what Kolada says is written to",
                "run alereport upgrade, which brings it",
            )
        schemas.schema(workspace, name)


def latest_file(workspace: Workspace) -> Path | None:
    """The file of the latest snapshot of a project; None if there is none."""
    paths = [path for path in workspace.data_files(VALUES) if NAME.fullmatch(path.name)]
    return max(paths, key=lambda each: each.stem, default=None)


def latest(workspace: Workspace) -> Stored | None:
    """The latest snapshot of a project; None if there is none.

    Raises:
        TableError: Its file, or the schema, cannot be read.
    """
    path = latest_file(workspace)
    if path is None:
        return None
    place = workspace.relative(path)
    cells = [each for each in csv_files.csv_rows(content(path)) if each[1].get("value") != ""]
    rows = [_row(row, f"{place}:{line}") for line, row in cells]
    key = schemas.schema(workspace, VALUES).primary_key
    names = addresses.of_rows(place, key, (row for _line, row in cells))
    return Stored(
        path,
        {row.key: row for row in rows},
        {row.key: name for row, name in zip(rows, names, strict=True)},
    )


def _row(cells: Mapping[str, str], place: str) -> Row:
    try:
        return Row(
            cells["indicator"],
            cells["municipality"],
            cells.get("municipality_name", ""),
            int(cells["year"]),
            cells["sex"],  # type: ignore[arg-type]
            Decimal(cells["value"]),
            cells["status"],  # type: ignore[arg-type]
        )
    except (KeyError, ValueError, InvalidOperation):
        raise TableError(
            place,
            "it is no value of Kolada's",
            "an indicator, municipality, year, sex, value and status",
            "restore the file as it was fetched",
        ) from None


@dataclass(frozen=True)
class Files:
    """The files that a snapshot becomes.

    Attributes:
        values: The file of its values.
        count: How many values it has.
        content: The bytes of each file, by its path; that of the values last.
    """

    values: Path
    count: int
    content: Mapping[Path, bytes]

    @property
    def are_new(self) -> bool:
        """Whether a file is not yet as it would be written."""
        return any(
            not path.is_file() or content(path) != data for path, data in self.content.items()
        )

    def write(self) -> None:
        """Write all of them, or none."""
        write_together(self.content)


def files(workspace: Workspace, snapshot: Snapshot) -> Files:
    """The files of a snapshot, with the columns of their schemas.

    Raises:
        TableError: The project has no such datasets, or a column that Kolada says nothing of.
    """
    path = workspace.dataset(VALUES) / f"kolada-{snapshot.fetched}.csv"
    values = [_cells(row) | {"fetched": snapshot.fetched} for row in snapshot.rows]
    described = workspace.dataset(INDICATORS) / f"{INDICATORS}.csv"
    indicators = _indicators(workspace, described, snapshot.indicators)
    return Files(
        path,
        len(values),
        {
            described: _written(workspace, INDICATORS, indicators),
            path: _written(workspace, VALUES, values),
        },
    )


def _indicators(
    workspace: Workspace, path: Path, asked: Sequence[Indicator]
) -> list[dict[str, str]]:
    """The rows of the indicators: what is asked for now, and after them what was before.

    Snapshots of earlier days have values of those. What nothing asks for, such as the definition,
    is the steward's own words, which stay.
    """
    rows = [row for _line, row in csv_files.csv_rows(content(path))] if path.is_file() else []
    before = {row["indicator"]: row for row in rows}
    columns = schemas.schema(workspace, INDICATORS).columns
    now = {
        each.indicator: dict.fromkeys(columns, "")
        | before.get(each.indicator, {})
        | _described(each)
        for each in asked
    }
    return [*now.values(), *(row for name, row in before.items() if name not in now)]


def _described(asked: Indicator) -> dict[str, str]:
    """What `params/comparison.yaml` says of an indicator, by column; see `Schema.translations`."""
    row = {"indicator": asked.indicator, "title": asked.title, "direction": asked.direction}
    for column, words in (("label", asked.label), ("unit", asked.unit)):
        row |= {f"{column}_{language}": each for language, each in words.items()}
        row[column] = words.get(languages.DATA_LANGUAGE) or next(iter(words.values()))
    return row


def is_as_stored(workspace: Workspace, snapshot: Snapshot, last: Stored) -> bool:
    """Whether Kolada, and what is asked of it, are as they were at the last snapshot."""
    return not files(workspace, replace(snapshot, fetched=last.fetched)).are_new


def _cells(row: Row) -> dict[str, str]:
    return {
        "indicator": row.indicator,
        "municipality": row.municipality,
        "municipality_name": row.municipality_name,
        "year": str(row.year),
        "sex": row.sex,
        "value": plain(row.value),
        "status": row.status,
    }


def _written(workspace: Workspace, dataset: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """A file of a dataset, with the columns that its schema has."""
    columns = schemas.schema(workspace, dataset).columns
    known = {name for row in rows for name in row}
    unknown = [name for name in columns if name not in known]
    if unknown:
        raise TableError(
            workspace.relative(workspace.dataset(dataset) / "table.yaml"),
            f"nothing is known of the column {unknown[0]}",
            f"columns among {', '.join(sorted(known))}",
            "move the column to a dataset of your own",
        )
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    written = (csv_files.written(cells, ending="\n", all_quoted=False) for cells in lines)
    return "".join(written).encode()


@dataclass(frozen=True)
class Gap:
    """A year in which an indicator has no value for some of the municipalities.

    Attributes:
        indicator: The indicator.
        year: The year.
        values: How many municipalities have a value.
        municipalities: How many were asked for.
    """

    indicator: str
    year: int
    values: int
    municipalities: int


def gaps(snapshot: Snapshot) -> list[Gap]:
    """Each indicator and year without a value for every municipality, in their order."""
    names, codes, years = snapshot.asked
    having = {(row.indicator, row.municipality, row.year) for row in snapshot.rows}
    counted = Counter((name, year) for name, _code, year in having)
    return [
        Gap(name, year, counted[name, year], len(codes))
        for name in sorted(names)
        for year in sorted(years)
        if counted[name, year] < len(codes)
    ]


def plain(value: Decimal) -> str:
    """A value as data files have it: without an exponent, and no more decimals than it needs."""
    if value.as_tuple().exponent < MOST_DECIMALS.as_tuple().exponent:  # type: ignore[operator]
        value = value.quantize(MOST_DECIMALS)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
