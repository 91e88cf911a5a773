"""The schema of each dataset; nothing here imports pandas.

Each dataset is a folder of CSV files with one schema, `table.yaml`, in the format of
Frictionless Table Schema. A column is declared only in the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    OnErrorOmit,
    model_validator,
)
from pydantic import Field as Key

from alereport.base import files, fingerprints, keyed_files, patterns, yaml_files
from alereport.base.errors import TableError
from alereport.base.forms import written_as
from alereport.base.languages import CODE
from alereport.base.workspace import Workspace
from alereport.data import standard
from alereport.data.people import Privacy
from alereport.data.sheets import Sheet
from alereport.data.worded import Multilingual

Scope = Literal["plan", "all_years", "municipality"]
Type = Literal["string", "integer", "number", "boolean", "date"]

CLAIMS = "numbers-of-the-rows"
"""The name of the rule that the numbers of a text are those of rows; see `Schema.claims`."""
PATTERNS: dict[Type, tuple[str, str]] = {
    "integer": (r"0|-?[1-9][0-9]{0,14}", "an integer"),
    "number": (
        r"(?!-0(\.0+)?$)-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?",
        "a number with . as decimal sign",
    ),
    "boolean": (r"true|false", "true or false"),
    "date": (r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", "a date such as 2024-05-31"),
}
"""The format of a non-empty cell of each type, as a regular expression and in words."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _is_quickly_matched(pattern: str | None) -> str | None:
    if problem := patterns.problem(pattern or "", anywhere=False):
        raise ValueError(f"the pattern {pattern} is {problem}")
    return pattern


class Constraints(_Model):
    """What a column's values must satisfy (Frictionless field constraints)."""

    required: bool = False
    enum: tuple[str, ...] | None = None
    pattern: Annotated[str | None, AfterValidator(_is_quickly_matched)] = None
    minimum: int | float | None = None
    maximum: int | float | None = None


class Column(BaseModel):
    """What is known of a column even if its schema is invalid."""

    model_config = ConfigDict(frozen=True)
    name: str
    type: str
    unit: str | None = None
    private: Any = False


class Field(Column, Multilingual):
    """One column.

    Attributes:
        description: What it holds, in English; in Swedish under `description_sv`, and so on.
        example: A value as it is written, where the column has a pattern.
        private: True if it holds data on people, which may have to be withheld for small groups.
            This key is not part of Frictionless.
    """

    translated_keys: ClassVar = ("description",)

    type: Type
    description: str
    example: str | None = None
    constraints: Constraints = Constraints()
    private: bool = False

    @model_validator(mode="after")
    def _has_an_example_of_its_pattern(self) -> Field:
        pattern = self.constraints.pattern
        if self.example and pattern and not re.fullmatch(pattern, self.example):
            raise ValueError(f"example: a value of the pattern {pattern}")
        return self

    @property
    def form(self) -> str:
        """How a value is written, in words for a message; empty without a pattern."""
        if not (pattern := self.constraints.pattern):
            return ""
        return f"text such as {self.example} ({pattern})" if self.example else f"text as {pattern}"


Columns = Annotated[tuple[str, ...], Key(min_length=1, max_length=2)]


class Reference(_Model):
    """The dataset and the one or two columns a foreign key points to."""

    resource: str
    fields: Columns


class ForeignKey(_Model):
    """One or two columns whose values must exist in another dataset."""

    fields: Columns
    reference: Reference


class Printed(_Model):
    """How a row is printed in its source document, so that it can be found there again.

    Attributes:
        where: `line`: the figures are on one line with their label, in the order of the file's
            rows. `words`: the label is the figure as printed. `paragraph`: the figures are in one
            paragraph with their label. `section`: the figures, if any, are somewhere in the
            section.
        label: The column of the words to look for.
        figures: The columns of figures.
        dates: The columns of dates, such as `due`.
    """

    where: Literal["line", "words", "paragraph", "section"] = Key(alias="in")
    label: str | None = None
    figures: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


class Source(_Model):
    """Where the rows of a dataset are from, if from no document (Frictionless source).

    Attributes:
        title: Its name, such as `Kolada`.
        path: Its address, if it has one.
    """

    title: str
    path: Annotated[str, written_as(r"https?://\S+", "an address, as https://…")] | None = None


class Noun(_Model):
    """What rows are called in a text, so that a number before it must be how many there are.

    Attributes:
        column: A column of the rows.
        value: Its value in the rows that are called so.
        words: The beginnings of what they are called, such as `uppdrag`.
    """

    column: str
    value: str
    words: tuple[str, ...]


