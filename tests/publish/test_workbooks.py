"""The workbooks: every published table, its figures as numbers, the same bytes every time."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from alereport.base import language, params
from alereport.base.workspace import Workspace
from alereport.publish.book import workbooks
from alereport.publish.book.workbooks import Sheet
from alereport.publish.order import Book
from tests.conftest import ROOT

NBSP, MINUS = "\u00a0", "\u2212"
TABLE = {
    "caption": "Budget per område, tkr.",
    "headings": ["Område", "2024", "Andel"],
    "figures": [False, True, True],
    "rows": [
        ["=1+1", f"{MINUS}2{NBSP}884", f"8,2{NBSP}%"],
        ["Kost", "seriebrott", ""],
        ["Totalt", f"154{NBSP}390", f"100,0{NBSP}%"],
    ],
    "total": True,
    "notes": ["¹ Därför."],
}


def written(sheets: list[Sheet]) -> bytes:
    municipality = params.municipality(Workspace(ROOT))
    book = Book("sv", ("sv",), "Bok", municipality, ())
    with language.using("sv"):
        return workbooks.workbook(book, "Tabellerna för KS 2024", sheets)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def made() -> bytes:
    return written([Sheet("Tabell 2.1", "Ekonomi", TABLE, ("Nämndplan 2024",))])


@pytest.fixture
def page(made: bytes) -> Worksheet:
    return opened(made)["Tabell 2.1"]


def test_a_sheet_has_the_table_with_its_figures_as_numbers(page: Worksheet) -> None:
    cells = [[cell.value for cell in row] for row in page["A1:C6"]]
    assert cells == [
        ["Tabell 2.1: Budget per område, tkr.", None, None],
        [None, None, None],
        ["Område", "2024", "Andel"],
        ["=1+1", -2884, 0.082],
        ["Kost", "seriebrott", None],
        ["Totalt", 154390, 1],
    ]
    assert page["B4"].number_format == "#,##0"
    assert page["C4"].number_format == "#,##0.0%"
    assert page.freeze_panes == "B4"
    assert page["A6"].font.b
    assert not page["A5"].font.b
    assert page.column_dimensions["A"].width > 8


def test_a_text_is_never_a_formula(page: Worksheet) -> None:
    assert page["A4"].data_type == "s"


def test_a_sheet_says_where_its_figures_come_from(page: Worksheet) -> None:
    notes = [page.cell(row, 1).value for row in range(8, 12)]
    assert notes == [
        "¹ Därför.",
        "Hämtat ur: Nämndplan 2024.",
        "Siffrorna är rapportens, avrundade som de visas där.",
        "Bok. Ale kommun. Uppgifterna avser läget den 31 december 2023.",
    ]


def test_the_first_sheet_lists_the_others(made: bytes) -> None:
    contents = opened(made)["Innehåll"]
    assert contents["A1"].value == "Tabellerna för KS 2024"
    assert [cell.value for cell in contents[6]] == ["Tabell 2.1", "Ekonomi", TABLE["caption"]]
    assert contents["A6"].hyperlink.location == "'Tabell 2.1'!A1"


def test_the_workbook_is_dated_by_the_data_and_the_same_every_time(
    made: bytes, monkeypatch: Any
) -> None:
    properties = opened(made).properties
    assert properties.created == properties.modified
    assert properties.created.isoformat() == "2023-12-31T00:00:00"
    assert properties.creator == "Ale kommun"
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert written([Sheet("Tabell 2.1", "Ekonomi", TABLE, ("Nämndplan 2024",))]) == made


@pytest.mark.parametrize("speaking", ["sv", "en"])
def test_each_committee_and_year_has_every_table_of_its_pages(
    built: Workspace, speaking: str
) -> None:
    site = built.site(speaking)
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.xlsx"))
    assert {"ks-2024/ks-2024.xlsx", "ks-2016/ks-2016.xlsx", "sn-2021/sn-2021.xlsx"} <= set(found)
    for path in found:
        pages = (site / path).parent.glob("*.html")
        shown = [
            number.replace(NBSP, " ")
            for page in pages
            for number in re.findall(
                r'<span class="number">((?:Tabell|Table)\s[\d.]+):', page.read_text("utf-8")
            )
        ]
        sheets = openpyxl.load_workbook(site / path).sheetnames[1:]
        assert sorted(sheets) == sorted(shown)
        assert len(shown) > 0


def test_the_budget_table_has_the_plans_own_figures(built: Workspace) -> None:
    of_plan = openpyxl.load_workbook(built.site("sv") / "ks-2024" / "ks-2024.xlsx")
    cells = {cell.value for page in of_plan for row in page.iter_rows() for cell in row}
    assert {154390, 157274, -2884, 20450} <= cells


def test_the_page_of_open_data_leads_to_every_workbook(built: Workspace) -> None:
    text = (built.site("sv") / "open-data.html").read_text(encoding="utf-8")
    for path in built.site("sv").rglob("*.xlsx"):
        assert f'href="{path.relative_to(built.site("sv")).as_posix()}"' in text
