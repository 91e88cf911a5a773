"""A new document: its row in the register, and the parameters of its report."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import get_month_names

from alereport.base import params
from alereport.base.languages import DATA_LANGUAGE
from alereport.base.workspace import Workspace, write_atomically
from alereport.data import data_files, registers, registration, schemas
from alereport.data.register_files import RegisterFile
from alereport.data.registers import TOTAL
from alereport.data.registration import InvalidCellError, Registered
from alereport.workbooks import shortnames

Kind = Literal["plan", "amendment", "interim", "annual"]
KINDS: dict[Kind, str] = {
    "plan": "plan",
    "amendment": "amendment",
    "interim": "interim_report",
    "annual": "annual_report",
}
"""The kind of a document in the register, by the word of the command line."""
TITLES: dict[Kind, str] = {
    "plan": "Nämndplan",
    "amendment": "Tilläggsbudget",
    "interim": "Delårsrapport",
    "annual": "Årsredovisning",
}
"""What a document is called where the committee has none of its kind yet, as documents print it."""
SEVERAL_A_DAY = ("amendment",)
"""The kinds of which a committee may have several of one day, told apart by their names."""
DECEMBER = 12


@dataclass(frozen=True)
class Created:
    """A new document.

    Attributes:
        registered: Its row in the register; without written cells if it was there already.
        files: The files that were written, from the project's root.
    """

    registered: Registered
    files: tuple[str, ...]


def row(
    workspace: Workspace,
    kind: Kind,
    given: Mapping[str, str],
    *,
    is_new_committee: bool = False,
) -> dict[str, str]:
    """The row of a document in the register: the one it has, or the one it is to get.

    Args:
        workspace: The project.
        kind: What kind of document it is.
        given: What is known of it, by column: `committee` and `year` at least. `as_of` of an
            amendment is the day it was decided. Without a short name and a title, it gets those of
            the committee's last document of the kind.
        is_new_committee: True if the committee is yet to be registered.

    Raises:
        InvalidCellError: A value is not one of its column, not possible in the year, missing, or
            differs from what is registered.
        TableError: The register cannot be read.
    """
    cells = {column: " ".join(value.split()) for column, value in given.items() if value.strip()}
    cells["kind"] = KINDS[kind]
    table = registers.register_schema(workspace, registration.REGISTER)
    for column, value in cells.items():
        if column != "committee" or not is_new_committee:
            registration.require_valid(workspace, table, column, value)
    cells["as_of"] = _as_of(kind, cells, cells.get("as_of", ""))
    documents = [row for _line, row in RegisterFile(workspace, registration.REGISTER).rows]
    if registered := _registered(documents, cells):
        for column, value in cells.items():
            if registered[column] not in ("", value):
                found = f"{registered[column]}, as {registered['document']} has it"
                raise InvalidCellError(column, value, found)
        return {**registered, **cells}
    named = {**_names(kind, cells, _last(documents, cells)), "status": registration.UNKNOWN}
    return {column: {**named, **cells}.get(column, "") for column in table.columns}


def _as_of(kind: Kind, cells: Mapping[str, str], day: str) -> str:
    """The last day that a document reports; of an amendment the day it was decided.

    Raises:
        InvalidCellError: It is not given and not known, or not possible in the year.
    """
    year = int(cells["year"])
    known = registration.as_of_kind(cells)
    if known:
        if day not in ("", known):
            raise InvalidCellError("as_of", day, f"{known}, of this kind of document and year")
        return known
    if kind == "amendment":
        if not day or int(day[:4]) not in (year - 1, year):
            expected = f"the day it was decided, in {year} or the year before"
            raise InvalidCellError("as_of", day, expected)
        return day
    if not day or not _ends_a_month(date.fromisoformat(day), year):
        expected = f"the last day of a month of {year} before December, such as {year}-08-31"
        raise InvalidCellError("as_of", day, expected)
    return day


def _ends_a_month(day: date, year: int) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    return day.year == year and day.month < DECEMBER and day.day == last


def _registered(
    documents: Sequence[dict[str, str]], cells: Mapping[str, str]
) -> dict[str, str] | None:
    """The row that a document has: of its name, or else of its committee, kind and time."""
    same = ("committee", "year", "kind", "as_of")
    of_its_time = [row for row in documents if all(row[name] == cells[name] for name in same)]
    is_other = cells["kind"] in SEVERAL_A_DAY and "document" in cells
    named = [row for row in documents if row["document"] == cells.get("document")]
    found = [*named, *([] if is_other else of_its_time)]
    return found[0] if found else None


def _last(documents: Sequence[dict[str, str]], cells: Mapping[str, str]) -> dict[str, str] | None:
    """The committee's last document of a kind before a year."""
    of_kind = [row for row in documents if all(row[n] == cells[n] for n in ("committee", "kind"))]
    earlier = [row for row in of_kind if row["year"] < cells["year"]]
    return max(earlier, key=lambda row: row["year"], default=None)


