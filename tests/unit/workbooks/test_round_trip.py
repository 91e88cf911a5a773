"""What is in the data is read back from a workbook as it was, whatever is done to its sheets."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alereport import demo
from alereport.base.workspace import Workspace
from alereport.workbooks import reading, writing
from tests import made_up
from tests.conftest import ROOT, examples
from tests.unit.workbooks import typed
from tests.unit.workbooks.typed import Sheet

MUNICIPALITIES = ("exempelkommunen", "provstad")


@cache
def project(name: str) -> Workspace:
    root = Path(mkdtemp(prefix="workbooks-"))
    if name == "demo":
        template = Workspace(ROOT)
        return demo.make(template, root / "demo", committee_count=2, years=2, seed=7)
    return (
        Workspace(ROOT) if name == "own" else made_up.project(root, made_up.of_municipality(name))
    )


def of_project(name: str) -> list[tuple[str, str]]:
    return [(name, row["document"]) for row in typed.documents(project(name))]


DOCUMENTS = [each for name in (*MUNICIPALITIES, "own") for each in of_project(name)]


@pytest.mark.parametrize(("name", "document"), DOCUMENTS)
def test_a_document_is_read_back_as_it_was(name: str, document: str, tmp_path: Path) -> None:
    workspace, path = project(name), tmp_path / "x.xlsx"
    row, rows = typed.document(workspace, document), typed.rows_of(workspace, document)
    writing.write(workspace, row, path, rows=rows)
    filled = reading.read(workspace, path)
    assert filled.document == row
    assert typed.counted(typed.as_read(filled)) == typed.counted(rows)
    assert not filled.notes


@pytest.mark.slow
def test_every_document_of_a_demo_is_read_back_as_it_was(tmp_path: Path) -> None:
    workspace, path = project("demo"), tmp_path / "x.xlsx"
    for row in typed.documents(workspace):
        rows = typed.rows_of(workspace, row["document"])
        writing.write(workspace, row, path, rows=rows)
        filled = reading.read(workspace, path)
        assert typed.counted(typed.as_read(filled)) == typed.counted(rows), row["document"]


@given(st.sampled_from(DOCUMENTS), st.integers(0, 10**6))
@settings(examples(4), phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_sorted_moved_and_retyped_it_is_read_back_as_it_was(
    which: tuple[str, str], seed: int
) -> None:
    chance = random.Random(seed)
    workspace, path = project(which[0]), Path(mkdtemp()) / "x.xlsx"
    rows = typed.rows_of(workspace, which[1])
    writing.write(workspace, typed.document(workspace, which[1]), path, rows=rows)
    book = typed.opened(path)
    for dataset in rows:
        own = typed.sheet(book, dataset)
        own.page.title = f"{chance.randrange(100)} {own.page.title[:20]}"
        retype_numbers(own, chance)
        shuffle_rows(own, chance)
        own.page.insert_rows(own.first, chance.randrange(1, 3))
        swap_columns(own, chance)
    chance.shuffle(book._sheets)
    book.save(path)
    typed.opened(path).save(path)
    assert typed.counted(typed.as_read(reading.read(workspace, path))) == typed.counted(rows)


def retype_numbers(own: Sheet, chance: random.Random) -> None:
    """Type some numbers as text, as people and other programs write them."""
    for row in typed.line_numbers(own):
        for column in own.columns.values():
            cell = own.page.cell(row, column)
            if not isinstance(cell.value, int | float) or chance.random() < 0.5:
                continue
            blank = chance.choice([" ", "\u00a0", "\u202f", ""])
            minus = chance.choice(["-", "\u2212", "\u2013"])
            text = f"{cell.value:,}".replace(",", blank).replace(".", ",").replace("-", minus)
            year = cell.number_format == "0"
            cell.value = str(cell.value) if year else f"{chance.choice(['', ' '])}{text} "


def shuffle_rows(own: Sheet, chance: random.Random) -> None:
    """Sort the lines otherwise, empty ones among them."""
    columns = [*own.columns.values()]
    lines = [
        [(own.page.cell(row, at).value, own.page.cell(row, at).data_type) for at in columns]
        for row in typed.line_numbers(own)
    ]
    chance.shuffle(lines)
    for row, line in zip(typed.line_numbers(own), lines, strict=True):
        for at, (value, kind) in zip(columns, line, strict=True):
            own.page.cell(row, at).value = value
            own.page.cell(row, at).data_type = kind


def swap_columns(own: Sheet, chance: random.Random) -> None:
    """Move two columns, with their headings and the keys above."""
    for area in [*own.page.merged_cells.ranges]:
        own.page.unmerge_cells(area.coord)
    one, other = (chance.choice([*own.columns.values()]) for _ in range(2))
    for row in range(own.heading - 1, own.page.max_row + 1):
        first, second = own.page.cell(row, one), own.page.cell(row, other)
        kept = (first.value, first.data_type, first.number_format)
        first.value, first.data_type = second.value, second.data_type
        first.number_format = second.number_format
        second.value, second.data_type, second.number_format = kept
