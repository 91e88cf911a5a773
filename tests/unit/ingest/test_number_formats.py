"""Numbers of a workbook are read as they are shown, or asked about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from alereport.ingest import reading, words
from alereport.ingest.number_formats import HIDDEN, OTHER_SIGN, OTHERWISE, PLAIN, Shown, shown_by

LISTS = words.load(None)
ACCOUNTING = r'_-* #,##0\ _k_r_-;\-* #,##0\ _k_r_-;_-* "-"\ _k_r_-;_-@_-'
HEAD = ["Verksamhet", "Budget 2025", "Plan 2026"]
ROWS = [["Skola", 1000000, 1200000], ["Fritid", 500000, 400000], ["Summa", 1500000, 1600000]]
AS_SHOWN = [[1000.0, 1200.0], [500.0, 400.0], [1500.0, 1600.0]]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("#,##0", -5, PLAIN),
        ("0.00", 0.12, PLAIN),
        ("0.0%", 0.12, Shown(100, is_percentage=True)),
        ('0 "%"', 12, Shown(1, unit="")),
        ("#,##0,", 1000, Shown(1e-3)),
        ("0.0,,", 1000, Shown(1e-6)),
        ('#,##0 "tkr"', 5, Shown(unit="tkr")),
        ("#,##0\\ [$kr-41D]", 5, Shown(unit="kr")),
        (ACCOUNTING, -5, PLAIN),
        (ACCOUNTING, 0, PLAIN),
        ("#,##0;(#,##0)", -5, PLAIN),
        ("#,##0;[Red]#,##0", -5, PLAIN),
        ("#,##0;#,##0", -5, Shown(doubt=OTHER_SIGN)),
        ("-#,##0;#,##0", 5, Shown(doubt=OTHER_SIGN)),
        (";;;", 5, Shown(doubt=HIDDEN)),
        ("[<1000]0;0,", 5, Shown(doubt=OTHERWISE)),
    ],
)
def test_a_format_tells_how_a_number_is_shown(code: str, value: float, shown: Shown) -> None:
    assert shown_by(code, value) == shown


def test_thousands_and_percentages_of_excel_are_read_as_shown(tmp_path: Path) -> None:
    rows = [[*row, change] for row, change in zip(ROWS, (0.2, -0.2, 0.0667), strict=True)]
    table = of_excel(tmp_path, "Budget, tkr", [[*HEAD, "Förändring"], *rows], ["#,##0,", "0.0%"])
    assert table["unit"] == "tkr"
    assert [row[:2] for row in values(table)] == AS_SHOWN
    assert [row[2] for row in values(table)] == [20.0, -20.0, 6.67]
    assert states(table) == {"proved"}


def test_a_unit_in_the_format_is_that_of_the_table(tmp_path: Path) -> None:
    assert of_excel(tmp_path, "Budget", [HEAD, *ROWS], ['#,##0, "tkr"'])["unit"] == "tkr"


def test_a_unit_that_the_format_and_the_head_have_otherwise_is_not_told(tmp_path: Path) -> None:
    assert not of_excel(tmp_path, "Budget, mnkr", [HEAD, *ROWS], ['#,##0 "kr"'])["unit"]


def test_what_a_format_hides_is_asked_about_also_where_sums_close(tmp_path: Path) -> None:
    assert states(of_excel(tmp_path, "Budget, tkr", [HEAD, *ROWS], [";;;"])) == {"asked"}


def test_dates_and_numbers_typed_as_text_are_what_they_print(tmp_path: Path) -> None:
    rows = [
        ["Uppdrag", "Klart", "Budget 2025, tkr"],
        ["Ny skola", date(2025, 5, 1), "1 000"],
        ["Ny hall", date(2025, 6, 1), "'2 000"],
    ]
    cells = of_excel(tmp_path, "Uppdrag", rows, ["yyyy-mm-dd", "@"])["rows"]
    assert [row["cells"][0]["as_printed"] for row in cells] == ["2025-05-01", "2025-06-01"]
    assert [row["cells"][-1]["value"] for row in cells] == [1000.0, None]
    assert cells[1]["cells"][-1]["state"] == "asked"


def test_libreoffice_keeps_what_it_shows(tmp_path: Path) -> None:
    def number(value: float, text: str, kind: str = "float") -> str:
        return (
            f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )

    def text(words_: str) -> str:
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{words_}</text:p></table:table-cell>"
        )

    lines = [[text("Budget, tkr")], [text(each) for each in [*HEAD, "Andel"]]]
    for (label, *amounts), share in zip(ROWS, (0.625, 0.375, 1), strict=True):
        shown = [number(each, f"{each // 1000:,}".replace(",", "\u00a0")) for each in amounts]
        share_ = number(share, f"{100 * share:.0f} %", "percentage")
        lines.append([text(label), *shown, share_])
    path = tmp_path / "budget.ods"
    body = "".join(f"<table:table-row>{''.join(line)}</table:table-row>" for line in lines)
    with ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", CONTENT.format(body))
    table = reading.read(path, LISTS, {}).as_json()["tables"][0]
    assert [row[:2] for row in values(table)] == AS_SHOWN
    assert [row["cells"][2]["value"] for row in table["rows"]] == [62.5, 37.5, 100.0]


URN = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = f'<manifest:manifest xmlns:manifest="{URN}manifest:1.0"/>'
CONTENT = (
    f'<office:document-content xmlns:office="{URN}office:1.0" xmlns:table="{URN}table:1.0" '
    f'xmlns:text="{URN}text:1.0"><office:body><office:spreadsheet><table:table '
    'table:name="Blad1">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def of_excel(folder: Path, title: str, rows: list[list[Any]], formats: list[str]) -> dict[str, Any]:
    """What is read of a table; its last columns have the formats, the first of them all others."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    for row in rows:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=3, min_col=2):
        for cell in row:
            cell.number_format = formats[0]
        row[-1].number_format = formats[-1]
    book.save(folder / "budget.xlsx")
    table: dict[str, Any] = reading.read(folder / "budget.xlsx", LISTS, {}).as_json()["tables"][0]
    return table


def values(table: dict[str, Any]) -> list[list[float | None]]:
    return [[cell["value"] for cell in row["cells"]] for row in table["rows"]]


def states(table: dict[str, Any]) -> set[str]:
    return {cell["state"] for row in table["rows"] for cell in row["cells"]}