class Outline(BaseModel):
    """What is known of a schema even if it is invalid: the parts that can be read."""

    model_config = ConfigDict(frozen=True)
    scope: str = ""
    counted: bool = True
    claims: str = ""
    privacy: Any = None
    fields: tuple[OnErrorOmit[Column], ...] = ()
    primary_key: tuple[str, ...] = Key(default=(), alias="primaryKey")
    foreign_keys: tuple[OnErrorOmit[ForeignKey], ...] = Key(default=(), alias="foreignKeys")

    @property
    def columns(self) -> list[str]:
        return [field.name for field in self.fields]

    @property
    def day_read(self) -> str:
        """The column with the day or month a row from no document was read; empty if none has."""
        return next((name for name in ("read", "fetched") if name in self.columns), "")

    @property
    def units(self) -> dict[str, str | None]:
        """The unit of each column of figures: a number, or an integer with a unit."""
        return {
            field.name: field.unit
            for field in self.fields
            if field.type == "number" or (field.type == "integer" and field.unit is not None)
        }

    @property
    def references(self) -> list[str]:
        """The datasets that the foreign keys point to."""
        return sorted({key.reference.resource for key in self.foreign_keys})

    @property
    def is_on_people(self) -> bool:
        """True if it says so in any way, so that rows may have to be withheld."""
        return self.privacy is not None or any(field.private for field in self.fields)


