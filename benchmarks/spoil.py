"""Ways to spoil a data file, as people and programs spoil them: one change at a time.

Every kind takes a table and a random generator and returns the changed bytes, or None where it does
not apply to the table.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from alereport.base.workspace import Workspace
from alereport.data import commentary, schemas

SLUGS = ("document", "committee", "area", "goal", "answers", "parent", "measure", "theme")
YEARS = ("plan_year", "amount_year", "year")


@dataclass(frozen=True)
class Table:
    """A data file as text."""

    path: Path
    columns: tuple[str, ...]
    types: dict[str, str]
    enums: dict[str, tuple[str, ...]]
    units: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    siblings: tuple[Path, ...]

    @property
    def figures(self) -> list[int]:
        """The indexes of columns of figures, without years and chapter numbers."""
        numbers = [name for name in self.columns if self.types[name] in {"integer", "number"}]
        return [
            self.columns.index(name) for name in numbers if name not in YEARS and name != "area"
        ]

    def named(self, *names: str) -> list[int]:
        return [index for index, name in enumerate(self.columns) if name in names]

    def written(self) -> bytes:
        if self.path.suffix == ".md":
            return _as_markdown(self)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.columns, *self.rows])
        return text.getvalue().encode()

    def with_rows(self, rows: list[tuple[str, ...]]) -> bytes:
        return replace(self, rows=tuple(rows)).written()

    def with_cell(self, row: int, column: int, cell: str) -> bytes:
        cells = list(self.rows[row])
        cells[column] = cell
        return self.with_rows([*self.rows[:row], tuple(cells), *self.rows[row + 1 :]])


def _as_markdown(table: Table) -> bytes:
    front = "".join(
        f"{name}: {cell}\n"
        for name, cell in zip(table.columns[:-2], (*table.rows[0],)[:-2], strict=True)
    )
    chapters = "".join(f"\n# {row[-2]}\n\n{row[-1]}\n" for row in table.rows)
    return f"---\n{front}---\n{chapters}".encode()


def table(workspace: Workspace, path: Path) -> Table:
    """Read a data file of the project."""
    schema = schemas.schema(workspace, path.parent.name)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        _, rows = commentary.rows(text, path.name, schema.columns)
    else:
        _, *rows = list(csv.reader(io.StringIO(text)))
    return Table(
        path,
        tuple(schema.columns),
        {field.name: field.type for field in schema.fields},
        {other.name: other.constraints.enum for other in schema.fields if other.constraints.enum},
        ("%", "tkr", "personer", "kr", "procentenheter"),
        tuple(map(tuple, rows)),
        tuple(other for other in workspace.data_files(path.parent.name) if other != path),
    )


Kind = Callable[[Table, random.Random], bytes | None]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    def register(spoil: Kind) -> Kind:
        KINDS[name] = spoil
        return spoil

    return register


def _cell(
    table: Table, chance: random.Random, columns: list[int], pattern: str = r".+"
) -> tuple[int, int, str] | None:
    """Return the place and text of a random cell that a pattern matches, in some columns."""
    fitting = [
        (row, column, cells[column])
        for row, cells in enumerate(table.rows)
        for column in columns
        if re.fullmatch(pattern, cells[column], re.DOTALL)
    ]
    return chance.choice(fitting) if fitting else None


def _figure(pattern: str, change: Callable[[str, random.Random], str]) -> Kind:
    def spoil(table: Table, chance: random.Random) -> bytes | None:
        target = _cell(table, chance, table.figures, pattern)
        return table.with_cell(*target[:2], change(target[2], chance)) if target else None

    return spoil


def _swap_digits(cell: str, chance: random.Random) -> str:
    pairs = [
        index
        for index in range(len(cell) - 1)
        if _are_different_digits(cell[index], cell[index + 1])
    ]
    if not pairs:
        return cell
    index = chance.choice(pairs)
    return cell[:index] + cell[index + 1] + cell[index] + cell[index + 2 :]


def _are_different_digits(one: str, other: str) -> bool:
    return one.isdigit() and other.isdigit() and one != other


def _change_digit(
    change: Callable[[str, random.Random], str],
) -> Callable[[str, random.Random], str]:
    def apply(cell: str, chance: random.Random) -> str:
        index = chance.choice(
            [index for index, character in enumerate(cell) if character.isdigit()]
        )
        return cell[:index] + change(cell[index], chance) + cell[index + 1 :]

    return apply


KINDS |= {
    "digits swapped": _figure(r"-?\d*\.?\d{2,}|\d+\.\d+", _swap_digits),
    "digit dropped": _figure(r"-?\d.*\d", _change_digit(lambda _digit, _chance: "")),
    "digit doubled": _figure(r"-?\d.*", _change_digit(lambda digit, _chance: digit * 2)),
    "digit replaced": _figure(
        r"-?\d.*",
        _change_digit(
            lambda digit, chance: chance.choice([each for each in "0123456789" if each != digit])
        ),
    ),
    "sign flipped": _figure(r"-?\d.*", lambda cell, _: cell[1:] if cell[0] == "-" else f"-{cell}"),
    "times ten": _figure(r"-?\d+", lambda cell, _: f"{cell}0"),
    "a thousandth": _figure(r"-?\d{4,}", lambda cell, _: str(round(int(cell) / 1000))),
    "fraction for percent": _figure(r"\d+(\.\d+)?", lambda cell, _: f"{float(cell) / 100:g}"),
    "comma for point": _figure(r"-?\d+\.\d+", lambda cell, _: cell.replace(".", ",")),
    "thousands separated": _figure(r"-?\d{4,}", lambda cell, _: f"{cell[:-3]} {cell[-3:]}"),
    "letter O for zero": _figure(r".*0.*", lambda cell, _: cell.replace("0", "O", 1)),
}


@kind("two cells exchanged")
def _exchanged(table: Table, chance: random.Random) -> bytes | None:
    if len(table.rows) < 2:
        return None
    column = chance.randrange(1, len(table.columns))
    one, other = chance.sample(range(len(table.rows)), 2)
    rows = [list(row) for row in table.rows]
    rows[one][column], rows[other][column] = rows[other][column], rows[one][column]
    return table.with_rows([tuple(row) for row in rows])


@kind("two figures exchanged")
def _figures_exchanged(table: Table, chance: random.Random) -> bytes | None:
    if len(table.rows) < 2 or not table.figures:
        return None
    column = chance.choice(table.figures)
    one, other = chance.sample(range(len(table.rows)), 2)
    rows = [list(row) for row in table.rows]
    rows[one][column], rows[other][column] = rows[other][column], rows[one][column]
    return table.with_rows([tuple(row) for row in rows])


@kind("figures shifted one row")
def _shifted(table: Table, chance: random.Random) -> bytes | None:
    return _shift(table, chance, table.figures)


@kind("labels shifted one row")
def _labels_shifted(table: Table, chance: random.Random) -> bytes | None:
    names = ("label", "item", "name", "title", "indicator", "as_printed", "note")
    return _shift(table, chance, table.named(*names))


def _shift(table: Table, chance: random.Random, columns: list[int]) -> bytes | None:
    if len(table.rows) < 3 or not columns:
        return None
    column = chance.choice(columns)
    start = chance.randrange(len(table.rows) - 2)
    length = chance.randint(2, min(6, len(table.rows) - 1 - start))
    rows = [list(row) for row in table.rows]
    cells = [row[column] for row in rows]
    for index in range(start + 1, start + length + 1):
        rows[index][column] = cells[index - 1]
    rows[start][column] = cells[start + length]
    return table.with_rows([tuple(row) for row in rows])


@kind("row dropped")
def _dropped(table: Table, chance: random.Random) -> bytes | None:
    if len(table.rows) < 2:
        return None
    index = chance.randrange(len(table.rows))
    return table.with_rows([*table.rows[:index], *table.rows[index + 1 :]])


@kind("last rows dropped")
def _cut(table: Table, chance: random.Random) -> bytes | None:
    if len(table.rows) < 4:
        return None
    return table.with_rows(list(table.rows[: -chance.randint(1, len(table.rows) // 2)]))


@kind("row doubled")
def _doubled(table: Table, chance: random.Random) -> bytes | None:
    index = chance.randrange(len(table.rows))
    return table.with_rows([*table.rows[: index + 1], *table.rows[index:]])


@kind("two rows exchanged")
def _rows_exchanged(table: Table, chance: random.Random) -> bytes | None:
    if len(table.rows) < 2 or table.path.suffix == ".md":
        return None
    one, other = chance.sample(range(len(table.rows)), 2)
    rows = list(table.rows)
    rows[one], rows[other] = rows[other], rows[one]
    return table.with_rows(rows)


@kind("row of another document")
def _moved(table: Table, chance: random.Random) -> bytes | None:
    if not table.siblings or table.path.suffix == ".md":
        return None
    text = chance.choice(table.siblings).read_text(encoding="utf-8")
    row = chance.choice(list(csv.reader(io.StringIO(text)))[1:])
    index = chance.randrange(len(table.rows))
    return table.with_rows([*table.rows[:index], tuple(row), *table.rows[index:]])


@kind("row moved to another committee")
def _other_committee(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named("committee"))
    return table.with_cell(*target[:2], "ks" if target[2] == "sn" else "sn") if target else None


@kind("row moved to another year")
def _other_year(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named(*YEARS))
    if not target:
        return None
    return table.with_cell(*target[:2], str(int(target[2]) + chance.choice([-2, -1, 1, 2])))


@kind("date out of range")
def _out_of_range(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named("due", "as_of", "dated", "period"))
    if not target:
        return None
    year = int(target[2][:4]) + chance.choice([-100, -10, -3, 3, 10, 100])
    return table.with_cell(*target[:2], f"{year}{target[2][4:]}")


@kind("slug misspelt")
def _misspelt(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named(*SLUGS), r"[a-z][a-z0-9-]*")
    if not target:
        return None
    index = chance.randrange(len(target[2]))
    return table.with_cell(*target[:2], target[2][:index] + target[2][index + 1 :])


@kind("slug of another row")
def _other_slug(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named(*SLUGS[2:]), r"[a-z][a-z0-9-]*")
    if not target:
        return None
    others = {row[target[1]] for row in table.rows} - {target[2], ""}
    return table.with_cell(*target[:2], chance.choice(sorted(others))) if others else None


@kind("unit changed")
def _other_unit(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named("unit"), r".*") if "value" in table.columns else None
    return table.with_cell(*target[:2], chance.choice(table.units)) if target else None


@kind("parent removed")
def _orphaned(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named("parent", "answers"))
    return table.with_cell(*target[:2], "") if target else None


@kind("another value of the list")
def _other_value(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named(*table.enums))
    if not target:
        return None
    others = [value for value in table.enums[table.columns[target[1]]] if value != target[2]]
    return table.with_cell(*target[:2], chance.choice(others))


@kind("yes for no")
def _flipped(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, list(range(len(table.columns))), r"true|false")
    return (
        table.with_cell(*target[:2], "false" if target[2] == "true" else "true") if target else None
    )


@kind("section misread")
def _misread(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, table.named("section"), r".*\d.*")
    change = _change_digit(lambda digit, chance: chance.choice("123456789".replace(digit, "")))
    return table.with_cell(*target[:2], change(target[2], chance)) if target else None


@kind("cell blanked")
def _blanked(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, list(range(len(table.columns))))
    return table.with_cell(*target[:2], "") if target else None


@kind("letters broken")
def _broken(table: Table, chance: random.Random) -> bytes | None:
    target = _cell(table, chance, list(range(len(table.columns))), r".*[åäöÅÄÖ].*")
    if not target:
        return None
    return table.with_cell(*target[:2], target[2].encode().decode("latin-1"))


@kind("saved as Latin-1")
def _latin(table: Table, _chance: random.Random) -> bytes | None:
    text = table.written().decode()
    return text.encode("latin-1", "replace") if re.search("[åäöÅÄÖ]", text) else None


@kind("stray space")
def _spaced(table: Table, chance: random.Random) -> bytes | None:
    if table.path.suffix == ".md":
        return None
    target = _cell(table, chance, list(range(len(table.columns))))
    if not target:
        return None
    cell = target[2]
    return table.with_cell(*target[:2], chance.choice([f" {cell}", f"{cell} ", f"{cell}\u00a0"]))


@kind("cell too many or too few")
def _ragged(table: Table, chance: random.Random) -> bytes | None:
    if table.path.suffix == ".md":
        return None
    index = chance.randrange(len(table.rows))
    row = chance.choice([(*table.rows[index], ""), table.rows[index][:-1]])
    return table.with_rows([*table.rows[:index], row, *table.rows[index + 1 :]])


@kind("columns exchanged")
def _columns_exchanged(table: Table, chance: random.Random) -> bytes | None:
    if table.path.suffix == ".md":
        return None
    index = chance.randrange(len(table.columns) - 1)
    rows = [
        (*row[:index], row[index + 1], row[index], *row[index + 2 :])
        for row in (table.columns, *table.rows)
    ]
    data_rows = rows[1:] if chance.random() < 0.5 else list(table.rows)
    heading = table.columns if data_rows is not table.rows and rows[1:] == data_rows else rows[0]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heading, *data_rows])
    return text.getvalue().encode()


@kind("quote opened")
def _quoted(table: Table, chance: random.Random) -> bytes | None:
    if table.path.suffix == ".md":
        return None
    lines = table.written().splitlines(keepends=True)
    line = chance.randrange(1, len(lines))
    cells = lines[line].split(b",")
    column = chance.randrange(len(cells))
    cells[column] = b'"' + cells[column]
    return b"".join([*lines[:line], b",".join(cells), *lines[line + 1 :]])
