"""What a person filled in, and what is refused with its sheet and cell."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Book

from alereport.base.errors import CellsError, TableError
from alereport.base.workspace import Workspace
from alereport.workbooks import machine, reading
from alereport.workbooks.filled import Filled
from tests.unit.workbooks import typed

Read = Callable[[Book], Filled]
OUTTURN = "amount_tkr/outturn_period"
BUDGET = "amount_tkr/budget_year"


def test_a_workbook_in_which_nothing_was_typed_says_nothing(report: Book, read: Read) -> None:
    filled = read(report)
    assert filled.rows == {}
    assert filled.document["document"] == "bun-delarsrapport-augusti-2025"


def test_a_row_in_which_something_was_typed_is_read_whole(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period="97 460", section="3.2")
    rows = read(report).rows["outturn"]
    assert [(each.cells["kind"], each.cells["amount_tkr"]) for each in rows] == [
        ("outturn_period", "97460"),
        ("budget_year", "149750"),
    ]
    assert rows[0].cells | {"kind": "", "amount_tkr": ""} == {
        **dict.fromkeys(("kind", "amount_tkr", "hedge"), ""),
        "document": "bun-delarsrapport-augusti-2025",
        "section": "3.2",
        "committee": "bun",
        "year": "2025",
        "as_of": "2025-08-31",
        "area": "forskola",
        "label": "Förskola",
        "side": "net",
    }
    place = f"bun-2025-08.xlsx!Ekonomi!{own.at(row, OUTTURN)}"
    assert rows[0].places["amount_tkr"] == rows[0].place == place
    assert rows[0].places["section"] == f"bun-2025-08.xlsx!Ekonomi!{own.at(row, 'section')}"


def test_what_holds_for_every_row_is_typed_once(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    own.page.cell(3, 2).value = "3.2"
    one, other = own.row_of("area", "Förskola"), own.row_of("area", "Elevhälsa")
    own.type(one, amount_tkr__outturn_period=1)
    own.type(other, amount_tkr__outturn_period=2, section="4")
    sections = {row.cells["area"]: row.cells["section"] for row in read(report).rows["outturn"]}
    assert sections == {"forskola": "3.2", "elevhalsa": "4"}


def test_a_goal_is_followed_up_by_its_title(report: Book, read: Read) -> None:
    own = typed.sheet(report, "follow_up")
    row = own.row_of("goal", "Minska lärarnas dokumentation")
    own.type(row, status="Klart", note="Uppdraget är klart.", section="2")
    (line,) = read(report).rows["follow_up"]
    assert (line.cells["goal"], line.cells["status"]) == ("bun-2025-dokumentation", "done")


def test_a_deviation_that_is_followed_gets_a_short_name_of_its_own(
    report: Book, read: Read
) -> None:
    own = typed.sheet(report, "deviations")
    row = own.row_of("follows", "extra-stod")
    own.type(row, cause="Extra stöd", section="3.3")
    own.type(own.empty, cause="Extra stöd", area="Förskola", section="3.3")  # Another one.
    names = [row.cells["deviation"] for row in read(report).rows["deviations"]]
    assert names == ["extra-stod-2", "extra-stod"]


def test_one_decision_keeps_one_short_name(report: Book, read: Read) -> None:
    own = typed.sheet(report, "amendments")
    for at, area in enumerate(("Förskola", "Elevhälsa")):
        own.type(own.empty + 0 * at, area=area, amount_tkr=5, reason="Fler barn", section="3")
    names = {row.cells["amendment"] for row in read(report).rows["amendments"]}
    assert names == {"fler-barn"}


def test_every_cell_that_cannot_be_read_is_told_at_once(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    first, second = own.row_of("area", "Förskola"), own.row_of("area", "Elevhälsa")
    own.type(first, amount_tkr__outturn_period="97 46O")
    own.type(second, amount_tkr__outturn_period="1,5")
    own.type(own.empty, area="Månbasen", amount_tkr__outturn_period=1)
    with pytest.raises(CellsError) as caught:
        read(report)
    lines = str(caught.value).split("\n")
    assert len(lines) == 3
    assert lines[0].startswith(f"bun-2025-08.xlsx!Ekonomi!{own.at(first, OUTTURN)}: it is ")
    assert '"97 46O"; expected an integer' in lines[0]
    assert "Månbasen" in lines[2]
    assert "expected one of Nämnd och ledning, Förskola, " in lines[2]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert caught.value.exit_code == 12


def test_one_cell_that_cannot_be_read_is_an_error_as_others(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period="många")
    with pytest.raises(TableError) as caught:
        read(report)
    assert type(caught.value) is TableError
    assert caught.value.place == f"bun-2025-08.xlsx!Ekonomi!{own.at(row, OUTTURN)}"


def test_a_formula_is_read_by_its_value_and_refused_without_one(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period="=1+2")
    with pytest.raises(TableError, match="never computed") as caught:
        read(report)
    assert caught.value.place.endswith(own.at(row, OUTTURN))


def test_the_last_value_of_a_formula_is_read(
    report: Book, municipality: Workspace, tmp_path: Path
) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period="=90000+7460", section="3.2")
    path = tmp_path / "x.xlsx"
    report.save(path)
    with_value(path, "90000+7460", "97460")
    amounts = [
        each.cells["amount_tkr"] for each in reading.read(municipality, path).rows["outturn"]
    ]
    assert "97460" in amounts


def with_value(path: Path, formula: str, value: str) -> None:
    """Write the value of a formula, as Excel does when it saves."""
    import zipfile

    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            old = f"<f>{formula}</f><v />".encode()
            other = f"<f>{formula}</f><v></v>".encode()
            new = f"<f>{formula}</f><v>{value}</v>".encode()
            package.writestr(name, data.replace(old, new).replace(other, new))


def test_the_error_of_a_formula_is_refused(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period="#REF!")
    with pytest.raises(TableError, match="#REF!"):
        read(report)


def test_merged_cells_are_refused(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.page.merge_cells(f"{own.at(row, 'area')}:{own.at(row + 1, 'area')}")
    with pytest.raises(TableError, match="merged"):
        read(report)


def test_a_hidden_row_and_a_column_and_a_sheet_of_her_own_are_told_of(
    report: Book, read: Read
) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period=1, section="3.2")
    own.page.row_dimensions[row].hidden = True
    own.page.cell(own.heading, 40).value = "Att fråga om"
    report.create_sheet("Kladd").cell(1, 1).value = "x"
    filled = read(report)
    assert len(filled.rows["outturn"]) == 2
    assert any("hidden" in note and f"!A{row}" in note for note in filled.notes)
    assert any("Att fråga om" in note for note in filled.notes)
    assert any(note.startswith("bun-2025-08.xlsx!Kladd:") for note in filled.notes)


def test_a_row_without_a_figure_is_left_out_and_told_of(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__budget_year=None)
    filled = read(report)
    assert filled.rows == {}
    assert any(f"!A{row}: the row has no figure" in note for note in filled.notes)


def test_a_copied_sheet_is_refused(report: Book, read: Read) -> None:
    report.copy_worksheet(typed.sheet(report, "outturn").page)
    with pytest.raises(TableError, match="copy of the sheet Ekonomi"):
        read(report)


def test_words_above_the_table_that_are_gone_are_refused(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    own.page.cell(3, 1).value = "Kapitel"
    with pytest.raises(TableError, match="no words"):
        read(report)


def test_a_workbook_of_another_kind_is_refused(report: Book, read: Read) -> None:
    book = openpyxl.Workbook()
    with pytest.raises(TableError, match="alereport template"):
        read(book)
    report[machine.SHEET].cell(1, 2).value = "0"
    with pytest.raises(TableError, match="version 0"):
        read(report)


def test_text_that_looks_like_a_formula_stays_text(report: Book, read: Read) -> None:
    own = typed.sheet(report, "deviations")
    for number, words in enumerate(("=1+1", "+46 är numret", "-5 elever", "@alla")):
        row = own.empty
        own.type(row, area="Förskola", section=f"3.{number}")
        cell = own.page.cell(row, own.columns["cause"])
        cell.value, cell.data_type = words, "s"
    causes = [row.cells["cause"] for row in read(report).rows["deviations"]]
    assert causes == ["=1+1", "+46 är numret", "-5 elever", "@alla"]


def test_one_cell_far_away_takes_no_time(report: Book, read: Read) -> None:
    own = typed.sheet(report, "outturn")
    row = own.row_of("area", "Förskola")
    own.type(row, amount_tkr__outturn_period=1, section="3.2")
    own.page.cell(1_048_576, 16_384).number_format = "0.00"
    report.create_sheet("Tomt").cell(1_048_576, 16_384).number_format = "0.00"
    filled = read(report)
    assert len(filled.rows["outturn"]) == 2
    assert not filled.notes
