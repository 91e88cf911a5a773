"""What earlier versions had, and how each dataset becomes that of this version.

Both are data: `conversions.yaml` is written by hand, and the standard of each earlier version, such
as `standard_0_2_0.yaml`, was made once from that version.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

from alereport.base import yaml_files

Parsed = TypeVar("Parsed")
FOLDER = Path(__file__).parent


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cell(_Frozen):
    """Where the cells of a column come from.

    Attributes:
        way: `same`: another cell of the row. `last_day`: the last day that the row's document can
            report. `hedge`: the word in `as_printed` that made the figure approximate; a guess
            where `of` says that it was, and there is none.
        of: The column that it replaces, and the column of that other cell; by default itself.
        cells: What is written instead of some cells.
        otherwise: What is written instead of all others; by default they stay as they are.
    """

    way: Literal["same", "last_day", "hedge"] = "same"
    of: str = ""
    cells: dict[str, str] = {}
    otherwise: str | None = None


class Reading(_Frozen):
    """What a person has to read in the documents, since no row of the version before says it.

    Attributes:
        columns: The columns to fill in or to correct.
        what: What is to be read, and what is filled in until then.
        rows: Which rows it concerns: `all`; those where the column `of` is `filled`, or where its
            cell is `unprinted`, in `as_printed`; those where a cell of the first column was
            `guessed`; those that were `dropped`.
        of: The column that `rows` is about.
        where: Cells that the rows have, by column.
        named: True if each row is named, not only how many there are.
    """

    columns: tuple[str, ...]
    what: str
    rows: Literal["all", "filled", "unprinted", "guessed", "dropped"] = "all"
    of: str = ""
    where: dict[str, tuple[str, ...]] = {}
    named: bool = False


class Order(_Frozen):
    """The order that the rows are put in where the municipality has a habit.

    Attributes:
        habit: The habit, in `params/municipality.yaml`.
        together: The column whose equal cells stand together, where the first of them stands.
        by: The columns whose cells are then in order.
    """

    habit: str
    together: str = ""
    by: tuple[str, ...]


class Conversion(_Frozen):
    """How one dataset becomes that of this version, or of the one after its own.

    Attributes:
        cells: The columns that are not the same column of the version before.
        drop: The rows that go: those with one of these cells, by column.
        in_document_order: The rows are put in the order of the sections of their document.
        order: The order that the rows are put in by habit.
        renamed_rules: The name of a rule in this version, by its name in the one before.
        read: What is to be read in the documents.
    """

    cells: dict[str, Cell] = {}
    drop: dict[str, tuple[str, ...]] = {}
    in_document_order: bool = False
    order: Order | None = None
    renamed_rules: dict[str, str] = {}
    read: tuple[Reading, ...] = ()


class Column(_Frozen):
    """A column of a dataset."""

    dataset: str
    column: str


class Earlier(_Frozen):
    """An earlier version, and what the one after it did.

    Attributes:
        version: Its number.
        lacks: A column that it does not have, and all later ones do; it is known by that.
        gone: Columns, words and functions that are gone after it, and that a project's own rules
            and notebooks may still read.
        datasets: By dataset; one that is not listed has the same rows in both versions.
    """

    version: str
    lacks: Column
    gone: tuple[str, ...]
    datasets: dict[str, Conversion]


class Conversions(_Frozen):
    """How a project becomes one of this version.

    Attributes:
        now: This version.
        hedge_words: The words that make a figure approximate, as a regular expression.
        hedge_guess: The hedge of a figure that none of them stands with.
        versions: The earlier ones, oldest first.
    """

    now: str
    hedge_words: str
    hedge_guess: str
    versions: tuple[Earlier, ...]

    def since(self, version: str) -> tuple[Earlier, ...]:
        """A version and all that came after it, but this one."""
        numbers = [each.version for each in self.versions]
        return self.versions[numbers.index(version) :]

    def gone(self, version: str) -> tuple[str, ...]:
        return tuple(word for each in self.since(version) for word in each.gone)

    def of(self, dataset: str, version: str) -> Conversion:
        """How a dataset of a version becomes that of this one, whatever lies between."""
        steps = [each.datasets[dataset] for each in self.since(version) if dataset in each.datasets]
        return Conversion(
            cells={column: cell for step in steps for column, cell in step.cells.items()},
            drop={column: cells for step in steps for column, cells in step.drop.items()},
            in_document_order=any(step.in_document_order for step in steps),
            order=next((step.order for step in reversed(steps) if step.order), None),
            renamed_rules={old: new for step in steps for old, new in step.renamed_rules.items()},
            read=tuple(reading for step in steps for reading in step.read),
        )


class Standard(_Frozen):
    """What a dataset had in an earlier version, each part with its `checksum`.

    Attributes:
        keys: The keys of `table.yaml` other than `fields`.
        columns: The columns.
        rules: The rules.
    """

    keys: dict[str, str]
    columns: dict[str, str]
    rules: dict[str, str]


@cache
def conversions() -> Conversions:
    return _read("conversions.yaml", Conversions)


@cache
def standard_of(version: str) -> dict[str, Standard]:
    """The standard of an earlier version, by dataset."""
    return _read(f"standard_{version.replace('.', '_')}.yaml", dict[str, Standard])


def _read(name: str, form: type[Parsed]) -> Parsed:
    return TypeAdapter(form).validate_python(yaml_files.load((FOLDER / name).read_bytes()))


def checksum(value: Any) -> str:
    """The checksum of a parsed part of a YAML file, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