class Schema(Outline, Multilingual):
    """The schema of a dataset: `table.yaml`; some of its keys are not Frictionless'.

    Attributes:
        title, description: The dataset's title, and what one row is, in English; in Swedish under
            `title_sv` and `description_sv`, and so on.
        scope: The rows that a notebook of one committee and year gets. `plan`: those of the year's
            own documents. `all_years`: those of every document up to the year. `municipality`:
            those of the dataset's only file, which has its name; only the committee's rows if
            there is a column `committee`.
        counted: False if its rows are not to be declared in `data/sections`, see `gate.counts`.
        lint: The column of text written for the report, which `alereport lint` checks; empty if
            there is none.
        claims: The column of text whose numbers must be those of rows, see `texts.claims`; empty if
            there is none.
        nouns: What rows are called in such a text.
        printed: None if the rows are in no document.
        sources: Where its rows are from, if neither from documents nor each from the source in its
            column `source`.
        privacy: How its rows are about people; None if they are not.
        sheet: How it is filled in with Excel; None if it is not.
    """

    translated_keys: ClassVar = ("title", "description")

    title: str
    description: str
    scope: Scope
    lint: str = ""
    nouns: tuple[Noun, ...] = ()
    fields: Annotated[tuple[Field, ...], Key(min_length=1)]
    primary_key: Annotated[tuple[str, ...], Key(min_length=1)] = Key(alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Key(default=(), alias="foreignKeys")
    printed: Printed | None = None
    sources: tuple[Source, ...] = ()
    privacy: Privacy | None = None
    sheet: Sheet | None = None

    @model_validator(mode="after")
    def _has_the_columns_it_names(self) -> Self:
        if len({*self.columns}) < len(self.columns):
            raise ValueError("fields: each column once")
        if self.lint and self.lint not in self.columns:
            raise ValueError(f"lint: one of the columns {', '.join(self.columns)}")
        if self.claims and self.claims not in self.columns:
            raise ValueError(f"claims: one of the columns {', '.join(self.columns)}")
        for key, names in self._columns_named.items():
            if not {*names} <= {*self.columns}:
                raise ValueError(f"{key}: columns among {', '.join(self.columns)}")
        if any(len(key.fields) != len(key.reference.fields) for key in self.foreign_keys):
            raise ValueError("foreignKeys: as many columns as it refers to")
        if self.scope == "plan" and "document" not in self.columns:
            raise ValueError("scope: all_years or municipality, for there is no column document")
        return self

    @property
    def _columns_named(self) -> dict[str, Iterable[str]]:
        """The columns that each key of the schema names."""
        label = (self.printed.label,) if self.printed and self.printed.label else ()
        cells = (*self.printed.figures, *self.printed.dates) if self.printed else ()
        return {
            "primaryKey": self.primary_key,
            "foreignKeys": [name for key in self.foreign_keys for name in key.fields],
            "nouns": [noun.column for noun in self.nouns],
            "printed": (*label, *cells),
            "sheet": self.sheet.named() if self.sheet else (),
        }

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """The columns that translate another column of texts, by that column and by language.

        `title_en` holds the texts of `title`, which are in the documents' language, in English.
        """
        texts = {field.name for field in self.fields if field.type == "string"}
        found: dict[str, dict[str, str]] = {}
        for name in (field.name for field in self.fields if field.type == "string"):
            column, _underscore, code = name.rpartition("_")
            if column in texts and re.fullmatch(CODE, code):
                found.setdefault(column, {})[code] = name
        return found

    def unasked(self, languages: Sequence[str]) -> frozenset[str]:
        """The columns that translate into none of some languages; nobody need fill them in."""
        return frozenset(
            name
            for columns in self.translations.values()
            for code, name in columns.items()
            if code not in languages
        )

    @property
    def private(self) -> frozenset[str]:
        """The columns that may have to be withheld."""
        return frozenset(field.name for field in self.fields if field.private)

    def is_required(self, column: str) -> bool:
        return any(field.name == column and field.constraints.required for field in self.fields)


def names(workspace: Workspace) -> list[str]:
    """The datasets of the project: every folder in `data/`.

    Raises:
        TableError: There is no `data/`, or it has no folders.
    """
    datasets = workspace.datasets
    if not datasets:
        raise TableError(
            workspace.relative(workspace.data),
            "there are no datasets",
            "one folder each",
            "restore it",
        )
    return datasets


def schema(workspace: Workspace, dataset: str) -> Schema:
    """The schema of a dataset.

    Raises:
        TableError: `table.yaml` cannot be read, is not a schema, or has private columns and does
            not say what of them is public.
    """
    return _schema(*_file(workspace, dataset))


def written(workspace: Workspace, dataset: str) -> Schema:
    """The schema of a dataset as it is written, even if it does not say what is public.

    It is for what changes or locks a schema; rows are shown only by that of `schema`.

    Raises:
        TableError: `table.yaml` cannot be read or is not a schema.
    """
    return _written(*_file(workspace, dataset))


def _file(workspace: Workspace, dataset: str) -> tuple[bytes, str]:
    path = workspace.dataset(dataset) / "table.yaml"
    place = workspace.relative(path)
    if not files.exists(path):
        step = standard.step_without(dataset, "restore it")
        raise TableError(place, "there is no such file", "the schema of a dataset", step)
    return files.read(path, place=place, error=TableError), place


def parsed(content: bytes, place: str = "table.yaml") -> Schema:
    """The schema that the bytes of a YAML file are, of a table that is no dataset of a project."""
    return _schema(content, place)


@lru_cache(maxsize=64)
def _schema(content: bytes, place: str) -> Schema:
    table = _written(content, place)
    if table.is_on_people:
        _require_privacy(table, content, place)
    return table


@lru_cache(maxsize=64)
def _written(content: bytes, place: str) -> Schema:
    text, value = keyed_files.parsed(content, place, TableError)
    return keyed_files.validated(Schema, value, place=place, text=text, kind=TableError)


def _require_privacy(table: Schema, content: bytes, place: str) -> None:
    """Require that a schema says of its private columns, and of no others, what is public."""
    step = "see docs/how-to/dataset.md"
    if table.privacy is None:
        column = min(table.private, key=table.columns.index)
        expected = "a privacy block that says of whom it tells and what of it is public"
        found, step = f"{column} is private", f"write it, {step}"
    elif unknown := sorted(table.privacy.needed().difference(table.columns)):
        column = ""
        found, expected = f"privacy: no column {unknown[0]}", "columns of the dataset"
        step = f"name another in privacy, or add the column, {step}"
    elif open_ := sorted(table.privacy.private - table.private, key=table.columns.index):
        column, found, expected = open_[0], f"{open_[0]} is not private", "private: true"
        step = f"add it, for privacy names the column, {step}"
    else:
        return
    keys = ("fields", table.columns.index(column)) if column else ("privacy",)
    place = keyed_files.place_with_line(place, files.text(content), keys)
    raise TableError(place, found, expected, step)


def outline(path: Path) -> Outline:
    """What is known of the schema beside a data file; `schema` raises what is wrong with it."""
    own = path.with_name("table.yaml")
    return _outline(fingerprints.content(own), "/".join(own.parts[-3:]))  # As `schema` names it.


@lru_cache(maxsize=64)
def _outline(content: bytes, place: str) -> Outline:
    with suppress(TableError):
        return _schema(content, place)
    with suppress(ValueError):
        return Outline.model_validate(yaml_files.load(content))
    return Outline()