def _names(kind: Kind, cells: Mapping[str, str], last: Mapping[str, str] | None) -> dict[str, str]:
    """The short name and the title of a new document."""
    year = cells["year"]
    if last and registration.as_of_kind(cells):
        return {name: last[name].replace(last["year"], year) for name in ("document", "title")}
    month = "" if registration.as_of_kind(cells) else _month(cells["as_of"])
    title = " ".join(filter(None, (TITLES[kind], month, year)))
    return {"document": f"{cells['committee']}-{shortnames.in_ascii(title)}", "title": title}


def _month(day: str) -> str:
    return str(get_month_names(locale=DATA_LANGUAGE)[date.fromisoformat(day).month])


def create(
    workspace: Workspace, cells: Mapping[str, str], names: Mapping[str, str] | None = None
) -> Created:
    """Register a document, and write the parameters of its committee and year if there are none.

    A document of the whole municipality has no report of its own, and no parameters. The register
    comes last: a document that is registered has all else it needs.

    Args:
        workspace: The project.
        cells: Its row, from `row`.
        names: The name by language of a committee that is new with it.

    Raises:
        InvalidCellError: A value is not one of its column, or differs from what is registered.
        TableError: A register cannot be read.
    """
    committee, year = cells["committee"], cells["year"]
    written = _add_committee(workspace, committee, names) if names else []
    path = workspace.params / f"{committee}-{year}.yaml"
    if committee and not path.exists():
        language = params.municipality(workspace).languages[0]
        write_atomically(path, f"committee: {committee}\nyear: {year}\nlanguage: {language}\n")
        written.append(workspace.relative(path))
    registered = registration.add(workspace, cells)
    return Created(registered, (*written, *([registered.file] if registered.written else [])))


def _add_committee(workspace: Workspace, committee: str, names: Mapping[str, str]) -> list[str]:
    """Add a committee and its total to their registers, where they are not there already.

    Returns:
        The files that were written.
    """
    committees, areas = (RegisterFile(workspace, name) for name in ("committees", "areas"))
    named = {_column(language): name for language, name in names.items()}
    total = _named_total(committees, areas) or named
    written = []
    for file, key, cells in (
        (committees, (committee,), {"committee": committee, **named}),
        (areas, (committee, TOTAL), {"committee": committee, "area": TOTAL, **total}),
    ):
        if file.row_of(*key)[0] is None:
            file.write(None, cells)
            written.append(file.place)
    return written


def _named_total(committees: RegisterFile, areas: RegisterFile) -> dict[str, str]:
    """What other committees call their total, unless it is after themselves; empty without any."""
    own = {row[registers.NAME] for _line, row in committees.rows}
    return next(
        (
            {column: word for column, word in row.items() if column.startswith(registers.NAME)}
            for _line, row in areas.rows
            if row["area"] == TOTAL and row[registers.NAME] not in own
        ),
        {},
    )


def _column(language: str) -> str:
    return registers.NAME if language == DATA_LANGUAGE else f"{registers.NAME}_{language}"


def rows(workspace: Workspace, document: str) -> dict[str, list[dict[str, str]]]:
    """The rows that a document has in the datasets with a sheet, as text; of those with some.

    Raises:
        TableError: A file cannot be read.
    """
    return {
        path.parent.name: data_files.records(workspace, path)
        for path in workspace.data_files()
        if path.stem == document and schemas.schema(workspace, path.parent.name).sheet
    }
